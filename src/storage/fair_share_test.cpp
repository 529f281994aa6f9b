#include "storage/fair_share.h"

#include <gtest/gtest.h>

#include "storage/queue_rules.h"

namespace autograder {
namespace {

const UserId kAda(IdBytes{1});
const UserId kBob(IdBytes{2});
JobId job(int number) {
  return JobId(IdBytes{static_cast<std::uint8_t>(number)});
}
// Whether the first look takes runs.
bool takes_runs(const SlotShares& shares) {
  return shares.picks().front().priority_max >= kPriorityRun;
}

TEST(FairShare, AUsersNextStartsAStepLaterButNotInThePast) {
  EXPECT_EQ(virtual_start_after(100, std::nullopt), 100);
  EXPECT_EQ(virtual_start_after(100, 100), 100 + kVirtualStep);
  EXPECT_EQ(virtual_start_after(100, 500), 500 + kVirtualStep);
  EXPECT_EQ(virtual_start_after(1000, 100), 1000);
  EXPECT_EQ(virtual_now_after_lease(10, 5, 0, {}), 11);
  EXPECT_EQ(virtual_now_after_lease(10, 64, 0, {}), 64);
  EXPECT_EQ(virtual_now_after_lease(10, 64, 100, {}), 110) << "work done meanwhile";
  EXPECT_EQ(virtual_now_after_lease(10, 64, 100, 30), 30) << "it passes nobody who waits";
  EXPECT_EQ(virtual_now_after_lease(10, 64, 100, 5), 11);
  EXPECT_EQ(virtual_now_after_lease(10, 64, 0, 100), 64);
}

TEST(FairShare, WallTimeIsChargedUpToABound) {
  EXPECT_EQ(account_after_lease(10, 100), 100 + kVirtualStep);
  EXPECT_EQ(account_after_lease(500, 100), 500 + kVirtualStep);
  EXPECT_EQ(account_after_work(164, 100, 3), 164) << "the lease itself cost as much";
  EXPECT_EQ(account_after_work(164, 100, 5'000), 164 + 5'000 - kVirtualStep);
  EXPECT_EQ(account_after_work(164, 100, 9'000'000), 100 + kDebtMax);
  EXPECT_EQ(account_after_work(900'000, 100, 9'000'000), 900'000) << "a debt never shrinks by work";
  EXPECT_EQ(worked_by(10), 0);
  EXPECT_EQ(worked_by(6'464), 100);
  EXPECT_EQ(worked_by(9'000'000), kMovedByMax / kVirtualStep);
}

TEST(FairShare, AUserAndTheRunsHoldHalfWhileOthersWait) {
  SlotShares shares(5, false);
  shares.count(job(1), kAda, kPriorityJudge);
  EXPECT_TRUE(shares.picks().front().without.empty());
  EXPECT_TRUE(takes_runs(shares));
  shares.count(job(2), kAda, kPriorityRun);
  EXPECT_EQ(shares.picks().front().without, std::vector{kAda}) << "runs and submissions count together";
  EXPECT_TRUE(takes_runs(shares));
  shares.count(job(3), kBob, kPriorityRun);
  EXPECT_FALSE(takes_runs(shares));
  ASSERT_EQ(shares.picks().size(), 3U);
  EXPECT_TRUE(shares.picks()[1].without.empty()) << "when nobody else waits, no slot stays empty";
  EXPECT_GE(shares.picks()[1].priority_max, kPriorityRun);
}

TEST(FairShare, OnASingleSlotRunsTakeTurns) {
  EXPECT_TRUE(takes_runs(SlotShares(1, false)));
  EXPECT_FALSE(takes_runs(SlotShares(1, true)));
  EXPECT_TRUE(takes_runs(SlotShares(2, true)));
}

TEST(FairShare, JobsThatCanWaitLeaveASlotFree) {
  SlotShares two(2, false);
  EXPECT_EQ(two.picks().back().priority_max, kPriorityJudge - 1);
  two.count(job(1), kAda, kPriorityRejudge);
  EXPECT_EQ(two.picks().back().priority_min, kPriorityJudge) << "the other slot stays free";
  EXPECT_EQ(SlotShares(1, false).picks().back().priority_max, kPriorityJudge - 1) << "a single one cannot";
}

TEST(FairShare, AJudgingIsSetAsideForUsersWithoutASlot) {
  SlotShares shares(2, false);
  shares.count(job(1), kAda, kPriorityJudge);
  EXPECT_TRUE(shares.picks_beside({job(1), false, 1'000}).empty());
  EXPECT_TRUE(shares.picks_beside({job(9), true, 1'000}).empty()) << "its lease was lost";
  const auto picks = shares.picks_beside({job(1), true, 10'000});
  ASSERT_EQ(picks.size(), 1U);
  EXPECT_EQ(picks[0].without, std::vector{kAda});
  EXPECT_EQ(picks[0].priority_min, kPriorityJudge) << "never for what has time";
  EXPECT_EQ(picks[0].debt_max, 10'000) << "who has used more waits";
  shares.count(job(2), kAda, kPriorityJudge);
  ASSERT_EQ(shares.picks_beside({job(2), false, 1'000}).size(), 1U) << "more than half";
  EXPECT_GT(shares.picks_beside({job(2), false, 1'000})[0].debt_max, kDebtMax);
}

}  // namespace
}  // namespace autograder
