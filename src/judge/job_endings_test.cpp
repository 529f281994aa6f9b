#include "judge/job_endings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/testing/parts_fixture.h"

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class JobEndingsTest : public PartsTest {
 protected:
  JobEndingsTest() : id_(submit(stored_problem().id)), lease_(take()) {}

  void end(Result<JobOutcome> outcome) { endings_.end(lease_, stop_, std::move(outcome)); }
  static Report accepted() {
    Report report;
    report.verdict = Verdict::accepted;
    report.score = 100;
    return report;
  }
  static Result<JobOutcome> failed() { return fail(ErrorCode::failed, "clone: EPERM"); }

  const SubmissionId id_;
  Lease lease_;
  std::stop_token stop_ = held_.stop_of(lease_);
  Logged log_;
};

TEST_F(JobEndingsTest, StoresAndThenTells) {
  std::optional<Verdict> stored;
  const auto listening = bus_->subscribe([&](const Event&) { stored = verdict_of(id_); });
  end(accepted());
  EXPECT_EQ(stored, Verdict::accepted) << "it was stored when it was told";
  EXPECT_EQ(events().back().kind, Event::Kind::judged);
  EXPECT_THAT(told_, ElementsAre(Verdict::accepted));
  EXPECT_EQ(held(), 0U);
}

TEST_F(JobEndingsTest, AReportThatCannotBeStoredIsNotTold) {
  faulty_.plan().fail_calls(1);
  end(accepted());
  EXPECT_TRUE(events().empty());
  EXPECT_TRUE(told_.empty());
  EXPECT_EQ(held(), 0U) << "the lease runs out by itself";
  EXPECT_THAT(log_.read(), HasSubstr("a report could not be written"));
}

TEST_F(JobEndingsTest, ALostLeaseStoresNothing) {
  held_.renewed(lease_, fail(ErrorCode::conflict, "lost"), world_.clock.steady_now());
  const int before = faulty_.plan().calls();
  end(accepted());
  EXPECT_EQ(faulty_.plan().calls(), before) << "the queue is not even asked";
  EXPECT_FALSE(verdict_of(id_));
  EXPECT_TRUE(events().empty());
}

TEST_F(JobEndingsTest, ALeaseThatRanOutStoresNothing) {
  world_.clock.advance(kLeaseTime);
  end(accepted());
  EXPECT_FALSE(verdict_of(id_));
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(held(), 0U);
}

TEST_F(JobEndingsTest, AFailureIsHandedBack) {
  end(failed());
  EXPECT_EQ(held(), 0U);
  EXPECT_FALSE(verdict_of(id_));
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(depth().waiting, 1);
  EXPECT_THAT(log_.read(), HasSubstr("judging failed; it will be retried"));
}

TEST_F(JobEndingsTest, TheLastFailureIsTold) {
  for (int i = 1; i < kFailuresMax; ++i) {
    end(failed());
    world_.clock.advance(10s);
    ASSERT_TRUE(world_.storage->jobs().expire(10));
    lease_ = take();
    stop_ = held_.stop_of(lease_);
  }
  end(failed());
  EXPECT_EQ(verdict_of(id_), Verdict::internal_error);
  EXPECT_EQ(events().size(), 1U);
  EXPECT_THAT(told_, ElementsAre(Verdict::internal_error));
}

TEST_F(JobEndingsTest, AStopGivesTheJobBackUncounted) {
  held_.close();
  end(failed());
  EXPECT_EQ(held(), 0U);
  const auto lease = lease_elsewhere();
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->job.failures + lease->job.expiries, 0);
}

TEST_F(JobEndingsTest, WhatCannotBeHandedBackIsPutDown) {
  faulty_.plan().fail_calls(1, 100);
  end(failed());
  EXPECT_EQ(held(), 0U);
  EXPECT_TRUE(events().empty());
  EXPECT_THAT(log_.read(), HasSubstr("a failed job could not be handed back"));
}

TEST_F(JobEndingsTest, AJobThatCannotBeGivenBackAtAStopIsPutDown) {
  held_.close();
  faulty_.plan().fail_calls(1, 100);
  end(failed());
  EXPECT_EQ(held(), 0U);
  EXPECT_FALSE(lease_elsewhere());
  EXPECT_THAT(log_.read(), HasSubstr("a lease could not be given back; it runs out by itself"));
  world_.clock.advance(kLeaseTime);
  EXPECT_TRUE(lease_elsewhere());
}

}  // namespace
}  // namespace autograder
