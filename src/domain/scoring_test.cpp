#include "domain/scoring.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

constexpr auto AC = Verdict::accepted;
constexpr auto WA = Verdict::wrong_answer;
constexpr auto TLE = Verdict::time_limit;

TestReport test(Verdict verdict, int weight = 1, std::string group = "") {
  TestReport report;
  report.verdict = verdict;
  report.points = points_of(verdict);
  report.weight = weight;
  report.group = std::move(group);
  return report;
}

TestReport earned(double share, int weight = 1, std::string group = "") {
  auto report = test(share > 0 ? AC : WA, weight, std::move(group));
  report.points = {static_cast<std::int64_t>(share * Points::kMax)};
  return report;
}

struct ScoreCase {
  const char* name;
  ScoringRule rule;
  std::vector<TestReport> tests;
  int test_count;
  double score;
};

TEST(Score, FollowsTheRule) {
  const ScoreCase cases[] = {
      {"all pass", ScoringRule::all, {test(AC), test(AC)}, 2, 100},
      {"one fails", ScoringRule::all, {test(AC), test(WA)}, 2, 0},
      {"stopped early", ScoringRule::all, {test(AC)}, 2, 0},
      {"no tests", ScoringRule::all, {}, 0, 0},
      {"weights do not matter", ScoringRule::all, {test(AC, 0), test(AC, 7)}, 2, 100},
      {"weighted", ScoringRule::weighted, {test(AC, 1), test(WA, 3)}, 2, 25},
      {"weighted, two decimals", ScoringRule::weighted, {test(AC), test(WA), test(WA)}, 3, 33.33},
      {"weighted, rounded up", ScoringRule::weighted, {test(AC), test(AC), test(WA)}, 3, 66.67},
      {"weighted, none", ScoringRule::weighted, {test(WA), test(TLE)}, 2, 0},
      {"weighted, all", ScoringRule::weighted, {test(AC, 5), test(AC, 6)}, 2, 100},
      {"never 100 by rounding", ScoringRule::weighted, {test(AC, 1'000'000), test(WA, 1)}, 2, 99.99},
      {"no weight, all pass", ScoringRule::weighted, {test(AC, 0), test(AC, 0)}, 2, 100},
      {"no weight, one fails", ScoringRule::weighted, {test(AC, 0), test(WA, 0)}, 2, 0},
      {"a failing test of no weight", ScoringRule::weighted, {test(AC, 1), test(WA, 0)}, 2, 100},
      {"the largest weights", ScoringRule::weighted, std::vector<TestReport>(500, test(AC, 1'000'000)), 500, 100},
      {"groups", ScoringRule::groups, {test(AC, 1, "a"), test(WA, 1, "a"), test(AC, 2, "b")}, 3, 50},
      {"groups interleaved", ScoringRule::groups, {test(AC, 1, "a"), test(AC, 2, "b"), test(WA, 1, "a")}, 3, 50},
      {"points share the weight", ScoringRule::weighted, {earned(0.25, 2), earned(1, 1), test(WA, 1)}, 3, 37.5},
      {"points of a third", ScoringRule::weighted, {earned(0.333333, 500'000'000)}, 1, 33.33},
      {"points that are nearly all", ScoringRule::weighted, {earned(0.999999)}, 1, 99.99},
      {"a group earns its worst points",
       ScoringRule::groups,
       {earned(0.5, 1, "a"), earned(1, 3, "a"), test(WA, 4)},
       3,
       25},
      {"points next to a group", ScoringRule::groups, {earned(0.5), test(AC, 1, "a"), test(WA, 2, "b")}, 3, 37.5},
      {"points do not make it right", ScoringRule::all, {earned(0.5), test(WA)}, 2, 0},
      {"a test without a group stands for itself", ScoringRule::groups, {test(AC, 1), test(WA, 1)}, 2, 50},
  };
  for (const auto& c : cases) EXPECT_DOUBLE_EQ(score_of(c.rule, c.tests, c.test_count), c.score) << c.name;
}

TEST(Verdict, IsThatOfTheFirstFailingTest) {
  EXPECT_EQ(verdict_of({}), AC);
  EXPECT_EQ(verdict_of({test(AC), test(AC)}), AC);
  EXPECT_EQ(verdict_of({test(AC), test(TLE), test(WA)}), TLE);
}

TEST(Scoring, OnlyAllStopsAtTheFirstFailure) {
  EXPECT_TRUE(stops_at_first_failure(ScoringRule::all));
  EXPECT_FALSE(stops_at_first_failure(ScoringRule::weighted));
  EXPECT_FALSE(stops_at_first_failure(ScoringRule::groups));
}

}  // namespace
}  // namespace autograder
