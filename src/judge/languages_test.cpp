#include "judge/languages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/testing/small_world.h"

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSmall = R"(name = "Small"
source_file = "main.x"

[tools]
tool = ["/usr/bin/env"]

[version]
argv = ["{tool}", "--version"]

[run]
argv = ["{tool}", "main.x"]
)";

TEST(LanguageFile, TakesTheSmallestAndFillsInDefaults) {
  const auto language = parse_language(kSmall, "small.toml");
  ASSERT_TRUE(language) << language.error().message;
  EXPECT_EQ(language->id, "small");
  EXPECT_EQ(language->name, "Small");
  EXPECT_TRUE(language->compile_argv.empty());
  EXPECT_EQ(language->processes, 256);
  EXPECT_EQ(language->open_files, 256);
  EXPECT_EQ(language->time_factor, 1);
  EXPECT_EQ(language->compile_limits.cpu_time, std::chrono::seconds(10));
  EXPECT_EQ(language->compile_limits.wall_time, std::chrono::seconds(21));
  EXPECT_EQ(language->compile_limits.memory, mib(1024));
  EXPECT_TRUE(language->run_environment.empty());
}

TEST(LanguageFile, TakesEveryKey) {
  const auto language = parse_language(R"(
name = "Full"
source_file = "Main.x"
template = "hello"
mounts = ["/opt/x"]
warm = ["lib/{a,b}/*.so"]
[tools]
tool = ["/opt/x/bin/x", "/usr/bin/x"]
[version]
argv = ["{tool}", "-v"]
prefix = "x "
[compile]
argv = ["{tool}", "-c"]
compiled_file = "main.o"
cpu_time_ms = 2000
memory_mb = 512
processes = 256
open_files = 1000
[compile.environment]
A = "1"
[cache]
argv = ["{tool}", "--cache"]
file = "cache.tar"
mount = "/cache"
arguments = ["-I/cache"]
size_max_mb = 10
cpu_time_ms = 3000
memory_mb = 100
processes = 7
[cache.environment]
C = "3"
[run]
argv = ["{tool}", "-Xmx{memory_mb}m", "main.o"]
processes = 128
open_files = 200
time_factor = 2
memory_factor = 1.5
memory_overhead_mb = 64
memory_exit_codes = [3, 134]
memory_signals = [6]
[run.environment]
B = "2"
[run.files]
".first.x" = "words"
[libraries]
argv = ["{tool}", "--library"]
names = ["numpy", "x.y-z"]
)",
                                       "full.toml");
  ASSERT_TRUE(language) << language.error().message;
  EXPECT_EQ(language->template_source, "hello");
  EXPECT_THAT(language->mounts, ElementsAre("/opt/x"));
  EXPECT_THAT(language->warm, ElementsAre("lib/{a,b}/*.so"));
  EXPECT_THAT(language->tools.at("tool"), ElementsAre("/opt/x/bin/x", "/usr/bin/x"));
  EXPECT_EQ(language->version_prefix, "x ");
  EXPECT_EQ(language->compiled_file, "main.o");
  EXPECT_EQ(language->compile_limits.cpu_time, std::chrono::seconds(2));
  EXPECT_EQ(language->compile_limits.wall_time, std::chrono::seconds(5));
  EXPECT_EQ(language->compile_limits.memory, mib(512));
  EXPECT_EQ(language->compile_limits.processes, 256);
  EXPECT_EQ(language->compile_limits.open_files, 1000);
  EXPECT_EQ(language->compile_environment.at("A"), "1");
  EXPECT_THAT(language->cache.argv, ElementsAre("{tool}", "--cache"));
  EXPECT_EQ(language->cache.file, "cache.tar");
  EXPECT_EQ(language->cache.mount, "/cache");
  EXPECT_THAT(language->cache.arguments, ElementsAre("-I/cache"));
  EXPECT_EQ(language->cache.environment.at("C"), "3");
  EXPECT_EQ(language->cache.size_max, mib(10));
  EXPECT_EQ(language->cache.limits.cpu_time, std::chrono::seconds(3));
  EXPECT_EQ(language->cache.limits.memory, mib(100));
  EXPECT_EQ(language->cache.limits.processes, 7);
  EXPECT_EQ(language->cache.limits.file_size, mib(10));
  EXPECT_EQ(language->fingerprint.size(), 64u);
  EXPECT_EQ(language->processes, 128);
  EXPECT_EQ(language->open_files, 200);
  EXPECT_EQ(language->time_factor, 2);
  EXPECT_EQ(language->memory_factor, 1.5);
  EXPECT_EQ(language->memory_overhead, mib(64));
  EXPECT_THAT(language->memory_exit_codes, ElementsAre(3, 134));
  EXPECT_THAT(language->memory_signals, ElementsAre(6));
  EXPECT_EQ(language->run_environment.at("B"), "2");
  EXPECT_EQ(language->run_files.at(".first.x"), "words");
  EXPECT_THAT(language->library_argv, ElementsAre("{tool}", "--library"));
  EXPECT_THAT(language->library_names, ElementsAre("numpy", "x.y-z"));
}

TEST(LanguageFile, NoFileGetsPastWhatIsSet) {
  const auto limits_of = [](const char* compile, const CompileLimits& set) {
    return parse_language(kSmall + std::string(compile), "small.toml", set).value().compile_limits;
  };
  constexpr const char* kOwn = "[compile]\nargv = [\"{tool}\"]\ncpu_time_ms = 15000\nmemory_mb = 512\n";
  using std::chrono::seconds;
  EXPECT_EQ(limits_of("", {seconds(2), mib(64)}).cpu_time, seconds(2));
  EXPECT_EQ(limits_of("", {seconds(2), mib(64)}).memory, mib(64));
  EXPECT_EQ(limits_of("", {seconds(20), {}}).cpu_time, seconds(20));
  EXPECT_EQ(limits_of("", {seconds(20), {}}).memory, mib(1024));
  EXPECT_EQ(limits_of(kOwn, {}).cpu_time, seconds(15));
  EXPECT_EQ(limits_of(kOwn, {}).memory, mib(512));
  EXPECT_EQ(limits_of(kOwn, {seconds(2), mib(64)}).cpu_time, seconds(2));
  EXPECT_EQ(limits_of(kOwn, {seconds(2), mib(64)}).wall_time, seconds(5));
  EXPECT_EQ(limits_of(kOwn, {seconds(2), mib(64)}).memory, mib(64));
  EXPECT_EQ(limits_of(kOwn, {seconds(20), mib(2048)}).cpu_time, seconds(15)) << "nor is one given more than it says";
  EXPECT_EQ(limits_of(kOwn, {seconds(20), mib(2048)}).memory, mib(512));
  for (const auto& language : builtin_languages({seconds(1), mib(100)})) {
    EXPECT_EQ(language.compile_limits.cpu_time, seconds(1)) << language.id;
    EXPECT_EQ(language.compile_limits.memory, mib(100)) << language.id;
  }
}

TEST(LanguageFile, NamesTheLineAndTheKeyOfWhatIsWrong) {
  const auto edited = [](std::string from, const std::string& to) {
    std::string text = kSmall;
    return text.replace(text.find(from), from.size(), to);
  };
  const struct {
    std::string toml;
    const char* message;
  } cases[] = {
      {edited("name = \"Small\"", ""), "line 1: key name is missing"},
      {edited("\"Small\"", "3"), "line 1: key name has to be text"},
      {edited("\"main.x\"\n", "\"../main.x\"\n"), "line 2: key source_file has to be a file name"},
      {edited("[version]", "colour = \"red\"\n[version]"), "key tools.colour has to be a list"},
      {edited("name =", "nmae = \"x\"\nname ="), "line 1: key nmae is not known"},
      {edited("[run]", "[run]\nshell = true"), "line 11: key run.shell is not known"},
      {edited("[\"/usr/bin/env\"]", "[\"env\"]"), "line 5: key tools.tool has to list absolute paths"},
      {edited("[\"/usr/bin/env\"]", "[]"), "line 5: key tools.tool has to be a list of 1 to 64 texts"},
      {edited("tool = [\"/usr/bin/env\"]", ""), "key tools needs at least one tool"},
      {edited("[\"{tool}\", \"main.x\"]", "[\"{node}\", \"main.x\"]"), "key run.argv names {node}, which is no tool"},
      {edited("\"--version\"", "\"{memory_mb}\""),
       "key version.argv names {memory_mb}, which is known where programs run alone"},
      {edited("\"main.x\"]", "\"{memory_mb*}\"]"), "key run.argv names {memory_mb*}, which is not of the form"},
      {edited("[run]", "[run]\nenvironment = { A = \"{memory_gb}\" }"),
       "key run.environment.A names {memory_gb}, which is no tool"},
      {edited("[run]", "[run]\nenvironment = { A = \"{memory_mb+1000000000}\" }"),
       "key run.environment.A names {memory_mb+1000000000}, which is not of the form"},
      {edited("[run]", "[run]\nprocesses = 0"), "line 11: key run.processes has to be an integer from 1 to 4096"},
      {edited("[run]", "[run]\nprocesses = 1.5"), "line 11: key run.processes has to be an integer"},
      {edited("[run]", "[run]\ntime_factor = nan"), "key run.time_factor has to be a number from 0.1 to 100"},
      {edited("[run]", "[run]\nmemory_signals = [65]"), "key run.memory_signals has to be an integer from 1 to 64"},
      {edited("[run]", "[run]\nmemory_exit_codes = [0]"),
       "key run.memory_exit_codes has to be an integer from 1 to 255"},
      {edited("[run]", "[run]\nenvironment = 1"), "line 11: key run.environment has to be a table"},
      {edited("[run]", "[run]\nfiles = { \"main.x\" = \"\" }"), "key run.files.main.x is no name for a file beside"},
      {edited("[run]", "[run]\nfiles = { \"../x\" = \"\" }"), "key run.files.../x is no name for a file beside"},
      {edited("[run]", "[compile]\ncompiled_file = \"x\"\n[run]"), "key compile.compiled_file needs an argv"},
      {edited("[run]", "[cache]\nfile = \"x\"\n[run]"), "key cache.argv is missing"},
      {edited("[run]", "[crash]\nlocate = [\"addr2line\"]\n[run]"),
       "key crash.locate has to begin with an absolute path"},
      {edited("[run]", "[cache]\nargv = [\"x\"]\nfile = \"x\"\n[run]"), "key cache.mount has to be an absolute path"},
      {edited("[run]", "[cache]\nargv = [\"x\"]\nfile = \"x\"\nmount = \"/c\"\n[run]"),
       "key cache.argv needs a compile step"},
      {edited("[run]", "[libraries]\nnames = [\"x\"]\n[run]"), "key libraries.argv is missing"},
      {edited("[run]", "[libraries]\nargv = [\"x\"]\n[run]"), "key libraries.names is missing"},
      {edited("[run]", "[libraries]\nargv = [\"x\"]\nnames = [\"a b\"]\n[run]"),
       "key libraries.names has to list names"},
      {"name = ", "line 1: "},
      {"name = \"a\"\nname = \"b\"", "line 2: "},
  };
  for (const auto& c : cases) {
    const auto language = parse_language(c.toml, "small.toml");
    ASSERT_FALSE(language) << c.message;
    EXPECT_EQ(language.error().code, ErrorCode::invalid);
    EXPECT_THAT(language.error().message, testing::StartsWith("small.toml, line "));
    EXPECT_THAT(language.error().message, HasSubstr(c.message));
  }
  for (const char* name : {"small", ".toml", "Small.toml", "a/b.toml", "a b.toml"}) {
    EXPECT_FALSE(parse_language(kSmall, name)) << name;
  }
}

TEST(BuiltinLanguages, AreAllWhole) {
  const auto languages = builtin_languages();
  std::vector<std::string> ids;
  for (const auto& language : languages) {
    ids.push_back(language.id);
    EXPECT_FALSE(language.template_source.empty()) << language.id;
    EXPECT_EQ(language.run_environment.count("LD_PRELOAD"), 0u);
  }
  EXPECT_THAT(ids, ElementsAre("c", "cpp", "go", "java", "javascript", "python"));
}

// The compiler of Go uses only this host: no other toolchain, no module from anywhere.
TEST(BuiltinLanguages, GoFetchesNothing) {
  const auto languages = builtin_languages();
  const auto go = std::ranges::find(languages, "go", &Language::id);
  ASSERT_NE(go, languages.end());
  EXPECT_EQ(go->compile_environment.at("GOTOOLCHAIN"), "local");
  EXPECT_EQ(go->compile_environment.at("GOPROXY"), "off");
  EXPECT_EQ(go->compile_environment.at("GOENV"), "off") << "or a file could say otherwise";
  for (const auto* name : {"GOTOOLCHAIN", "GOPROXY", "GOENV"}) {
    EXPECT_FALSE(go->cache.environment.contains(name)) << name << " is taken back while the cache is there";
  }
}

TEST(Detection, FollowsLinksAndReplacesTools) {
  auto language = parse_language(kSmall, "small.toml").value();
  language.tools["tool"] = {"/nowhere/env", "/usr/bin/env"};
  const auto detection = detect_languages({language});
  ASSERT_EQ(detection.ready.size(), 1u);
  EXPECT_TRUE(detection.status.front().available);
  EXPECT_THAT(detection.ready.front().run_argv, ElementsAre("/usr/bin/env", "main.x"));
  EXPECT_EQ(detection.status.front().run_command, "/usr/bin/env main.x");
  EXPECT_TRUE(detection.ready.front().mounts.empty());
}

TEST(Detection, ShowsTheToolBehindAScriptOfAShell) {
  auto language = parse_language(kSmall, "small.toml").value();
  language.compile_argv = {"/bin/sh", "-c", "first line\nexec \"$@\"", "{tool}", "-O2"};
  language.run_argv = {"{tool}", "-e", "one\ntwo", "{memory_mb}"};
  const auto status = detect_languages({language}).status.front();
  EXPECT_EQ(status.compile_command, "/usr/bin/env -O2");
  EXPECT_EQ(status.run_command, "/usr/bin/env -e '...' {memory_mb}");
}

TEST(Detection, SaysWhatIsMissing) {
  auto language = parse_language(kSmall, "small.toml").value();
  language.tools["tool"] = {"/nowhere/a", "/etc/passwd"};  // the second is there, but no program
  const auto detection = detect_languages({language});
  EXPECT_TRUE(detection.ready.empty());
  ASSERT_EQ(detection.status.size(), 1u);
  EXPECT_FALSE(detection.status.front().available);
  EXPECT_EQ(detection.status.front().reason,
            "no tool found; install it so that one of these exists: /nowhere/a /etc/passwd");
}

TEST(Version, IsTheFirstLineWithADigit) {
  const auto version_after = [](Outcome outcome) {
    FakeSandbox sandbox([&](const SeenCommand&) -> Result<Outcome> { return std::move(outcome); });
    auto language = compiled_language();
    language.language.version_prefix = "x ";
    return find_version(sandbox, language);
  };
  EXPECT_EQ(version_after(exited(0, "The compiler\nversion 1.2\n")).value(), "x version 1.2");
  EXPECT_EQ(version_after(exited(0, "", "17.0.1\n")).value(), "x 17.0.1");
  EXPECT_EQ(version_after(exited(0, "v1\xFF\n")).value(), "x v1\xEF\xBF\xBD");
  EXPECT_FALSE(version_after(exited(0, "none\n")));
  EXPECT_THAT(version_after(exited(127, "", "no such file 2")).error().message, HasSubstr("no such file 2"));
  EXPECT_FALSE(version_after(ended(CpuLimit{})));
}

TEST(Libraries, AreThoseThatTheToolFound) {
  FakeSandbox sandbox(
      [](const SeenCommand&) -> Result<Outcome> { return exited(0, "scipy 1.10\nnumpy 1.24 beta\nother 1\n"); });
  auto language = parse_language(std::string(kSmall) + "[libraries]\nargv = [\"{tool}\", \"-l\"]\n" +
                                     "names = [\"numpy\", \"pandas\", \"scipy\"]\n",
                                 "small.toml")
                      .value();
  const auto ready = detect_languages({language}).ready.front();
  EXPECT_EQ(find_libraries(sandbox, ready).value(),
            (std::vector<Library>{{"numpy", "1.24 beta"}, {"pandas", ""}, {"scipy", "1.10"}}));
  const auto seen = sandbox.seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_THAT(seen[0].command.argv, ElementsAre("/usr/bin/env", "-l", "numpy", "pandas", "scipy"));
}

TEST(Libraries, AreNotKnownOfAToolThatFails) {
  FakeSandbox sandbox([](const SeenCommand&) -> Result<Outcome> { return exited(1, "", "no such option"); });
  auto language = compiled_language();
  EXPECT_TRUE(find_libraries(sandbox, language).value().empty()) << "it names none";
  language.library_argv = {"/usr/bin/compiler", "-l", "x"};
  EXPECT_THAT(find_libraries(sandbox, language).error().message, HasSubstr("no such option"));
}

}  // namespace
}  // namespace autograder
