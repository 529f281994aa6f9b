// The live roles within one process.
//
// Knows:          subscribers, buckets and cached values in memory.
// Does not know:  other processes: several servers that share a database need another backend.
#pragma once

#include <memory>

#include "foundation/clock.h"
#include "live/cache.h"
#include "live/event_bus.h"
#include "live/rate_limiter.h"

namespace autograder {

// Subscriptions outlive the bus without harm.
std::unique_ptr<EventBus> make_memory_event_bus();

// At most this many buckets are kept; when all are in use, those that will be full first go first.
constexpr std::size_t kBucketsMax = 100'000;
// `clock` outlives the limiter; its steady time counts.
std::unique_ptr<RateLimiter> make_memory_rate_limiter(const Clock& clock);

// Over either bound the oldest entries go first.
constexpr std::size_t kCacheEntriesMax = 100'000;
constexpr std::size_t kCacheBytesMax = 64 * 1024 * 1024;
// `clock` outlives the cache; its steady time counts.
std::unique_ptr<Cache> make_memory_cache(const Clock& clock);

}  // namespace autograder
