#include "live/memory/memory_live.h"

#include "live/queued_bus.h"
#include "live/testing/cache_contract.h"
#include "live/testing/event_bus_contract.h"
#include "live/testing/rate_limiter_contract.h"

namespace autograder {
namespace {

INSTANTIATE_TEST_SUITE_P(Memory, CacheContract, testing::Values(make_memory_cache));
INSTANTIATE_TEST_SUITE_P(Memory, EventBusContract, testing::Values(make_memory_event_bus));
// A program holds a contract once: the queue before a bus keeps it, too.
INSTANTIATE_TEST_SUITE_P(Queued, EventBusContract, testing::Values([]() -> std::unique_ptr<EventBus> {
                           static const ManualClock clock;
                           return std::make_unique<QueuedBus>(make_memory_event_bus(), make_memory_cache(clock), clock);
                         }));
INSTANTIATE_TEST_SUITE_P(Memory, RateLimiterContract, testing::Values(make_memory_rate_limiter));

TEST(MemoryEventBus, AHandlerMayPublishAndSubscribe) {
  const auto bus = make_memory_event_bus();
  int heard = 0;
  std::unique_ptr<Subscription> inner;
  const auto outer = bus->subscribe([&](const Event& event) {
    ++heard;
    if (event.kind == Event::Kind::judged) return;
    inner = bus->subscribe([&](const Event&) { ++heard; });
    bus->publish({.kind = Event::Kind::judged, .subject = {}, .strip = {}});
  });
  bus->publish({});
  EXPECT_EQ(heard, 3);
}

TEST(MemoryEventBus, ASubscriptionMayOutliveTheBus) {
  auto bus = make_memory_event_bus();
  auto subscription = bus->subscribe([](const Event&) {});
  bus.reset();
  subscription.reset();
}

// Else a stranger with many addresses makes it forget who guessed too often.
TEST(MemoryRateLimiter, ForgetsBeyondItsBoundWhoIsFullFirst) {
  ManualClock clock;
  const auto limiter = make_memory_rate_limiter(clock);
  const Rate guesses{2, std::chrono::seconds(3600)}, tries{10, std::chrono::seconds(600)};
  for (const bool allowed : {true, true, false}) EXPECT_EQ(limiter->take("account", guesses).allowed, allowed);
  for (std::size_t i = 0; i < 3 * kBucketsMax; ++i) {
    if (i % 1000 == 0) clock.advance(std::chrono::milliseconds(1));
    ASSERT_TRUE(limiter->take(std::to_string(i), tries).allowed);
  }
  EXPECT_FALSE(limiter->take("account", guesses).allowed);
}

TEST(MemoryRateLimiter, WhoIsForgottenIsFull) {
  const ManualClock clock;
  const auto limiter = make_memory_rate_limiter(clock);
  const Rate one{1, std::chrono::seconds(3600)}, quick{1, std::chrono::seconds(60)};
  EXPECT_TRUE(limiter->take("quick", quick).allowed);
  for (std::size_t i = 1; i < kBucketsMax; ++i) ASSERT_TRUE(limiter->take(std::to_string(i), one).allowed);
  EXPECT_FALSE(limiter->take("quick", quick).allowed);
  EXPECT_TRUE(limiter->take("one more", one).allowed);
  EXPECT_TRUE(limiter->take("quick", quick).allowed);
  EXPECT_FALSE(limiter->take("2", one).allowed);
}

TEST(MemoryCache, DropsTheOldestBeyondItsBounds) {
  const ManualClock clock;
  const auto cache = make_memory_cache(clock);
  const auto has = [&](const std::string& key) { return cache->get(key).value_or(std::nullopt).has_value(); };
  const std::chrono::hours hour{1};
  for (std::size_t i = 0; i <= kCacheEntriesMax; ++i) ASSERT_TRUE(cache->put(std::to_string(i), "", hour));
  EXPECT_FALSE(has("0"));
  EXPECT_TRUE(has("1"));
  const std::string large(kCacheValueMax, 'x');
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(cache->put("large" + std::to_string(i), large, hour));
  EXPECT_FALSE(has("1"));
  EXPECT_FALSE(has("large0"));
  EXPECT_TRUE(has("large99"));
}

}  // namespace
}  // namespace autograder
