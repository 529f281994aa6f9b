#include "packages/verification.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using std::chrono::milliseconds;

constexpr VerdictSet kAccepted{.accepted = true};
constexpr VerdictSet kSlow{.time_limit = true};

Package package_of(const std::vector<std::string>& names) {
  Package package;
  for (const auto& name : names) package.tests.push_back({name, {}, {}, Visibility::hidden, 1, ""});
  return package;
}

struct Ran {
  Verdict verdict;
  std::int64_t cpu_ms = 10;
  std::int64_t wall_ms = 10;
};
JudgedSubmission judged(const std::vector<Ran>& tests, std::vector<Expectation> expected = {}) {
  JudgedSubmission made;
  made.path = "submissions/x/y.py";
  made.language = "python";
  made.expected = std::move(expected);
  made.report.verdict = Verdict::accepted;
  for (const auto& ran : tests) {
    TestReport test;
    test.index = static_cast<int>(made.report.tests.size()) + 1;
    test.verdict = ran.verdict;
    test.points = points_of(ran.verdict);
    test.cpu_time_ms = ran.cpu_ms;
    test.wall_time_ms = ran.wall_ms;
    made.report.tests.push_back(test);
    if (made.report.verdict == Verdict::accepted) made.report.verdict = ran.verdict;
  }
  return made;
}
Expectation expect(VerdictSet permitted, VerdictSet required, std::string tests = "") {
  Expectation made;
  made.source = "its place";
  made.tests = std::move(tests);
  made.permitted = permitted;
  made.required = required;
  return made;
}

TEST(Verification, HoldsTestsAgainstWhatIsPermittedAndRequired) {
  const auto package = package_of({"sample/1", "secret/a", "secret/b"});
  const auto all_well = expect(kAccepted, kAccepted);
  const Verdict ac = Verdict::accepted, wa = Verdict::wrong_answer, tle = Verdict::time_limit;
  EXPECT_TRUE(unexpected_in(judged({{ac}, {ac}, {ac}}, {all_well}), package).empty());
  EXPECT_EQ(unexpected_in(judged({{ac}, {wa}, {ac}}, {all_well}), package),
            std::vector<std::string>{"secret/a: WA, but its place permits only AC"});
  const auto wrong = expect({.accepted = true, .wrong_answer = true}, {.wrong_answer = true});
  EXPECT_TRUE(unexpected_in(judged({{ac}, {ac}, {wa}}, {wrong}), package).empty());
  EXPECT_EQ(unexpected_in(judged({{ac}, {ac}, {ac}}, {wrong}), package),
            std::vector<std::string>{"no test got WA, as its place requires"});
  EXPECT_EQ(unexpected_in(judged({{ac}, {tle}, {wa}}, {wrong}), package),
            std::vector<std::string>{"secret/a: TLE, but its place permits only AC/WA"});
  const auto crash = expect({.accepted = true, .runtime_error = true}, {.runtime_error = true});
  for (const auto verdict : {Verdict::runtime_error, Verdict::memory_limit, Verdict::output_limit}) {
    EXPECT_TRUE(unexpected_in(judged({{ac}, {ac}, {verdict}}, {crash}), package).empty());
  }
  // Only some tests, by a pattern over their names.
  const auto only_b = expect(kSlow, kSlow, "secret/b*");
  EXPECT_TRUE(unexpected_in(judged({{ac}, {wa}, {tle}}, {only_b}), package).empty());
  EXPECT_EQ(unexpected_in(judged({{ac}, {wa}, {tle}}, {expect(kSlow, kSlow, "secret/c")}), package),
            std::vector<std::string>{"its place: the package has no test of secret/c"});
  EXPECT_EQ(expected_in_words(judged({}, {wrong, only_b})), "WA, TLE in secret/b*");
  EXPECT_EQ(found_in_words(judged({{ac}, {wa}, {tle}}), package), "WA at secret/a");
  EXPECT_EQ(found_in_words(judged({{ac}, {ac}, {ac}}), package), "AC");
}

TEST(Verification, SaysOnceWhatManyTestsCameTo) {
  const auto package = package_of({"1", "2", "3", "4", "5"});
  const Verdict wa = Verdict::wrong_answer, re = Verdict::runtime_error;
  auto submission = judged({{wa}, {re}, {wa}, {wa}, {re}}, {expect(kAccepted, kAccepted)});
  submission.report.tests[0].message = "first difference: line 1, column 1";
  submission.report.tests[0].reason.code = ReasonCode::difference;
  const auto findings = findings_in(submission, package);
  ASSERT_EQ(findings.size(), 3u);
  EXPECT_EQ(findings[0].sentence, "1 and 2 more tests: WA, but its place permits only AC");
  EXPECT_EQ(findings[0].words, findings[0].sentence + " (first difference: line 1, column 1)");
  EXPECT_EQ(findings[0].reason.code, ReasonCode::difference);
  EXPECT_EQ(findings[1].words, "2 and 1 more test: RE, but its place permits only AC");
  EXPECT_EQ(findings[2].words, "no test got AC, as its place requires");
}

TEST(Verification, KnowsWhatWasNotJudged) {
  const auto package = package_of({"secret/a"});
  JudgedSubmission broken = judged({}, {expect(VerdictSet::all(), VerdictSet::all())});
  broken.report.verdict = Verdict::compile_error;
  broken.report.message = "exit code 1";
  EXPECT_EQ(unexpected_in(broken, package), std::vector<std::string>{"it does not compile: exit code 1"});
  broken.report.verdict = Verdict::internal_error;
  EXPECT_EQ(unexpected_in(broken, package), std::vector<std::string>{"it was not judged: exit code 1"});
}

TEST(Verification, HoldsScores) {
  const auto package = package_of({"secret/a"});
  auto expectation = expect(VerdictSet::all(), VerdictSet::all());
  expectation.score = {10, 20};
  auto submission = judged({{Verdict::accepted}}, {expectation});
  submission.report.score = 20;
  EXPECT_TRUE(unexpected_in(submission, package).empty());
  submission.report.score = 20.5;
  EXPECT_EQ(unexpected_in(submission, package),
            std::vector<std::string>{"the score is 20.5, and its place asks for 10 to 20"});
}

TEST(Verification, HoldsToATighterTimeLimit) {
  auto submission = judged({{Verdict::accepted, 1000}, {Verdict::wrong_answer, 1001}, {Verdict::accepted, 10, 3001}});
  hold_to_time_limit(submission, std::chrono::seconds(1), ScoringRule::weighted);
  EXPECT_EQ(submission.report.tests[0].verdict, Verdict::accepted);
  EXPECT_EQ(submission.report.tests[1].verdict, Verdict::time_limit);
  EXPECT_EQ(submission.report.tests[1].message, "CPU time over the limit of 1 s");
  EXPECT_EQ(submission.report.tests[2].verdict, Verdict::accepted);
  EXPECT_EQ(submission.report.verdict, Verdict::time_limit);
  EXPECT_EQ(submission.report.score, 66.67);
  auto slow_language = judged({{Verdict::accepted, 1900}});
  slow_language.time_factor = 2;
  hold_to_time_limit(slow_language, std::chrono::seconds(1), ScoringRule::all);
  EXPECT_EQ(slow_language.report.verdict, Verdict::accepted);
  EXPECT_EQ(slow_language.report.score, 100);
}

TEST(Verification, MeasuresNoProgramThatFailedOrWasStopped) {
  const auto package = package_of({"secret/a", "secret/b"});
  auto fast = expect(kAccepted, kAccepted);
  fast.bounds_limit_below = true;
  auto slow = expect({.accepted = true, .time_limit = true}, kSlow);
  slow.bounds_limit_above = true;
  for (const auto failed :
       {Verdict::runtime_error, Verdict::wrong_answer, Verdict::memory_limit, Verdict::time_limit}) {
    auto submission = judged({{Verdict::accepted, 5}, {failed, 8684}}, {fast});
    submission.judged_with = milliseconds(7500);
    EXPECT_EQ(time_bounds({submission}, package).slowest, std::nullopt);
    hold_to_time_limit(submission, std::chrono::seconds(5), ScoringRule::all);
    const auto bounds =
        time_bounds({submission, judged({{Verdict::accepted, 30}, {Verdict::accepted, 40}}, {fast})}, package);
    EXPECT_EQ(bounds.slowest, milliseconds(40));
    EXPECT_EQ(propose_time_limit(bounds, package), milliseconds(1000));
  }
  EXPECT_EQ(time_bounds({judged({{Verdict::runtime_error, 1}, {Verdict::time_limit, 2000}}, {slow})}, package).fastest,
            std::nullopt);
  // It ended by itself, and was right: a limit that is too tight now changes nothing of how long it takes.
  auto right = judged({{Verdict::accepted, 5}, {Verdict::accepted, 1900}}, {fast});
  hold_to_time_limit(right, std::chrono::seconds(1), ScoringRule::all);
  EXPECT_EQ(right.report.tests[1].verdict, Verdict::time_limit);
  EXPECT_EQ(time_bounds({right}, package).slowest, milliseconds(1900));
}

TEST(Verification, ProposesATimeLimit) {
  Package package = package_of({"secret/a", "secret/b"});
  auto fast = expect(kAccepted, kAccepted);
  fast.bounds_limit_below = true;
  auto slow = expect({.accepted = true, .time_limit = true}, kSlow);
  slow.bounds_limit_above = true;
  const auto bounds = [&](std::int64_t slowest, std::int64_t fastest) {
    return time_bounds({judged({{Verdict::accepted, 5}, {Verdict::accepted, slowest}}, {fast}),
                        judged({{Verdict::accepted, 1}}, {fast}),
                        judged({{Verdict::accepted, 5}, {Verdict::time_limit, fastest}}, {slow})},
                       package);
  };
  EXPECT_EQ(bounds(400, 3000).slowest, milliseconds(400));
  EXPECT_EQ(bounds(400, 3000).fastest, milliseconds(3000));
  EXPECT_EQ(propose_time_limit(bounds(400, 3000), package), milliseconds(1000));
  EXPECT_EQ(propose_time_limit(bounds(500, 3000), package), milliseconds(1000));
  EXPECT_EQ(propose_time_limit(bounds(501, 3000), package), milliseconds(2000));
  EXPECT_EQ(propose_time_limit(bounds(501, 2999), package), std::nullopt);
  EXPECT_EQ(propose_time_limit(bounds(31'000, 1'000'000), package), std::nullopt);
  package.time_resolution = milliseconds(100);
  EXPECT_EQ(propose_time_limit(bounds(401, 3000), package), milliseconds(900));
  EXPECT_EQ(propose_time_limit(bounds(0, 3000), package), milliseconds(100));
  EXPECT_EQ(propose_time_limit({}, package), std::nullopt);
  package.ac_to_time_limit = 5;
  EXPECT_EQ(propose_time_limit(bounds(200, 3000), package), milliseconds(1000));
  // A program that was stopped while it waited for a core would have taken as long as it was given.
  auto starved = judged({{Verdict::accepted, 5}, {Verdict::time_limit, 700}}, {slow});
  starved.judged_with = milliseconds(1500);
  hold_to_time_limit(starved, std::chrono::seconds(1), ScoringRule::all);
  EXPECT_EQ(time_bounds({starved}, package).fastest, milliseconds(1500));
  // A language that is given more time counts in the problem's time.
  auto doubled = judged({{Verdict::accepted, 400}}, {fast});
  doubled.time_factor = 2;
  EXPECT_EQ(time_bounds({doubled}, package).slowest, milliseconds(200));

  // It sleeps for four seconds: with half a second it would be stopped after two.
  const auto sleeper = time_bounds({judged({{Verdict::accepted, 5, 4000}}, {fast})}, package);
  EXPECT_EQ(sleeper.slowest, milliseconds(5));
  EXPECT_EQ(propose_time_limit(sleeper, package), milliseconds(1500));
  EXPECT_TRUE(narrow_margins(sleeper, milliseconds(500), package).empty()) << "its neighbours may have had the cores";

  package.ac_to_time_limit = 2;
  EXPECT_TRUE(narrow_margins(bounds(500, 1500), milliseconds(1000), package).empty());
  EXPECT_EQ(narrow_margins(bounds(501, 1499), milliseconds(1000), package),
            (std::vector<std::string>{
                "the time limit of 1 s is less than 2 times the slowest solution that must pass: 0.501 s, "
                "submissions/x/y.py",
                "the fastest solution that must be too slow takes less than 1.5 times the time limit of 1 s: 1.499 s, "
                "submissions/x/y.py"}));
}

}  // namespace
}  // namespace autograder
