#include "judge/held_leases.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "judge/turn.h"

namespace autograder {
namespace {

using namespace std::chrono_literals;

class HeldLeasesTest : public testing::Test {
 protected:
  static Lease lease(std::uint8_t number, int expiries = 0, LeaseToken token = 1) {
    Lease made;
    made.job.id = JobId(IdBytes{number});
    made.job.expiries = expiries;
    made.token = token;
    return made;
  }
  void take(const Lease& lease, SteadyTime at = {}) { held_.take(held_.room(), lease, at); }
  static Result<> conflict() { return fail(ErrorCode::conflict, "somebody else has it"); }
  static Result<> away() { return fail(ErrorCode::unavailable, "the database is away"); }

  Doorbell bell_;
  HeldLeases held_{2, bell_};
  const SteadyTime start_{};
};

TEST_F(HeldLeasesTest, OnlyEmptyHandsMayTakeASuspect) {
  EXPECT_TRUE(held_.room().any);
  EXPECT_TRUE(held_.room().alone);
  take(lease(1));
  EXPECT_TRUE(held_.room().any);
  EXPECT_FALSE(held_.room().alone);
  held_.put_down(lease(1));
  EXPECT_TRUE(held_.room().alone);
}

TEST_F(HeldLeasesTest, ASuspectHasNoNeighbour) {
  take(lease(1, kExpiriesAlone));
  EXPECT_FALSE(held_.room().any);
  held_.put_down(lease(1));
  EXPECT_TRUE(held_.room().any);
  take(lease(2, kExpiriesAlone - 1));
  EXPECT_TRUE(held_.room().any);
}

TEST_F(HeldLeasesTest, AsksForASuspectAfterManyLeases) {
  take(lease(1));
  for (int i = 0; i < kLeasesBetweenAlone; ++i) {
    EXPECT_FALSE(held_.room().suspect_first) << i;
    held_.take(held_.room(), std::nullopt, start_);  // a poll that found nothing is no lease
    take(lease(2));
    held_.put_down(lease(2));
  }
  EXPECT_TRUE(held_.room().suspect_first);
  take(lease(2));
  EXPECT_FALSE(held_.room().suspect_first) << "it was asked";
}

TEST_F(HeldLeasesTest, EmptyHandsStartTheCountAgain) {
  take(lease(1));
  for (int i = 0; i < kLeasesBetweenAlone - 1; ++i) {
    take(lease(2));
    held_.put_down(lease(2));
  }
  held_.put_down(lease(1));
  take(lease(1));
  take(lease(2));
  EXPECT_FALSE(held_.room().suspect_first);
}

TEST_F(HeldLeasesTest, ALeaseThatTheQueueDeniesIsLost) {
  take(lease(1));
  take(lease(2));
  const auto stop = held_.stop_of(lease(1));
  held_.renewed(lease(1), conflict(), start_);
  EXPECT_TRUE(stop.stop_requested());
  EXPECT_TRUE(held_.is_lost(lease(1)));
  EXPECT_FALSE(held_.is_lost(lease(2)));
  ASSERT_EQ(held_.to_renew().size(), 1U);
  EXPECT_EQ(held_.to_renew()[0].job.id, lease(2).job.id);
}

TEST_F(HeldLeasesTest, ALeaseThatWasNotRenewedInItsTimeIsLost) {
  take(lease(1), start_);
  held_.renewed(lease(1), away(), start_ + kLeaseTime - 1ms);
  EXPECT_FALSE(held_.is_lost(lease(1)));
  held_.renewed(lease(1), {}, start_ + 20s);
  held_.renewed(lease(1), away(), start_ + 20s + kLeaseTime - 1ms);
  EXPECT_FALSE(held_.is_lost(lease(1))) << "it was renewed";
  held_.renewed(lease(1), away(), start_ + 20s + kLeaseTime);
  EXPECT_TRUE(held_.is_lost(lease(1)));
}

TEST_F(HeldLeasesTest, AnAnswerToAnOlderLeaseChangesNothing) {
  take(lease(1, 0, 1));
  held_.put_down(lease(1, 0, 1));
  take(lease(1, 0, 2));
  held_.renewed(lease(1, 0, 1), conflict(), start_);
  EXPECT_FALSE(held_.is_lost(lease(1, 0, 2)));
  held_.renewed(lease(3), conflict(), start_);  // nor one to a lease that is not held
}

// The worker got its own job again, while it still ends the work of the lease before.
TEST_F(HeldLeasesTest, TwoLeasesOfOneJobEndApart) {
  take(lease(1, 0, 1));
  take(lease(1, 0, 2));
  held_.renewed(lease(1, 0, 1), conflict(), start_);
  EXPECT_TRUE(held_.is_lost(lease(1, 0, 1)));
  EXPECT_FALSE(held_.is_lost(lease(1, 0, 2)));
  held_.put_down(lease(1, 0, 1));
  EXPECT_FALSE(held_.is_lost(lease(1, 0, 2)));
  EXPECT_EQ(held_.to_renew().size(), 1U);
}

TEST_F(HeldLeasesTest, WhatIsNotHeldIsLost) {
  EXPECT_TRUE(held_.is_lost(lease(1)));
  EXPECT_FALSE(held_.may_set_aside(lease(1)));
}

TEST_F(HeldLeasesTest, SetsAsideSoManyAtOnce) {
  take(lease(1));
  std::vector<std::unique_ptr<HeldLeases::SetAside>> aside;
  for (int i = 0; i < set_aside_max(2); ++i) {
    EXPECT_TRUE(held_.may_set_aside(lease(1)));
    aside.push_back(std::make_unique<HeldLeases::SetAside>(held_));
  }
  EXPECT_FALSE(held_.may_set_aside(lease(1)));
  aside.pop_back();
  EXPECT_TRUE(held_.may_set_aside(lease(1)));
}

TEST_F(HeldLeasesTest, SetsNoSuspectAside) {
  take(lease(1, kExpiriesAlone));
  EXPECT_FALSE(held_.may_set_aside(lease(1)));
}

TEST_F(HeldLeasesTest, ClosingStopsWhatIsHeldAndWhatStillComes) {
  take(lease(1));
  const auto asked = held_.room();
  held_.close();
  EXPECT_FALSE(held_.room().any);
  EXPECT_FALSE(held_.may_set_aside(lease(1)));
  EXPECT_TRUE(held_.stop_of(lease(1)).stop_requested());
  held_.take(asked, lease(2), start_);
  EXPECT_TRUE(held_.stop_of(lease(2)).stop_requested());
  EXPECT_FALSE(held_.is_lost(lease(2))) << "it is ours to give back";
}

TEST_F(HeldLeasesTest, APutDownRingsAndLetsTheStopGoOn) {
  take(lease(1));
  take(lease(2));
  held_.close();
  auto emptied = std::async(std::launch::async, [&] { held_.wait_until_empty(); });
  const auto heard = bell_.rings();
  held_.put_down(lease(1));
  EXPECT_NE(bell_.rings(), heard) << "a neighbour may have waited for empty hands";
  held_.put_down(lease(2));
  emptied.get();
}

}  // namespace
}  // namespace autograder
