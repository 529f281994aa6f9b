#include "judge/job_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/testing/parts_fixture.h"

namespace autograder {
namespace {

using testing::ElementsAre;

class JobRunnerTest : public PartsTest {};

TEST_F(JobRunnerTest, TakesOneJobToItsEnd) {
  EXPECT_FALSE(runner_.step(0).value());
  const auto problem = stored_problem();
  const auto one = submit(problem.id);
  world_.clock.advance(5ms);
  const auto two = submit(problem.id);
  EXPECT_TRUE(runner_.step(0).value());
  EXPECT_EQ(verdict_of(one), Verdict::accepted);
  EXPECT_FALSE(verdict_of(two));
  EXPECT_EQ(held(), 0U);
  EXPECT_THAT(waited_, ElementsAre(Duration(5ms)));
}

TEST_F(JobRunnerTest, ARetryIsNoFirstLease) {
  const auto id = submit(stored_problem().id);
  script_ = [](const SeenCommand&) -> Result<Outcome> { return fail(ErrorCode::failed, "clone: EPERM"); };
  Logged log;
  EXPECT_TRUE(runner_.step(0).value());
  world_.clock.advance(2s);
  ASSERT_TRUE(world_.storage->jobs().expire(10));
  script_ = echo();
  EXPECT_TRUE(runner_.step(0).value());
  EXPECT_EQ(verdict_of(id), Verdict::accepted);
  EXPECT_EQ(waited_.size(), 1U);
}

TEST_F(JobRunnerTest, SaysThatTheQueueDoesNotAnswer) {
  faulty_.plan().fail_calls(1);
  EXPECT_FALSE(runner_.step(0));
}

TEST_F(JobRunnerTest, GivesWayBetweenTestsAndGoesOn) {
  const auto problem = stored_problem();
  std::vector<SubmissionId> ended;
  const auto listening = bus_->subscribe([&](const Event& event) {
    if (event.kind == Event::Kind::judged) ended.push_back(std::get<SubmissionId>(event.subject));
  });
  std::optional<SubmissionId> newcomer;
  script_ = compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (!newcomer) {
      newcomer = submit(problem.id);
      world_.clock.advance(kTurn);
    }
    return exited(0, seen.stdin_text);
  });
  const auto first = submit(problem.id);
  Logged log;
  JobSource one_slot(faulty_.jobs(), held_, world_.clock, world_.ids.next<WorkerId>(), tools_.ids(), 1);
  JobRunner runner(one_slot, held_, work_, endings_, world_.clock, {});
  EXPECT_TRUE(runner.step(0).value());
  EXPECT_THAT(ended, ElementsAre(*newcomer, first));
  EXPECT_EQ(held(), 0U);
}

}  // namespace
}  // namespace autograder
