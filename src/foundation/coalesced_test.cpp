#include "foundation/coalesced.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <latch>
#include <memory>
#include <optional>

namespace autograder {
namespace {

using std::chrono::seconds;

class CoalescedTest : public ::testing::Test {
 protected:
  ~CoalescedTest() override { pool_.stop(); }

  void work() {
    MutexLock lock(mutex_);
    most_at_once_ = std::max(most_at_once_, ++inside_);
    ++begun_;
    changed_.notify_all();
    while (held_) changed_.wait(mutex_);
    --inside_;
  }
  void hold(bool held) {
    MutexLock lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  void wait_for_runs(int count) {
    MutexLock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(mutex_, seconds(30), [&]() REQUIRES(mutex_) { return begun_ >= count; }));
  }
  // After all that was asked for has run.
  int runs() {
    pool_.stop();
    MutexLock lock(mutex_);
    EXPECT_LE(most_at_once_, 1);
    return begun_;
  }

  ThreadPool pool_{"coalesced", 2, 2};
  std::optional<Coalesced> coalesced_{std::in_place, pool_, [this] { work(); }};
  Mutex mutex_;
  Condition changed_;
  int begun_ GUARDED_BY(mutex_) = 0;
  int inside_ GUARDED_BY(mutex_) = 0;
  int most_at_once_ GUARDED_BY(mutex_) = 0;
  bool held_ GUARDED_BY(mutex_) = false;
};

TEST_F(CoalescedTest, RunsForEachAskThatComesAfterTheRunBefore) {
  coalesced_->ask();
  wait_for_runs(1);
  coalesced_->ask();
  wait_for_runs(2);
  EXPECT_EQ(runs(), 2);
}

TEST_F(CoalescedTest, ManyAsksDuringARunMakeOneMore) {
  hold(true);
  coalesced_->ask();
  wait_for_runs(1);
  for (int i = 0; i < 5; ++i) coalesced_->ask();
  hold(false);
  wait_for_runs(2);
  EXPECT_EQ(runs(), 2);
}

TEST_F(CoalescedTest, AFullPoolIsTriedAgain) {
  std::latch go(1);
  std::latch full(2);
  const auto block = [&] {
    full.count_down();
    go.wait();
  };
  ASSERT_TRUE(pool_.post(block));
  ASSERT_TRUE(pool_.post(block));
  full.wait();
  std::latch drained(2);
  ASSERT_TRUE(pool_.post([&] { drained.count_down(); }));
  ASSERT_TRUE(pool_.post([&] { drained.count_down(); }));
  coalesced_->ask();
  go.count_down();
  drained.wait();
  coalesced_->retry();
  coalesced_->retry();
  wait_for_runs(1);
  EXPECT_EQ(runs(), 1);
}

TEST_F(CoalescedTest, ARetryStartsNothingThatNobodyAskedFor) {
  coalesced_->retry();
  EXPECT_EQ(runs(), 0);
}

TEST_F(CoalescedTest, ARunThatHasNotBegunEndsWithItsOwner) {
  std::latch go(1);
  std::latch full(2);
  const auto block = [&] {
    full.count_down();
    go.wait();
  };
  ASSERT_TRUE(pool_.post(block));
  ASSERT_TRUE(pool_.post(block));
  full.wait();
  coalesced_->ask();
  coalesced_.reset();
  go.count_down();
  EXPECT_EQ(runs(), 0);
}

TEST_F(CoalescedTest, ARunMayEndItsOwnOwner) {
  std::latch done(1);
  auto own = std::make_shared<std::unique_ptr<Coalesced>>();
  *own = std::make_unique<Coalesced>(pool_, [own, &done] {
    (*own)->ask();
    own->reset();
    done.count_down();
  });
  (*own)->ask();
  done.wait();
  pool_.stop();
  EXPECT_EQ(*own, nullptr);
}

}  // namespace
}  // namespace autograder
