#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>

#include "foundation/crypto.h"
#include "foundation/mutex.h"
#include "live/memory/memory_live.h"

namespace autograder {
namespace {

constexpr std::size_t kKeyMax = 128;  // longer keys are kept as their hash
constexpr int kForgottenATake = 2;    // full buckets dropped on the way: more than one comes in

// Keys of buckets by when they are full again.
using ByFull = std::multimap<SteadyTime, const std::string*>;

struct Bucket {
  double tokens = 0;
  Rate rate;
  SteadyTime filled_at{};
  ByFull::iterator place;

  double per_second() const { return static_cast<double>(rate.count) / static_cast<double>(rate.per.count()); }
  double tokens_at(SteadyTime now) const {
    const double elapsed = std::chrono::duration<double>(now - filled_at).count();
    return std::min(static_cast<double>(rate.count), tokens + std::max(0.0, elapsed) * per_second());
  }
  SteadyTime full_at() const {
    const double missing = static_cast<double>(rate.count) - tokens;
    return filled_at + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(missing / per_second()));
  }
};

std::string stored_key(std::string_view key) {
  return std::string(key.size() > kKeyMax ? to_hex(sha256(key)) : key);
}

RateDecision decide(double tokens, double per_second) {
  // A token that is a rounding error short is a token.
  if (tokens >= 1 - 1e-9) return {};
  const double wait = (1 - tokens) / per_second;
  return {false, std::max(std::chrono::seconds(1), std::chrono::seconds(static_cast<long>(std::ceil(wait - 1e-9))))};
}

class MemoryRateLimiter final : public RateLimiter {
 public:
  explicit MemoryRateLimiter(const Clock& clock) : clock_(clock) {}

  RateDecision take(std::string_view key, Rate rate) override {
    if (rate.count <= 0 || rate.per.count() <= 0) return {false, std::max(rate.per, std::chrono::seconds(1))};
    const SteadyTime now = clock_.steady_now();
    MutexLock lock(mutex_);
    Bucket& bucket = bucket_of(stored_key(key), rate, now);
    bucket.tokens = bucket.tokens_at(now);
    bucket.filled_at = now;
    const auto decision = decide(bucket.tokens, bucket.per_second());
    if (decision.allowed) bucket.tokens = std::max(0.0, bucket.tokens - 1);
    place_again(bucket);
    return decision;
  }

  void give_back(std::string_view key, Rate rate) override {
    const SteadyTime now = clock_.steady_now();
    MutexLock lock(mutex_);
    const auto found = buckets_.find(stored_key(key));
    if (found == buckets_.end()) return;  // forgotten, which is full
    Bucket& bucket = found->second;
    bucket.tokens = std::min(static_cast<double>(rate.count), bucket.tokens_at(now) + 1);
    bucket.filled_at = now;
    place_again(bucket);
  }

 private:
  // The bucket of the key; made full when it is new.
  Bucket& bucket_of(std::string key, Rate rate, SteadyTime now) REQUIRES(mutex_) {
    if (const auto found = buckets_.find(key); found != buckets_.end()) {
      Bucket& bucket = found->second;
      if (bucket.rate.count != rate.count || bucket.rate.per != rate.per) {
        bucket.tokens = std::min(bucket.tokens_at(now), static_cast<double>(rate.count));
        bucket.filled_at = now;
        bucket.rate = rate;
      }
      return bucket;
    }
    for (int i = 0; i < kForgottenATake && !by_full_.empty() && by_full_.begin()->first <= now; ++i) forget_first();
    while (buckets_.size() >= kBucketsMax) forget_first();
    const auto made = buckets_.emplace(std::move(key), Bucket{static_cast<double>(rate.count), rate, now, {}}).first;
    made->second.place = by_full_.emplace(now, &made->first);
    return made->second;
  }

  void place_again(Bucket& bucket) REQUIRES(mutex_) {
    const auto* key = bucket.place->second;
    by_full_.erase(bucket.place);
    bucket.place = by_full_.emplace(bucket.full_at(), key);
  }

  // The one that is full, or will be first: many who try once push nobody out who is to wait for an hour.
  void forget_first() REQUIRES(mutex_) {
    const auto first = by_full_.begin();
    const std::string key = *first->second;
    by_full_.erase(first);
    buckets_.erase(key);
  }

  const Clock& clock_;
  Mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_ GUARDED_BY(mutex_);
  ByFull by_full_ GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<RateLimiter> make_memory_rate_limiter(const Clock& clock) {
  return std::make_unique<MemoryRateLimiter>(clock);
}

}  // namespace autograder
