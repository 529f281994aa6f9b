#include <algorithm>
#include <cmath>
#include <list>
#include <string>
#include <unordered_map>

#include "foundation/crypto.h"
#include "foundation/mutex.h"
#include "live/memory/memory_live.h"

namespace autograder {
namespace {

constexpr std::size_t kKeyMax = 128;  // longer keys are kept as their hash
constexpr int kForgottenATake = 2;    // full buckets dropped on the way: more than one comes in

struct Bucket {
  std::string key;
  double tokens = 0;
  Rate rate;
  SteadyTime filled_at{};

  double per_second() const { return static_cast<double>(rate.count) / static_cast<double>(rate.per.count()); }
  double tokens_at(SteadyTime now) const {
    const double elapsed = std::chrono::duration<double>(now - filled_at).count();
    return std::min(static_cast<double>(rate.count), tokens + std::max(0.0, elapsed) * per_second());
  }
  bool full_at(SteadyTime now) const { return tokens_at(now) >= static_cast<double>(rate.count); }
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
    Bucket& bucket = touch(stored_key(key), rate, now);
    bucket.tokens = bucket.tokens_at(now);
    bucket.filled_at = now;
    const auto decision = decide(bucket.tokens, bucket.per_second());
    if (decision.allowed) bucket.tokens = std::max(0.0, bucket.tokens - 1);
    return decision;
  }

  void give_back(std::string_view key, Rate rate) override {
    const SteadyTime now = clock_.steady_now();
    MutexLock lock(mutex_);
    const auto found = by_key_.find(stored_key(key));
    if (found == by_key_.end()) return;  // forgotten, which is full
    Bucket& bucket = *found->second;
    bucket.tokens = std::min(static_cast<double>(rate.count), bucket.tokens_at(now) + 1);
    bucket.filled_at = now;
  }

 private:
  // The bucket of the key, now the latest used; made full when it is new.
  Bucket& touch(std::string key, Rate rate, SteadyTime now) REQUIRES(mutex_) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      buckets_.splice(buckets_.end(), buckets_, found->second);
      Bucket& bucket = *found->second;
      if (bucket.rate.count != rate.count || bucket.rate.per != rate.per) {
        bucket.tokens = std::min(bucket.tokens_at(now), static_cast<double>(rate.count));
        bucket.filled_at = now;
        bucket.rate = rate;
      }
      return bucket;
    }
    for (int i = 0; i < kForgottenATake && !buckets_.empty() && buckets_.front().full_at(now); ++i) forget_oldest();
    while (buckets_.size() >= kBucketsMax) forget_oldest();
    const auto place = buckets_.insert(buckets_.end(), Bucket{key, static_cast<double>(rate.count), rate, now});
    by_key_.emplace(std::move(key), place);
    return *place;
  }

  void forget_oldest() REQUIRES(mutex_) {
    by_key_.erase(buckets_.front().key);
    buckets_.pop_front();
  }

  const Clock& clock_;
  Mutex mutex_;
  std::list<Bucket> buckets_ GUARDED_BY(mutex_);  // the one left alone longest first
  std::unordered_map<std::string, std::list<Bucket>::iterator> by_key_ GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<RateLimiter> make_memory_rate_limiter(const Clock& clock) {
  return std::make_unique<MemoryRateLimiter>(clock);
}

}  // namespace autograder
