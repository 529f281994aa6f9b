#include "packages/read_package.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "packages/glob.h"
#include "packages/testing/documented_words.h"
#include "packages/testing/made_package.h"

namespace autograder {
namespace {

PackageTexts with(const PackageTexts& changes) {
  auto texts = small_package();
  for (const auto& [name, text] : changes) texts[name] = text;
  return texts;
}
PackageTexts with_yaml(const std::string& more, const PackageTexts& changes = {}) {
  auto texts = with(changes);
  texts["problem.yaml"] += more;
  return texts;
}
std::string refusal(const PackageTexts& texts) {
  const auto read = read_texts(texts);
  if (read) return "";
  EXPECT_EQ(read.error().code, ErrorCode::invalid) << read.error().message;
  testing::expect_documented(read.error().message);
  return read.error().message;
}
Package must_read(const PackageTexts& texts) {
  auto read = read_texts(texts);
  EXPECT_TRUE(read) << read.error().message;
  return read.value_or(Package{});
}

TEST(ReadPackage, TakesTheSmallestOne) {
  const auto package = must_read(small_package());
  EXPECT_EQ(package.format, "2025-09");
  EXPECT_EQ(package.title, "Small");
  EXPECT_EQ(package.uuid, "11111111-2222-3333-4444-555555555555");
  ASSERT_EQ(package.statements.size(), 1u);
  EXPECT_EQ(package.statements[0].text, "Add the two.\n");
  EXPECT_FALSE(package.time_limit_given);
  EXPECT_EQ(package.checker, (Checker{CheckerKind::tokens, 0, 0, true, false}));
  EXPECT_EQ(package.scoring, ScoringRule::all);
  ASSERT_EQ(package.tests.size(), 2u);
  EXPECT_EQ(package.tests[0].name, "sample/1");
  EXPECT_EQ(package.tests[0].visibility, Visibility::visible);
  EXPECT_EQ(package.tests[1].input.path, "data/secret/1.in");
  EXPECT_EQ(package.tests[1].visibility, Visibility::hidden);
  ASSERT_EQ(package.submissions.size(), 1u);
  EXPECT_EQ(package.submissions[0].language, "python");
  EXPECT_EQ(package.submissions[0].expected.at(0).required, VerdictSet{.accepted = true});
  EXPECT_EQ(package.files.size(), 7u);
  EXPECT_TRUE(package.notes.empty());
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ReadPackage, ConstantsMakeNothingLongerThanItMayBe) {
  const auto constant = "constants: {n: " + std::string(1000, 'x') + "}\n";
  const std::string names = repeated("{{n}}", 2000);  // 2 MB of 10 KB
  EXPECT_EQ(refusal(with_yaml(constant, {{"statement/problem.en.md", names}})),
            "statement/problem.en.md: is over 256 KiB with its constants");
  EXPECT_EQ(refusal(with_yaml(constant, {{"submissions/accepted/b.py", names}})),
            "submissions/accepted/b.py: is over 1024 KiB with its constants");
  EXPECT_EQ(refusal(with_yaml(constant, {{"data/secret/test_group.yaml", names}})),
            "data/secret/test_group.yaml: is over 256 KiB with its constants");
}

// Quadratic work on this takes a minute.
TEST(ReadPackage, BracesThatAreNeverClosedAreLookedAtOnce) {
  const auto braces = repeated("{{", 500'000) + "}}";
  const auto package =
      must_read(with_yaml("constants: {n: 5}\n", {{"submissions/accepted/b.py", braces + "{{n}}{{{n}}"}}));
  EXPECT_TRUE(package.submissions.back().source == braces + "5{{{n}}");
}

TEST(ReadPackage, TakesAllThatIsSaid) {
  const auto package = must_read(with_yaml(
      "type: pass-fail\nversion: '3'\nlicense: cc by-sa\nrights_owner: We\nsource: [{name: A, url: b}, C]\n"
      "credits: {authors: [A, B]}\nkeywords: [hard, sums, trees]\nlanguages: [cpp, python3]\nallow_file_writing: true\n"
      "limits: {time_limit: 1.5, memory: 512, output: 4, validation_time: 10,\n"
      "         time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 2.5}, time_resolution: 0.5}\n"
      "constants: {max_n: 1000, word: {value: hi, tex: ho}}\n",
      {{"statement/problem.en.md", "Up to {{max_n}}, {{word}}, {{other}}.\n{{nextsample}}\n"},
       {"statement/image.png", "png"},
       {"submissions/accepted/add.py", "print({{max_n}})\n"}}));
  EXPECT_EQ(package.limits.time, std::chrono::milliseconds(1500));
  EXPECT_TRUE(package.time_limit_given);
  EXPECT_EQ(package.limits.memory, mib(512));
  EXPECT_EQ(package.limits.output, mib(4));
  EXPECT_EQ(package.ac_to_time_limit, 3);
  EXPECT_EQ(package.time_limit_to_tle, 2.5);
  EXPECT_EQ(package.time_resolution, std::chrono::milliseconds(500));
  EXPECT_EQ(package.difficulty, Difficulty::hard);
  EXPECT_EQ(package.tags, (std::vector<std::string>{"sums", "trees"}));
  EXPECT_EQ(package.languages, (std::vector<std::string>{"cpp", "python"}));
  EXPECT_EQ(package.statements[0].text, "Up to 1000, hi, {{other}}.\n\n");
  EXPECT_EQ(package.submissions[0].source, "print(1000)\n");
  EXPECT_EQ(package.version, "3");
}

TEST(ReadPackage, KnowsSeveralLanguagesOfStatements) {
  auto texts = small_package();
  texts["problem.yaml"] =
      "problem_format_version: 2025-09\nname: {de: Klein, en: Small}\nuuid: 11111111-2222-3333-4444-555555555555\n";
  EXPECT_EQ(refusal(texts), "problem.yaml: name: there is no statement/problem.de.md for the language de");
  texts["statement/problem.de.md"] = "Addiere.\n";
  const auto package = must_read(texts);
  EXPECT_EQ(package.title, "Small");
  EXPECT_EQ(package.statements.at(0).language, "en");
  EXPECT_EQ(package.statements.at(1).text, "Addiere.\n");
  texts["statement/problem.sv.md"] = "Addera.\n";
  EXPECT_EQ(refusal(texts), "problem.yaml: name: required in the language of statement/problem.sv.md");
}

struct Refused {
  std::string yaml;
  std::string said;
};
TEST(ReadPackage, RefusesSettingsByName) {
  const std::string kKeys =
      ", which has allow_file_writing, constants, credits, embargo_until, keywords, languages, license, limits, name, "
      "problem_format_version, rights_owner, source, type, uuid, version";
  const std::vector<Refused> cases{
      {"colour: red\n", "problem.yaml: line 4: colour: is not a key of this format" + kKeys},
      {"type: interactive\n", "problem.yaml: line 4: type: interactive problems cannot be judged here yet"},
      {"type: [scoring, multi-pass]\n", "problem.yaml: line 4: type: multi-pass problems cannot be judged here yet"},
      {"type: submit-answer\n", "problem.yaml: line 4: type: submit-answer problems cannot be judged here yet"},
      {"type: [scoring, pass-fail]\n", "problem.yaml: line 4: type: must not be pass-fail and scoring at once"},
      {"limits: {time_limit: 0}\n", "problem.yaml: line 4: limits.time_limit: must be a number from 0.1 to 60"},
      {"limits: {time_limit: nan}\n", "problem.yaml: line 4: limits.time_limit: must be a number from 0.1 to 60"},
      {"limits: {time_limit: '1'}\n", "problem.yaml: line 4: limits.time_limit: must be a number from 0.1 to 60"},
      {"limits: {memory: 1e9}\n", "problem.yaml: line 4: limits.memory: must be a whole number from 16 to 4096"},
      {"limits:\n  memory: 8000\n", "problem.yaml: line 5: limits.memory: must be a whole number from 16 to 4096"},
      {"limits: {output: 65}\n", "problem.yaml: line 4: limits.output: must be a number from 0.001 to 64"},
      {"limits: {code: 128}\n",
       "problem.yaml: line 4: limits.code: cannot be set for one problem here: remove it, and the server's own limit "
       "holds"},
      {"limits: {validation_passes: 2}\n",
       "problem.yaml: line 4: limits.validation_passes: multi-pass problems cannot be judged here yet"},
      {"limits: {time_multipliers: {ac_to_time_limit: 0.5}}\n",
       "problem.yaml: line 4: limits.time_multipliers.ac_to_time_limit: must be a number from 1 to 1000"},
      {"limits: 5\n", "problem.yaml: line 4: limits: must be a map of keys to values"},
      {"languages: [rust, cobol]\n", "problem.yaml: line 4: languages: none of them is a language of this server"},
      {"license: mine\n", "problem.yaml: line 4: license: mine is not a license of the format"},
      {"keywords: ['" + std::string(41, 'x') + "']\n", "problem.yaml: keywords: may be 20 of 1 to 40 characters"},
      {"constants: {1a: 2}\n", "problem.yaml: line 4: constants: 1a is not the name of a constant"},
      {"allow_file_writing: maybe\n", "problem.yaml: line 4: allow_file_writing: must be true or false"},
      {"validation: custom\n", "problem.yaml: line 4: validation: is not a key of this format" + kKeys},
  };
  for (const auto& c : cases) EXPECT_EQ(refusal(with_yaml(c.yaml)), c.said) << c.yaml;
  EXPECT_EQ(
      refusal(with({{"problem.yaml", "problem_format_version: 2023-07\n"}})),
      "problem.yaml: line 1: problem_format_version: 2023-07 is not supported; 2025-09, legacy and legacy-icpc are");
  EXPECT_EQ(refusal(with({{"problem.yaml", "problem_format_version: 2025-09\nname: x\n"}})),
            "problem.yaml: uuid: required: it identifies the problem when the package is imported again");
  EXPECT_EQ(refusal(with({{"problem.yaml", "problem_format_version: 2025-09\nname: x\nuuid: 5\n"}})),
            "problem.yaml: line 3: uuid: must be a UUID, as 5f0c3c0e-6d2b-4a0e-9a57-2f6f8f1f6a01");
  EXPECT_EQ(refusal(with({{"problem.yaml", "- a\n"}})), "problem.yaml: line 1: must be a map of keys to values");
}

TEST(ReadPackage, RefusesFilesByName) {
  const std::vector<std::pair<PackageTexts, std::string>> cases{
      {{{"output_validator/check.py", ""}},
       "output_validator/check.py: custom output validators cannot be run here yet"},
      {{{"static_validator/look.py", ""}}, "static_validator/look.py: static validators cannot be run here yet"},
      {{{"include/cpp/a.h", ""}}, "include/cpp/a.h: files that are added to every submission cannot be given here yet"},
      {{{"graders/grade", ""}}, "graders/grade: custom graders cannot be run here yet"},
      {{{"data/secret/2.in", "1"}}, "data/secret/2.in: has no answer file (data/secret/2.ans)"},
      {{{"data/secret/2.ans", "1"}}, "data/secret/2.ans: has no input file"},
      {{{"data/secret/1.files/x.txt", "1"}}, "data/secret/1.files: additional files of a test are not supported yet"},
      {{{"data/sample/1.interaction", "<1\n"}},
       "data/sample/1.interaction: interactive problems cannot be judged here yet"},
      {{{"data/secret/1.yaml", "args: [x]\n"}},
       "data/secret/1.yaml: line 1: args: programs are run without arguments here"},
      {{{"data/secret/1.yaml", "full_feedback: true\n"}},
       "data/secret/1.yaml: line 1: full_feedback: secret tests stay secret here: put the test into data/sample"},
      {{{"data/secret/1.yaml", "output_validator_args: [case_sensitive]\n"}},
       "data/secret/1.yaml: the output validator's flags differ from those of data/sample/test_group.yaml: a problem "
       "has "
       "one checker here"},
      {{{"data/secret/test_group.yaml", "max_score: 10\n"}},
       "data/secret/test_group.yaml: line 1: max_score: only for problems of the type scoring"},
      {{{"data/secret/test_group.yaml", "static_validation_score: 10\n"}},
       "data/secret/test_group.yaml: line 1: static_validation_score: static validators cannot be run here yet"},
      {{{"data/secret/test_group.yaml", "output_validator_args: [float]\n"},
        {"data/sample/test_group.yaml", "output_validator_args: [float]\n"}},
       "data/sample/test_group.yaml: float is not a flag of the default output validator"},
      {{{"data/secret/testdata.yaml", ""}},
       "data/secret/testdata.yaml: is called test_group.yaml in the format 2025-09"},
      {{{"data/secret/g/2.in", "1"}, {"data/secret/g/2.ans", "1"}},
       "data/secret/1.in: data/secret may contain tests or groups of tests, not both"},
      {{{"statement/problem.en.md", std::string(300'000, 'x')}}, "statement/problem.en.md: is larger than 256 KiB"},
      {{{"statement/problem.en.md", "\xFF"}}, "statement/problem.en.md: must be UTF-8 text without NUL"},
      {{{"submissions/submissions.yaml", "accepted: {permitted: [OK]}\n"}},
       "submissions/submissions.yaml: line 1: accepted.permitted: OK is not one of AC, WA, TLE and RTE"},
      {{{"submissions/submissions.yaml", "a.py: {message: wrong}\n"}},
       "submissions/submissions.yaml: line 1: a.py.message: not supported: the default output validator writes no "
       "judgemessage.txt"},
  };
  for (const auto& [changes, said] : cases) EXPECT_EQ(refusal(with(changes)), said);
  auto without = small_package();
  without.erase("problem.yaml");
  EXPECT_EQ(refusal(without), "problem.yaml: not found: this is not a problem package");
  without = small_package();
  without.erase("statement/problem.en.md");
  EXPECT_EQ(refusal(without), "statement: has no problem.<language>.md, as statement/problem.en.md");
  without = small_package();
  without.erase("data/secret/1.in");
  without.erase("data/secret/1.ans");
  EXPECT_EQ(refusal(without), "data/secret: has no tests");
}

TEST(ReadPackage, JavaBeginsInTheClassOfItsFile) {
  auto texts = small_package();
  texts["submissions/accepted/Sum.java"] = "package sums;\npublic class Sum {}\n";
  for (const char* entry_point : {"Sum", "sums.Sum", "Main"}) {
    texts["submissions/submissions.yaml"] = std::string("accepted/Sum.java: {entrypoint: ") + entry_point + "}\n";
    EXPECT_EQ(must_read(texts).submissions.at(0).language, "java") << entry_point;
  }
  texts["submissions/submissions.yaml"] = "accepted/Sum.java: {entrypoint: Other}\n";
  EXPECT_EQ(refusal(texts),
            "submissions/submissions.yaml: line 1: accepted/Sum.java.entrypoint: submissions/accepted/Sum.java can "
            "start only in the classes Sum and Main");
}

TEST(ReadPackage, FollowsNoLinkAndOpensNoDevice) {
  const MadeDirectory made(small_package());
  std::filesystem::create_symlink("/etc/passwd", made.path() + "/data/secret/2.in");
  auto read = made.read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "data/secret/2.in: is a link; put the file itself in its place");
  std::filesystem::remove(made.path() + "/data/secret/2.in");
  std::filesystem::create_directory_symlink("/etc", made.path() + "/include");
  EXPECT_EQ(made.read().error().message, "include: is a link; put the file itself in its place");
  std::filesystem::remove(made.path() + "/include");
  ASSERT_EQ(::mkfifo((made.path() + "/data/secret/2.in").c_str(), 0600), 0);
  EXPECT_EQ(made.read().error().message, "data/secret/2.in: is neither a file nor a directory");
  std::filesystem::remove(made.path() + "/data/secret/2.in");
  // Files that authors' tools leave behind are ignored.
  made.write(".git/config", "x");
  made.write("data/secret/2.in~", "x");
  std::filesystem::create_symlink("/etc/passwd", made.path() + "/.link");
  ASSERT_TRUE(made.read());
  EXPECT_EQ(made.read()->files.size(), 7u);
}

TEST(ReadPackage, HasBoundsOnDirectories) {
  const MadeDirectory made(small_package());
  const auto open = [&](const PackageBounds& bounds) {
    const auto opened = PackageDirectory::open(made.path(), bounds);
    return opened ? "" : opened.error().message;
  };
  EXPECT_EQ(open({}), "");
  EXPECT_EQ(open({.files = 5}), "the package has more than 5 files");
  made.write("attachments/large", std::string(3 << 20, 'x'));
  EXPECT_EQ(open({.file = mib(2)}), "attachments/large: is larger than 2 MiB");
  EXPECT_EQ(open({.total = mib(2)}), "the package is larger than 2 MiB");
  std::string deep = "a";
  for (int i = 0; i < 20; ++i) deep += "/a";
  made.write(deep, "x");
  EXPECT_NE(open({}).find("levels deep"), std::string::npos);
}

TEST(ReadPackage, OrdersTestsByTheirNames) {
  PackageTexts texts = small_package();
  for (const char* name : {"a", "a-1", "a/x", "a.b", "B"}) {
    texts["data/secret/g/" + std::string(name) + ".in"] = "x";
    texts["data/secret/g/" + std::string(name) + ".ans"] = "x";
  }
  texts.erase("data/secret/1.in");
  texts.erase("data/secret/1.ans");
  const auto package = must_read(texts);
  std::vector<std::string> names;
  for (const auto& test : package.tests) names.push_back(test.name);
  EXPECT_EQ(names, (std::vector<std::string>{"sample/1", "secret/g/B", "secret/g/a", "secret/g/a/x", "secret/g/a-1",
                                             "secret/g/a.b"}));
}

TEST(Glob, StaysWithinASegment) {
  EXPECT_TRUE(glob_matches("accepted", "accepted/a.py"));
  EXPECT_TRUE(glob_matches("accepted/*", "accepted/a.py"));
  EXPECT_TRUE(glob_matches("*/a.{py,cpp}", "accepted/a.cpp"));
  EXPECT_TRUE(glob_matches("{wrong,slow}/*.py", "slow/x.py"));
  EXPECT_FALSE(glob_matches("*", "x/y") && !glob_matches("*", "x"));
  EXPECT_FALSE(glob_matches("*.py", "accepted/a.py"));
  EXPECT_FALSE(glob_matches("accept", "accepted/a.py"));
  EXPECT_FALSE(glob_matches("accepted/b*", "accepted/a.py"));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_TRUE(glob_matches("a{", "a{"));
  std::string wild, path;
  for (int i = 0; i < 200; ++i) wild += "*a", path += "aa";
  EXPECT_FALSE(glob_matches(wild + "b", path));
}

}  // namespace
}  // namespace autograder
