#include "judge/test_judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/testing/small_world.h"
#include "judge/testing/worker_fixture.h"

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Runs the program and says the same of each test, whatever it printed.
class FixedJudge final : public TestJudge {
 public:
  explicit FixedJudge(Result<Judgement> says) : says_(std::move(says)) {}
  Result<JudgedRun> judge(Runner& runner, const TestFiles& test, std::stop_token stop) const override {
    JudgedRun judged;
    AG_ASSIGN(judged.outcome, runner.run(test.input, test.visibility, std::move(stop), judged.spent));
    AG_ASSIGN(judged.judgement, says_);
    return judged;
  }

 private:
  const Result<Judgement> says_;
};

PipelineOptions judged_by(Result<Judgement> says) {
  PipelineOptions options;
  options.test_judge = [says](const Problem&) { return std::make_unique<FixedJudge>(says); };
  return options;
}

class TestJudgeTest : public WorkerTest {
 protected:
  Result<Report> report_of(const Problem& problem, const PipelineOptions& options) {
    FakeSandbox sandbox(echo());
    const auto data = make_test_data(world_.storage->blobs(), mib(16));
    Pipeline pipeline(sandbox, *data, world_.clock, options);
    const auto language = compiled_language();
    return judge_by(pipeline, world_.submission(problem), problem, language, {}, {});
  }
};

std::vector<std::int64_t> points_in(const Report& report) {
  std::vector<std::int64_t> all;
  for (const auto& test : report.tests) all.push_back(test.points.millionths);
  return all;
}

TEST_F(TestJudgeTest, ComparedOutputEarnsAllOrNothing) {
  const auto problem = world_.problem({{"1", "1"}, {"2", "other"}, {"3", "3"}}, ScoringRule::weighted);
  const auto report = report_of(problem, {}).value();
  EXPECT_THAT(points_in(report), ElementsAre(Points::kMax, 0, Points::kMax));
  EXPECT_EQ(report.score, 66.67);
}

TEST_F(TestJudgeTest, TheScoreIsTheSumOfPointsAndWeights) {
  const auto problem = world_.problem({{"1", "1"}, {"2", "2", Visibility::hidden, 3}}, ScoringRule::weighted);
  const Judgement half{Verdict::accepted, Reason{}, "half of it", {500'000}, "for admins \xFF"};
  const auto report = report_of(problem, judged_by(half)).value();
  EXPECT_THAT(points_in(report), ElementsAre(500'000, 500'000));
  EXPECT_EQ(report.score, 50);
  EXPECT_EQ(code_of(report.verdict), "AC");
  EXPECT_EQ(report.tests[0].message, "half of it");
  EXPECT_EQ(report.tests[0].judge_message, "for admins \xEF\xBF\xBD");
}

TEST_F(TestJudgeTest, TheJudgesWordsToAdminsHaveABound) {
  const auto problem = world_.problem({{"1", "1"}});
  const Judgement loud{Verdict::wrong_answer, Reason{}, "no", {}, std::string(100'000, 'x')};
  const auto report = report_of(problem, judged_by(loud)).value();
  EXPECT_LE(report.tests.at(0).judge_message.size(), kExcerptMax + 100);
  EXPECT_EQ(report.message, "test 1: no");
}

// A report of many tests stays small: those without excerpts have none of it.
TEST_F(TestJudgeTest, TheJudgesWordsAreKeptForTheFirstTests) {
  const auto problem =
      world_.problem(std::vector<SmallWorld::Test>(kTestsWithExcerpts + 5, {"1", "1"}), ScoringRule::weighted);
  const auto report =
      report_of(problem, judged_by(Judgement{Verdict::accepted, Reason{}, "", {1}, "for admins"})).value();
  EXPECT_EQ(report.tests.at(kTestsWithExcerpts - 1).judge_message, "for admins");
  EXPECT_EQ(report.tests.at(kTestsWithExcerpts).judge_message, "");
}

TEST_F(TestJudgeTest, AFaultOfTheCheckerIsOurFailure) {
  const auto problem = world_.problem({{"1", "1"}, {"2", "2"}}, ScoringRule::weighted);
  const auto report = report_of(problem, judged_by(fail(ErrorCode::failed, "the checker ended with exit code 3")));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "the checker ended with exit code 3");
}

// A report with them could not be read again.
TEST_F(TestJudgeTest, PointsOutOfRangeAreOurFailure) {
  const auto problem = world_.problem({{"1", "1"}}, ScoringRule::weighted);
  for (const std::int64_t millionths : {std::int64_t{-1}, Points::kMax + 1}) {
    const Judgement bad{Verdict::accepted, Reason{}, "", {millionths}};
    const auto report = report_of(problem, judged_by(bad));
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message, HasSubstr("points of " + std::to_string(millionths) + " millionths"));
  }
}

// It is tried again, and the submission ends as IE: the student's program is not blamed.
TEST_F(TestJudgeTest, AJobWhoseCheckerFailsIsRetriedAndThenDead) {
  pipeline_ = judged_by(fail(ErrorCode::failed, "the checker ended with exit code 3"));
  auto& worker = make_worker(echo());
  const auto id = submit(stored_problem().id);
  Logged log;
  for (const auto wait : {1s, 2s, 4s, 8s}) {
    EXPECT_TRUE(worker.step(0).value());
    EXPECT_EQ(depth().dead, wait == 8s ? 1 : 0);
    world_.clock.advance(wait);
    worker.expire_leases();
  }
  const auto judged = find(id);
  EXPECT_EQ(code_of(judged.state), "IE");
  EXPECT_THAT(judged.report->admin_detail, HasSubstr("the checker ended with exit code 3"));
}

}  // namespace
}  // namespace autograder
