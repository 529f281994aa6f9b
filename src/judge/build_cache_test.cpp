#include "judge/build_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "judge/testing/small_world.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

ReadyLanguage cached_language() {
  auto ready = compiled_language();
  ready.cache_argv = {"/usr/bin/compiler", "--make-cache"};
  ready.identity = "1234";
  ready.language.cache.argv = ready.cache_argv;
  ready.language.cache.file = "cache.tar";
  ready.language.cache.size_max = mib(1);
  ready.language.cache.mount = "/cache";
  ready.language.cache.arguments = {"-I/cache"};
  ready.language.cache.environment = {{"STAGE", "cached"}};
  return ready;
}

// A tar of nothing.
FakeSandbox::Script makes_cache() {
  return
      [](const SeenCommand&) -> Result<Outcome> { return with_file(exited(0), "cache.tar", std::string(1024, '\0')); };
}

TEST(BuildCache, IsMadeOnceAndMountedWhereSourcesAreCompiled) {
  const TemporaryDirectory directory;
  FakeSandbox sandbox(makes_cache());
  const auto language = cached_language();
  for (int i = 0; i < 2; ++i) {
    const auto faster = with_build_cache(sandbox, language, directory.path(), {});
    ASSERT_TRUE(faster) << faster.error().message;
    EXPECT_THAT(faster->compile_argv, ElementsAre("/usr/bin/compiler", "-I/cache", "main.src"));
    EXPECT_THAT(faster->language.compile_environment, ElementsAre(Pair("STAGE", "cached")));
    ASSERT_EQ(faster->compile_mounts.size(), 1u);
    EXPECT_EQ(faster->compile_mounts[0].host_path, directory.path() + "/compiled@1234");
    EXPECT_EQ(faster->compile_mounts[0].inside_path, "/cache");
    EXPECT_TRUE(faster->mounts.empty());
  }
  const auto seen = sandbox.seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_THAT(seen[0].command.environment, ElementsAre(Pair("STAGE", "compile")));
  EXPECT_TRUE(seen[0].files.empty());
}

TEST(BuildCache, FindsTheSourceOfCrashMarksWhereALanguageAsksForTheirLines) {
  const TemporaryDirectory directory;
  FakeSandbox sandbox(makes_cache());
  auto language = cached_language();
  language.language.crash.locate = {"/usr/bin/locate"};
  ASSERT_TRUE(with_build_cache(sandbox, language, directory.path(), {}));
  EXPECT_THAT(sandbox.seen().at(0).files, ElementsAre(Pair("crash_mark.c", HasSubstr("sigaltstack"))));
}

TEST(BuildCache, OthersOfTheSameLanguageAreRemoved) {
  const TemporaryDirectory directory;
  for (const char* name : {"/compiled@old", "/compiled@1234.new", "/other@1"}) {
    std::filesystem::create_directories(directory.path() + name);
  }
  FakeSandbox sandbox(makes_cache());
  ASSERT_TRUE(with_build_cache(sandbox, cached_language(), directory.path(), {}));
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(left, testing::UnorderedElementsAre("compiled@1234", "other@1"));
}

TEST(BuildCache, AFailureSaysWhyAndLeavesNothing) {
  const struct {
    FakeSandbox::Script script;
    const char* message;
  } cases[] = {
      {[](const SeenCommand&) -> Result<Outcome> { return exited(1, "", "no such header"); }, "no such header"},
      {[](const SeenCommand&) -> Result<Outcome> { return ended(MemoryLimit{}); }, "memory over the limit"},
      {[](const SeenCommand&) -> Result<Outcome> { return exited(0); }, "cache.tar is absent"},
      {[](const SeenCommand&) -> Result<Outcome> { return with_file(exited(0), "cache.tar", "no tar"); },
       "unpacking a tar"},
  };
  for (const auto& c : cases) {
    const TemporaryDirectory directory;
    FakeSandbox sandbox(c.script);
    const auto faster = with_build_cache(sandbox, cached_language(), directory.path(), {});
    ASSERT_FALSE(faster);
    EXPECT_THAT(faster.error().message, HasSubstr(c.message));
    EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
  }
}

}  // namespace
}  // namespace autograder
