#include "judge/job_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/testing/parts_fixture.h"

namespace autograder {
namespace {

class JobSourceTest : public PartsTest {};

TEST_F(JobSourceTest, HoldsWhatItTook) {
  EXPECT_FALSE(source_.take().value());
  EXPECT_EQ(held(), 0U);
  const auto id = submit(stored_problem().id);
  const auto lease = take();
  EXPECT_EQ(lease.job.subject, Subject(id));
  EXPECT_EQ(held(), 1U);
  EXPECT_FALSE(held_.is_lost(lease));
}

TEST_F(JobSourceTest, AsksNothingWhereThereIsNoRoom) {
  submit(stored_problem().id);
  held_.close();
  const int before = faulty_.plan().calls();
  EXPECT_FALSE(source_.take().value());
  EXPECT_EQ(faulty_.plan().calls(), before);
}

TEST_F(JobSourceTest, AWorkerWithoutLanguagesAsksNothing) {
  submit(stored_problem().id);
  JobSource without(faulty_.jobs(), held_, world_.clock, world_.ids.next<WorkerId>(), {}, 1);
  const int before = faulty_.plan().calls();
  EXPECT_FALSE(without.take().value());
  EXPECT_EQ(faulty_.plan().calls(), before);
}

TEST_F(JobSourceTest, AFailedRequestHoldsNothing) {
  submit(stored_problem().id);
  faulty_.plan().fail_calls(1);
  const auto lease = source_.take();
  ASSERT_FALSE(lease);
  EXPECT_THAT(lease.error().message, testing::HasSubstr("leasing a job"));
  EXPECT_EQ(held(), 0U);
  (void)take();
}

// Its time is counted from the question, not from the answer.
TEST_F(JobSourceTest, ALeaseLastsFromTheQuestion) {
  submit(stored_problem().id);
  const auto asked_at = world_.clock.steady_now();
  const auto lease = take();
  held_.renewed(lease, fail(ErrorCode::unavailable, "away"), asked_at + kLeaseTime);
  EXPECT_TRUE(held_.is_lost(lease));
}

class JobSourceSuspectTest : public JobSourceTest {
 protected:
  JobSourceSuspectTest() {
    for (int i = 0; i < kExpiriesAlone; ++i) {
      EXPECT_TRUE(lease_elsewhere());
      world_.clock.advance(31s);
    }
    EXPECT_TRUE(world_.storage->jobs().expire(10));
  }

  const Problem problem_ = stored_problem();
  const SubmissionId suspect_ = submit(problem_.id);
};

TEST_F(JobSourceSuspectTest, TakesASuspectOnlyWithEmptyHands) {
  Lease busy;
  busy.job.id = world_.ids.next<JobId>();
  held_.take(held_.room(), busy, world_.clock.steady_now());
  const auto other = submit(problem_.id);
  EXPECT_EQ(take().job.subject, Subject(other)) << "though the suspect came first";
  EXPECT_FALSE(source_.take().value());
}

// Both the worker and the queue see to it: the suspect's lease must end in both.
TEST_F(JobSourceSuspectTest, TakesNothingNextToASuspect) {
  const auto other = submit(problem_.id);
  const auto lease = take();
  EXPECT_EQ(lease.job.subject, Subject(suspect_));
  const int before = faulty_.plan().calls();
  EXPECT_FALSE(source_.take().value());
  EXPECT_EQ(faulty_.plan().calls(), before) << "the queue is not even asked";
  Logged log;
  endings_.end(lease, held_.stop_of(lease), Report{});
  EXPECT_EQ(take().job.subject, Subject(other));
}

}  // namespace
}  // namespace autograder
