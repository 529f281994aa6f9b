#include <gtest/gtest.h>

#include "domain/scoring.h"
#include "packages/testing/documented_words.h"
#include "packages/testing/made_package.h"

namespace autograder {
namespace {

// A scoring package; each name is a test below data/secret.
PackageTexts scoring(const std::vector<std::string>& names, const PackageTexts& changes = {}) {
  auto texts = small_package();
  texts["problem.yaml"] += "type: scoring\n";
  texts.erase("data/secret/1.in");
  texts.erase("data/secret/1.ans");
  for (const auto& name : names) {
    texts["data/secret/" + name + ".in"] = "x";
    texts["data/secret/" + name + ".ans"] = "x";
  }
  for (const auto& [name, text] : changes) texts[name] = text;
  return texts;
}
PackageTexts legacy(const std::vector<std::string>& names, const PackageTexts& changes) {
  auto texts = scoring(names);
  texts["problem.yaml"] = "type: scoring\nname: Small\n";
  texts["problem_statement/problem.en.md"] = texts["statement/problem.en.md"];
  texts.erase("statement/problem.en.md");
  for (const auto& [name, text] : changes) texts[name] = text;
  return texts;
}
std::string refusal(const PackageTexts& texts) {
  const auto read = read_texts(texts);
  if (read) return "";
  testing::expect_documented(read.error().message);
  return read.error().message;
}

// The score of a submission that fails exactly these tests.
double score(const PackageTexts& texts, const std::vector<std::string>& failing) {
  const auto package = read_texts(texts);
  if (!package) {
    ADD_FAILURE() << package.error().message;
    return -1;
  }
  std::vector<TestReport> reports;
  for (const auto& test : package->tests) {
    TestReport report;
    report.verdict = Verdict::accepted;
    report.weight = test.weight;
    report.group = test.group;
    for (const auto& name : failing) {
      if (test.name == name) report.verdict = Verdict::wrong_answer;
    }
    report.points = points_of(report.verdict);
    reports.push_back(report);
  }
  return score_of(package->scoring, reports, static_cast<int>(reports.size()));
}

TEST(PackageScores, TestsShareTheWhole) {
  const auto texts = scoring({"1", "2", "3", "4"});
  EXPECT_EQ(score(texts, {}), 100);
  EXPECT_EQ(score(texts, {"secret/1"}), 75);
  EXPECT_EQ(score(texts, {"sample/1"}), 100);  // samples give nothing
  EXPECT_EQ(score(texts, {"secret/1", "secret/2", "secret/3", "secret/4"}), 0);
}

TEST(PackageScores, AllOrNothing) {
  for (const char* how : {"pass-fail", "min"}) {
    const auto texts =
        scoring({"1", "2"}, {{"data/secret/test_group.yaml", "score_aggregation: " + std::string(how) + "\n"}});
    EXPECT_EQ(score(texts, {}), 100);
    EXPECT_EQ(score(texts, {"sample/1"}), 100);
    EXPECT_EQ(score(texts, {"secret/2"}), 0);
  }
}

TEST(PackageScores, GroupsCountWholeOrTestByTest) {
  const auto texts = scoring({"a/1", "a/2", "a/3", "b/1", "b/2", "c/1", "c/2", "c/3"},
                             {{"data/secret/a/test_group.yaml", "max_score: 20\n"},
                              {"data/secret/b/test_group.yaml", "max_score: 30\nscore_aggregation: min\n"},
                              {"data/secret/c/test_group.yaml", "max_score: 50\nscore_aggregation: sum\n"}});
  EXPECT_EQ(score(texts, {}), 100);
  EXPECT_EQ(score(texts, {"secret/a/2"}), 80);
  EXPECT_EQ(score(texts, {"secret/b/1"}), 70);
  EXPECT_EQ(score(texts, {"secret/c/1"}), 83.33);
  EXPECT_EQ(score(texts, {"secret/c/1", "secret/c/3"}), 66.67);
  EXPECT_EQ(score(texts, {"secret/a/1", "secret/a/2", "secret/a/3", "secret/c/2"}), 63.33);
  const auto whole = scoring({"a/1", "b/1"}, {{"data/secret/test_group.yaml", "score_aggregation: pass-fail\n"}});
  EXPECT_EQ(score(whole, {"secret/b/1"}), 0);
}

TEST(PackageScores, RefusesWhatCannotBeGiven) {
  const auto group = [](const std::string& text) {
    return scoring({"a/1", "b/1"},
                   {{"data/secret/a/test_group.yaml", text}, {"data/secret/b/test_group.yaml", "max_score: 60\n"}});
  };
  EXPECT_EQ(refusal(group("max_score: 40\n")), "");
  EXPECT_EQ(refusal(group("max_score: 41\n")),
            "data/secret/test_group.yaml: max_score: the groups together are worth more than the whole");
  EXPECT_EQ(refusal(group("")),
            "data/secret/a/test_group.yaml: max_score: required, otherwise the group's worth is undefined");
  EXPECT_EQ(
      refusal(group("max_score: 40\nrequire_pass: sample\n")),
      "data/secret/a/test_group.yaml: line 2: require_pass: a group that depends on another one cannot be scored here "
      "yet");
  EXPECT_EQ(refusal(group("max_score: -1\n")),
            "data/secret/a/test_group.yaml: line 1: max_score: must be a whole number from 0 to 1000000000");
  EXPECT_EQ(refusal(scoring({"1"}, {{"data/secret/test_group.yaml", "max_score: unbounded\n"}})),
            "data/secret/test_group.yaml: max_score: unbounded scores need a custom output validator");
  EXPECT_EQ(refusal(scoring({"a/1"}, {{"data/secret/test_group.yaml", "score_aggregation: min\n"}})),
            "data/secret/test_group.yaml: score_aggregation: the minimum of the groups' scores is not supported");
  EXPECT_EQ(refusal(scoring({"1"}, {{"data/sample/test_group.yaml", "max_score: 1\n"}})),
            "data/sample/test_group.yaml: line 1: max_score: not allowed in data/sample");
}

TEST(PackageScores, LegacyGroups) {
  const PackageTexts settings{
      {"data/testdata.yaml", "on_reject: continue\ngrader_flags: ignore_sample\n"},
      {"data/secret/testdata.yaml", "on_reject: continue\nrange: 0 100\n"},
      {"data/secret/a/testdata.yaml", "on_reject: break\naccept_score: 40\ngrader_flags: min\n"},
      {"data/secret/b/testdata.yaml", "on_reject: continue\naccept_score: 30\n"}};
  const auto texts = legacy({"a/1", "a/2", "b/1", "b/2"}, settings);
  EXPECT_EQ(score(texts, {}), 100);
  EXPECT_EQ(score(texts, {"secret/a/1"}), 60);
  EXPECT_EQ(score(texts, {"secret/b/1"}), 70);
  EXPECT_EQ(score(texts, {"sample/1"}), 100);
  auto other = settings;
  other["data/secret/b/testdata.yaml"] = "accept_score: 30\n";
  EXPECT_EQ(refusal(legacy({"a/1", "b/1", "b/2"}, other)),
            "data/secret/b/testdata.yaml: a sum that ends at the first failure is not supported: write on_reject: "
            "continue, or min");
  other = settings;
  other["data/testdata.yaml"] = "on_reject: continue\n";
  EXPECT_EQ(refusal(legacy({"a/1"}, other)),
            "data/testdata.yaml: grader_flags: samples that count cannot be scored here: write ignore_sample");
  other = settings;
  other["data/secret/b/testdata.yaml"] = "grading: custom\n";
  EXPECT_EQ(refusal(legacy({"a/1", "b/1"}, other)),
            "data/secret/b/testdata.yaml: line 1: grading: custom graders cannot be run here yet (graders/)");
  other = settings;
  other["data/secret/b/testdata.yaml"] = "grader_flags: avg\n";
  EXPECT_EQ(refusal(legacy({"a/1", "b/1"}, other)),
            "data/secret/b/testdata.yaml: line 1: grader_flags: avg of scores is not supported");
  EXPECT_EQ(refusal(legacy({"a/b/1", "c/1"}, settings)), "data/secret/a/b: groups within groups are not supported");
}

TEST(PackageScores, LegacyPassFail) {
  auto texts = legacy({"a/deep/1", "b/1"}, {});
  texts["problem.yaml"] =
      "name: Small\nvalidator_flags: float_tolerance 1e-6\nvalidation: default\nlimits: {memory: 128}\n";
  texts["domjudge-problem.ini"] = "timelimit='2.5'\ncolor = red\n";
  const auto package = read_texts(texts);
  ASSERT_TRUE(package) << package.error().message;
  EXPECT_EQ(package->format, "legacy");
  EXPECT_EQ(package->checker, (Checker{CheckerKind::floating, 1e-6, 1e-6, true, false}));
  EXPECT_EQ(package->limits.time, std::chrono::milliseconds(2500));
  EXPECT_EQ(package->scoring, ScoringRule::all);
  EXPECT_EQ(package->ac_to_time_limit, 5);
  EXPECT_EQ(package->limits.memory, mib(128));
  texts["data/secret/testdata.yaml"] = "output_validator_flags: case_sensitive\n";
  EXPECT_EQ(refusal(texts),
            "data/secret/testdata.yaml: the output validator's flags differ from those of data/sample/testdata.yaml: a "
            "problem has one checker here");
  texts["problem.yaml"] = "name: Small\nvalidation: custom interactive\n";
  EXPECT_EQ(refusal(texts),
            "problem.yaml: line 2: validation: custom output validators cannot be run here yet (output_validators/)");
}

TEST(PackageScores, LegacyTitlesStandInLatex) {
  auto texts = legacy({"1"}, {});
  texts["problem.yaml"] = "{}\n";
  texts.erase("problem_statement/problem.en.md");
  texts["problem_statement/problem.tex"] = "\\problemname{A {\\bf bold} one}\nText with ``` in it.\n";
  const auto package = read_texts(texts);
  ASSERT_TRUE(package) << package.error().message;
  EXPECT_EQ(package->title, "A {\\bf bold} one");
  EXPECT_TRUE(package->statements.at(0).text.starts_with("````latex\n"));
  EXPECT_EQ(package->notes.size(), 1u);
}

TEST(PackageSubmissions, SayWhatTheyComeTo) {
  auto texts = scoring({"1"});
  texts["submissions/wrong_answer/a.cpp"] = "x";
  texts["submissions/time_limit_exceeded/b.js"] = "x";
  texts["submissions/rejected/c.rs"] = "x";
  texts["submissions/mixed/d.py"] = "x";
  texts["submissions/accepted/many/e.py"] = "x";
  texts["submissions/accepted/many/f.py"] = "x";
  texts["submissions/submissions.yaml"] =
      "mixed/*.py:\n  language: python3\n  score: [10, 20.5]\n  secret/*-easy: {permitted: [AC]}\n"
      "  secret/*-hard: {permitted: [AC, TLE], required: [TLE], use_for_time_limit: false}\n"
      "time_limit_exceeded: {permitted: [AC, WA, TLE]}\n";
  const auto package = read_texts(texts);
  ASSERT_TRUE(package) << package.error().message;
  std::map<std::string, BundledSubmission> by_path;
  for (const auto& submission : package->submissions) by_path[submission.path] = submission;
  EXPECT_EQ(by_path.at("submissions/wrong_answer/a.cpp").language, "cpp");
  EXPECT_TRUE(by_path.at("submissions/wrong_answer/a.cpp").expected.at(0).bounds_limit_below);
  const auto& slow = by_path.at("submissions/time_limit_exceeded/b.js").expected;
  ASSERT_EQ(slow.size(), 1u);
  EXPECT_TRUE(slow[0].permitted.wrong_answer);
  EXPECT_EQ(slow[0].required, VerdictSet{.time_limit = true});
  EXPECT_TRUE(slow[0].bounds_limit_above);
  const auto& mixed = by_path.at("submissions/mixed/d.py").expected;
  ASSERT_EQ(mixed.size(), 3u);
  EXPECT_EQ(mixed[0].score, (std::pair{10.0, 20.5}));
  EXPECT_EQ(mixed[1].tests, "secret/*-easy");
  EXPECT_TRUE(mixed[1].bounds_limit_below);
  EXPECT_FALSE(mixed[2].bounds_limit_above);
  EXPECT_EQ(by_path.at("submissions/rejected/c.rs").language, "");
  EXPECT_EQ(by_path.at("submissions/accepted/many").language, "");
  EXPECT_EQ(package->notes.size(), 2u);
}

TEST(PackageExamples, AreAllRead) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("examples/problems")) {
    if (!entry.is_directory()) continue;
    auto directory = PackageDirectory::open(entry.path());
    ASSERT_TRUE(directory) << directory.error().message;
    const auto package = read_package(*directory, "");
    ASSERT_TRUE(package) << entry.path() << ": " << package.error().message;
    EXPECT_TRUE(package->notes.empty()) << package->notes.front();
    EXPECT_TRUE(package->time_limit_given) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 3);
}

}  // namespace
}  // namespace autograder
