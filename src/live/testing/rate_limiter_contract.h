// The contract of every RateLimiter. A backend instantiates the suite with a maker.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "foundation/clock.h"
#include "live/rate_limiter.h"

namespace autograder {

class RateLimiterContract : public testing::TestWithParam<std::function<std::unique_ptr<RateLimiter>(const Clock&)>> {
 protected:
  ManualClock clock_;
  std::unique_ptr<RateLimiter> limiter_ = GetParam()(clock_);
  const Rate ten_a_minute_{10, std::chrono::seconds(60)};
};

TEST_P(RateLimiterContract, GivesTheCountThenSaysWhen) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter_->take("login:a", ten_a_minute_).allowed) << i;
  const RateDecision refused = limiter_->take("login:a", ten_a_minute_);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, std::chrono::seconds(6));
}

TEST_P(RateLimiterContract, RefillsEvenlyAndNoFurtherThanTheCount) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(limiter_->take("k", ten_a_minute_).allowed);
  clock_.advance(std::chrono::milliseconds(5999));
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed);
  EXPECT_EQ(limiter_->take("k", ten_a_minute_).retry_after, std::chrono::seconds(1));
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(limiter_->take("k", ten_a_minute_).allowed);
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed);
  clock_.advance(std::chrono::hours(5));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter_->take("k", ten_a_minute_).allowed) << i;
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed);
}

TEST_P(RateLimiterContract, ATokenGivenBackMayBeTakenAgain) {
  limiter_->give_back("k", ten_a_minute_);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter_->take("k", ten_a_minute_).allowed) << i;
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed);
  limiter_->give_back("k", ten_a_minute_);
  EXPECT_TRUE(limiter_->take("k", ten_a_minute_).allowed);
  const RateDecision refused = limiter_->take("k", ten_a_minute_);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after, std::chrono::seconds(6));
  for (int i = 0; i < 20; ++i) limiter_->give_back("k", ten_a_minute_);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter_->take("k", ten_a_minute_).allowed) << i;
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed) << "never more than the count";
  limiter_->give_back("another", ten_a_minute_);
  EXPECT_FALSE(limiter_->take("k", ten_a_minute_).allowed);
  EXPECT_FALSE(limiter_->take("k", {0, std::chrono::seconds(60)}).allowed);
}

TEST_P(RateLimiterContract, KeysDoNotShare) {
  const Rate one{1, std::chrono::seconds(60)};
  const std::string long_key(100'000, 'x');
  EXPECT_TRUE(limiter_->take("a", one).allowed);
  EXPECT_TRUE(limiter_->take("b", one).allowed);
  EXPECT_TRUE(limiter_->take(long_key, one).allowed);
  EXPECT_TRUE(limiter_->take(long_key + "y", one).allowed);
  EXPECT_FALSE(limiter_->take("a", one).allowed);
  EXPECT_FALSE(limiter_->take(long_key, one).allowed);
}

TEST_P(RateLimiterContract, ARateOfNothingAllowsNothing) {
  EXPECT_FALSE(limiter_->take("a", {0, std::chrono::seconds(60)}).allowed);
  EXPECT_GE(limiter_->take("a", {0, std::chrono::seconds(0)}).retry_after, std::chrono::seconds(1));
}

TEST_P(RateLimiterContract, ThreadsTogetherGetNoMoreThanTheCount) {
  std::atomic<int> allowed = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) allowed += limiter_->take("shared", {50, std::chrono::seconds(60)}).allowed ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(allowed, 50);
}

}  // namespace autograder
