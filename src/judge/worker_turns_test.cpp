// Nobody stops the others: which jobs a worker takes while others are in its hands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>

#include "judge/testing/worker_fixture.h"
#include "judge/turn.h"

namespace autograder {
namespace {

using testing::HasSubstr;

// Empty polls are no leases: one long judging leaves the other slots to the others.
TEST_F(WorkerTest, ALongJudgingLeavesTheOtherSlotsFree) {
  const auto problem = stored_problem();
  SubmissionId hello;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
                               if (hello == SubmissionId{}) {
                                 for (int i = 0; i < 200; ++i) EXPECT_FALSE(worker_->step(1 + i % 7).value());
                                 hello = submit(problem.id);
                                 EXPECT_TRUE(worker_->step(1).value());
                               }
                               return exited(0, seen.stdin_text);
                             }),
                             8);
  submit(problem.id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(hello).state), "AC");
}

// The hands run empty for a suspect that waits, and for nothing else.
TEST_F(WorkerTest, HandsRunEmptyWhileASuspectWaits) {
  constexpr int kMany = 150;
  const auto problem = stored_problem();
  bool begun = false;
  int beside = 0;
  SubmissionId suspect;
  const auto pass = [&](std::chrono::seconds time) {
    for (; time > 0s; time -= 10s) {
      world_.clock.advance(10s);
      worker_->renew_leases();
      worker_->expire_leases();
    }
  };
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
                               if (!std::exchange(begun, true)) {
                                 for (int i = 0; i < kMany; ++i) {
                                   submit(problem.id);
                                   EXPECT_TRUE(worker_->step(1).value()) << i;
                                 }
                                 suspect = submit(problem.id);
                                 for (int i = 0; i < kExpiriesAlone; ++i) {
                                   EXPECT_TRUE(lease_elsewhere());
                                   pass(30s);
                                 }
                                 for (int i = 0; i < kMany; ++i) {
                                   submit(problem.id);
                                   beside += worker_->step(1).value() ? 1 : 0;
                                 }
                               }
                               return exited(0, seen.stdin_text);
                             }),
                             2);
  submit(problem.id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_GT(beside, 0);
  EXPECT_LE(beside, 128);
  EXPECT_FALSE(find(suspect).report);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(suspect).state), "AC") << "it has waited longest";
}

TEST_F(WorkerTest, ANewcomerGoesBetweenTheTestsOfAVerification) {
  const auto problem = stored_problem();
  SubmissionId newcomer;
  int runs = 0;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (++runs == 1) newcomer = submit(problem.id);
    if (runs == 4) {
      EXPECT_EQ(code_of(find(newcomer).state), "AC") << "its two tests were run between the two of the other";
    }
    world_.clock.advance(200ms);
    return exited(0, seen.stdin_text);
  }));
  NewVerification set;
  set.problem = problem.id;
  set.problem_version = problem.version;
  set.user = world_.ids.next<UserId>();
  set.time_limit = 9s;
  set.submissions = {{world_.ids.next<JobId>(), "submissions/accepted/a", "compiled", "the source"}};
  ASSERT_TRUE(world_.storage->verifications().put(set));
  Logged log;
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(runs, 4);
  const auto report = world_.storage->verifications().find(problem.id).value()->submissions.at(0).report;
  ASSERT_TRUE(report);
  EXPECT_EQ(code_of(report->verdict), "AC") << "and nothing of it is done twice";
  EXPECT_THAT(log.read(), HasSubstr("judging set aside: a user without a slot goes first"));
}

TEST_F(WorkerTest, ALongJudgingIsSetAsideForNewcomers) {
  const auto problem = stored_problem();
  std::vector<SubmissionId> newcomers;
  std::int64_t most = 0;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.stdin_text == "1" && newcomers.size() < 5) {
      newcomers.push_back(submit(problem.id));
      world_.clock.advance(kTurn);
    }
    worker_->renew_leases();
    most = std::max(most, depth().leased);
    return exited(0, seen.stdin_text);
  }));
  const auto first = submit(problem.id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(first).state), "AC");
  EXPECT_EQ(most, 1 + kSetAsideOfSlotMax);
  EXPECT_EQ(code_of(find(newcomers.at(0)).state), "AC");
  EXPECT_EQ(code_of(find(newcomers.at(1)).state), "AC");
  EXPECT_EQ(code_of(find(newcomers.at(2)).state), "QUEUED") << "a slot sets two judgings aside";
}

TEST_F(WorkerTest, AJudgingKeepsItsSlotForATurn) {
  const auto problem = stored_problem();
  SubmissionId newcomer;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (newcomer == SubmissionId{}) {
      newcomer = submit(problem.id);
      world_.clock.advance(kTurn - 1ms);
    }
    return exited(0, seen.stdin_text);
  }));
  submit(problem.id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(newcomer).state), "QUEUED");
}

TEST_F(WorkerTest, StoppingGivesBackWhatIsSetAsideToo) {
  std::latch running(1);
  const auto problem = stored_problem();
  std::optional<SubmissionId> newcomer;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (!newcomer) {
      newcomer = submit(problem.id);
      world_.clock.advance(kTurn);
      return exited(0, seen.stdin_text);
    }
    running.count_down();
    seen.killed->wait();
    return exited(0, seen.stdin_text);
  }));
  const auto first = submit(problem.id);
  ASSERT_TRUE(worker.start());
  running.wait();
  EXPECT_EQ(code_of(find(first).state), "RUNNING");
  EXPECT_EQ(code_of(find(*newcomer).state), "RUNNING");
  worker.stop();
  for (int i = 0; i < 2; ++i) {
    const auto lease = lease_elsewhere();
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->job.expiries, 0);
  }
}

}  // namespace
}  // namespace autograder
