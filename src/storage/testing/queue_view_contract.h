// The contract of every QueueView.
#pragma once

#include "storage/queue_view.h"
#include "storage/testing/run_contract.h"

namespace autograder {

class QueueViewContract : public RunContract {
 protected:
  std::vector<QueuedJob> part(QueuePart which, int offset = 0, int limit = 100) {
    return must(storage_->queue_view().list(which, offset, limit));
  }
};

TEST_P(QueueViewContract, EachJobIsInOnePartInItsOrder) {
  const UserId ada(IdBytes{1});
  const UserId bob(IdBytes{2});
  const SubmissionId first = submit_one(ada);
  const SubmissionId second = submit_one(ada);
  const SubmissionId of_bob = submit_one(bob);
  const NewRun run = new_run(bob);
  must(submit_run(run));
  const auto waiting = part(QueuePart::waiting);
  ASSERT_EQ(waiting.size(), 4U);
  EXPECT_EQ(waiting[0].job.subject, Subject(run.id));
  EXPECT_EQ(waiting[0].job.kind, JobKind::run);
  EXPECT_FALSE(waiting[0].problem);
  EXPECT_EQ(waiting[0].owner, bob);
  EXPECT_EQ(waiting[1].job.subject, Subject(first));
  EXPECT_EQ(waiting[1].problem, ProblemId(IdBytes{9}));
  EXPECT_EQ(waiting[1].owner, ada);
  EXPECT_EQ(waiting[1].job.language, "cpp");
  EXPECT_EQ(waiting[1].job.created_at, clock_.now());
  EXPECT_EQ(waiting[2].job.subject, Subject(of_bob)) << "whose turn it is comes before who was first";
  EXPECT_EQ(waiting[3].job.subject, Subject(second));
  EXPECT_EQ(part(QueuePart::waiting, 1, 2).size(), 2U);
  EXPECT_EQ(part(QueuePart::waiting, 1, 2)[1].job.id, waiting[2].job.id);
  EXPECT_TRUE(part(QueuePart::running).empty());

  const auto held = lease();
  ASSERT_TRUE(held);
  const auto running = part(QueuePart::running);
  ASSERT_EQ(running.size(), 1U);
  EXPECT_EQ(running[0].job.id, held->job.id);
  EXPECT_EQ(running[0].worker, WorkerId(IdBytes{7}));
  EXPECT_EQ(running[0].until, clock_.now() + kLeaseTime);
  EXPECT_EQ(part(QueuePart::waiting).size(), 3U);

  must(jobs().fail(*held, "the disk is full"));
  const auto delayed = part(QueuePart::delayed);
  ASSERT_EQ(delayed.size(), 1U);
  EXPECT_EQ(delayed[0].reason, "the disk is full");
  EXPECT_EQ(delayed[0].until, clock_.now() + std::chrono::seconds(1));
  EXPECT_EQ(delayed[0].job.failures, 1);
  EXPECT_TRUE(part(QueuePart::running).empty());
}

TEST_P(QueueViewContract, ALostWorkersJobIsAmongThoseThatAreTriedAgain) {
  submit_one();
  const auto held = lease();
  clock_.advance(kLeaseTime);
  EXPECT_TRUE(part(QueuePart::running).empty());
  EXPECT_TRUE(part(QueuePart::waiting).empty());
  const auto delayed = part(QueuePart::delayed);
  ASSERT_EQ(delayed.size(), 1U);
  EXPECT_EQ(delayed[0].job.id, held->job.id);
  EXPECT_EQ(delayed[0].worker, WorkerId(IdBytes{7}));
}

TEST_P(QueueViewContract, ADeadJobHasItsReason) {
  const SubmissionId id = submit_one();
  for (int i = 0; i < kFailuresMax; ++i) {
    must(jobs().fail(*lease(), "broken"));
    clock_.advance(std::chrono::seconds(4));
  }
  const auto dead = part(QueuePart::dead);
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].job.subject, Subject(id));
  EXPECT_EQ(dead[0].reason, "broken");
  EXPECT_EQ(dead[0].died_at, clock_.now() - std::chrono::seconds(4));
  EXPECT_EQ(dead[0].problem, ProblemId(IdBytes{9}));
  EXPECT_TRUE(part(QueuePart::dead, 1).empty());
}

TEST_P(QueueViewContract, PagesAreBounded) {
  expect_error(storage_->queue_view().list(QueuePart::waiting, 0, kPageMax + 1), ErrorCode::invalid);
  expect_error(storage_->queue_view().list(QueuePart::waiting, kOffsetMax + 1, 1), ErrorCode::invalid);
}

}  // namespace autograder
