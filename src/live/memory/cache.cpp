#include <list>
#include <unordered_map>

#include "foundation/mutex.h"
#include "live/memory/memory_live.h"

namespace autograder {
namespace {

constexpr int kDroppedAPut = 2;  // ended entries dropped on the way: more than one comes in

struct Entry {
  std::string key;
  std::string value;
  SteadyTime ends{};
  std::size_t size() const { return key.size() + value.size(); }
};

class MemoryCache final : public Cache {
 public:
  explicit MemoryCache(const Clock& clock) : clock_(clock) {}

  Result<> put(std::string_view key, std::string value, std::chrono::milliseconds ttl) override {
    if (key.empty() || key.size() > kCacheKeyMax) return fail(ErrorCode::invalid, "cache key: must be 1 to 256 bytes");
    if (value.size() > kCacheValueMax) return fail(ErrorCode::invalid, "cache value: over 1 MiB");
    if (ttl.count() <= 0) return fail(ErrorCode::invalid, "cache ttl: must be above zero");
    const SteadyTime now = clock_.steady_now();
    MutexLock lock(mutex_);
    if (const auto found = by_key_.find(std::string(key)); found != by_key_.end()) drop(found->second);
    for (int i = 0; i < kDroppedAPut && !entries_.empty() && entries_.front().ends <= now; ++i) drop(entries_.begin());
    Entry entry{std::string(key), std::move(value), now + ttl};
    while (!entries_.empty() && (entries_.size() >= kCacheEntriesMax || bytes_ + entry.size() > kCacheBytesMax)) {
      drop(entries_.begin());
    }
    bytes_ += entry.size();
    entries_.push_back(std::move(entry));
    by_key_.emplace(entries_.back().key, std::prev(entries_.end()));
    return {};
  }

  Result<std::optional<std::string>> get(std::string_view key) override { return look_up(key, false); }
  Result<std::optional<std::string>> take(std::string_view key) override { return look_up(key, true); }

 private:
  using Place = std::list<Entry>::iterator;

  std::optional<std::string> look_up(std::string_view key, bool remove) {
    const SteadyTime now = clock_.steady_now();
    MutexLock lock(mutex_);
    const auto found = by_key_.find(std::string(key));
    if (found == by_key_.end()) return std::nullopt;
    const Place place = found->second;
    std::optional<std::string> value;
    const bool ended = place->ends <= now;
    if (!ended) value = place->value;
    if (ended || remove) drop(place);
    return value;
  }

  void drop(Place place) REQUIRES(mutex_) {
    bytes_ -= place->size();
    by_key_.erase(place->key);
    entries_.erase(place);
  }

  const Clock& clock_;
  Mutex mutex_;
  std::list<Entry> entries_ GUARDED_BY(mutex_);  // oldest first
  std::unordered_map<std::string, Place> by_key_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace

std::unique_ptr<Cache> make_memory_cache(const Clock& clock) {
  return std::make_unique<MemoryCache>(clock);
}

}  // namespace autograder
