// The contract of every Cache. A backend instantiates the suite with a maker.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "foundation/clock.h"
#include "live/cache.h"

namespace autograder {

class CacheContract : public testing::TestWithParam<std::function<std::unique_ptr<Cache>(const Clock&)>> {
 protected:
  static constexpr std::chrono::milliseconds kMinute{60'000};
  std::optional<std::string> got(std::string_view key) {
    auto value = cache_->get(key);
    EXPECT_TRUE(value) << value.error().message;
    return value.value_or(std::nullopt);
  }
  std::optional<std::string> taken(std::string_view key) {
    auto value = cache_->take(key);
    EXPECT_TRUE(value) << value.error().message;
    return value.value_or(std::nullopt);
  }
  ManualClock clock_;
  std::unique_ptr<Cache> cache_ = GetParam()(clock_);
};

TEST_P(CacheContract, KeepsAnyBytesUntilTheyAreReplaced) {
  const std::string bytes("\0\xff \"x\"\n", 8);
  ASSERT_TRUE(cache_->put("a", bytes, kMinute));
  ASSERT_TRUE(cache_->put("b", "", kMinute));
  EXPECT_EQ(got("a"), bytes);
  EXPECT_EQ(got("a"), bytes);
  EXPECT_EQ(got("b"), "");
  EXPECT_EQ(got("c"), std::nullopt);
  ASSERT_TRUE(cache_->put("a", "other", kMinute));
  EXPECT_EQ(got("a"), "other");
}

TEST_P(CacheContract, EndsWhenItWasSaid) {
  ASSERT_TRUE(cache_->put("short", "1", std::chrono::milliseconds(1000)));
  ASSERT_TRUE(cache_->put("long", "2", kMinute));
  clock_.advance(std::chrono::milliseconds(999));
  EXPECT_EQ(got("short"), "1");
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(got("short"), std::nullopt);
  EXPECT_EQ(taken("short"), std::nullopt);
  EXPECT_EQ(got("long"), "2");
  ASSERT_TRUE(cache_->put("long", "3", kMinute));
  clock_.advance(kMinute - std::chrono::milliseconds(1));
  EXPECT_EQ(got("long"), "3") << "a new value lives as long as it was given";
}

TEST_P(CacheContract, IsTakenOnce) {
  ASSERT_TRUE(cache_->put("a", "1", kMinute));
  EXPECT_EQ(taken("a"), "1");
  EXPECT_EQ(taken("a"), std::nullopt);
  EXPECT_EQ(got("a"), std::nullopt);
}

TEST_P(CacheContract, OneOfManyTakersGetsTheValue) {
  for (int round = 0; round < 20; ++round) {
    ASSERT_TRUE(cache_->put("shared", "1", kMinute));
    std::atomic<int> got_it = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { got_it += cache_->take("shared").value_or(std::nullopt).has_value() ? 1 : 0; });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(got_it, 1);
  }
}

TEST_P(CacheContract, HasBounds) {
  EXPECT_TRUE(cache_->put(std::string(kCacheKeyMax, 'k'), std::string(kCacheValueMax, 'v'), kMinute));
  EXPECT_FALSE(cache_->put(std::string(kCacheKeyMax + 1, 'k'), "v", kMinute));
  EXPECT_FALSE(cache_->put("", "v", kMinute));
  EXPECT_FALSE(cache_->put("k", std::string(kCacheValueMax + 1, 'v'), kMinute));
  EXPECT_FALSE(cache_->put("k", "v", std::chrono::milliseconds(0)));
  EXPECT_EQ(got("k"), std::nullopt);
}

}  // namespace autograder
