// Values that were read from somewhere, kept until that changes. A value that was read before a change is never kept after
// it: a reader takes the epoch first, and hands it in with the value.
//
// Knows:          keys, one value for each part of a key, and how much is kept.
// Does not know:  the values, or who hears of a change.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>

#include "foundation/mutex.h"

namespace autograder {

// The part, where a key has only one.
using WholeKey = std::monostate;

// All members may be called from any thread; none blocks. Beyond the bounds, the values go that nobody asked for the
// longest. Values are copied out: keep pointers to what is large.
template <class Key, class Value, class Part = WholeKey>
class EpochCache final {
 public:
  struct Bounds {
    std::size_t values = std::numeric_limits<std::size_t>::max();
    std::size_t bytes = std::numeric_limits<std::size_t>::max();  // as keep() is told
  };

  explicit EpochCache(Bounds bounds) : bounds_(bounds) {}

  std::optional<Value> find(const Key& key, const Part& part = {}) {
    MutexLock lock(mutex_);
    const auto kept = place_of(key, part);
    if (kept == places_.end()) return std::nullopt;
    order_.splice(order_.begin(), order_, kept->second);
    return kept->second->value;
  }

  // Grows when the key is forgotten, and perhaps when another is. Taken before the value is read.
  std::uint64_t epoch(const Key& key) const {
    MutexLock lock(mutex_);
    return epoch_of(key);
  }

  // Replaces the value before. Does nothing when the epoch has passed, or when the value alone is beyond the bounds.
  void keep(const Key& key, std::uint64_t epoch, Value value, std::size_t bytes = 0, const Part& part = {}) {
    if (bytes > bounds_.bytes) return;
    MutexLock lock(mutex_);
    if (epoch != epoch_of(key)) return;
    if (const auto before = place_of(key, part); before != places_.end()) drop(before);
    order_.push_front({key, part, std::move(value), bytes});
    places_.emplace(key, order_.begin());
    bytes_ += bytes;
    while (order_.size() > bounds_.values || bytes_ > bounds_.bytes) {
      drop(place_of(order_.back().key, order_.back().part));
    }
  }

  // All parts of it.
  void forget(const Key& key) {
    MutexLock lock(mutex_);
    ++epochs_[stripe_of(key)];
    for (auto kept = places_.find(key); kept != places_.end(); kept = places_.find(key)) drop(kept);
  }

  void forget_all() {
    MutexLock lock(mutex_);
    ++epoch_of_all_;
    places_.clear();
    order_.clear();
    bytes_ = 0;
  }

 private:
  struct Kept {
    Key key;
    Part part;
    Value value;
    std::size_t bytes = 0;
  };
  using Order = std::list<Kept>;  // asked for last first
  using Places = std::unordered_multimap<Key, typename Order::iterator>;

  static std::size_t stripe_of(const Key& key) { return std::hash<Key>{}(key) % kStripes; }
  std::uint64_t epoch_of(const Key& key) const REQUIRES(mutex_) { return epoch_of_all_ + epochs_[stripe_of(key)]; }
  typename Places::iterator place_of(const Key& key, const Part& part) REQUIRES(mutex_) {
    const auto [first, last] = places_.equal_range(key);
    for (auto kept = first; kept != last; ++kept) {
      if (kept->second->part == part) return kept;
    }
    return places_.end();
  }
  void drop(typename Places::iterator kept) REQUIRES(mutex_) {
    bytes_ -= kept->second->bytes;
    order_.erase(kept->second);
    places_.erase(kept);
  }

  // Keys share epochs: one for each would have to be kept for ever.
  static constexpr std::size_t kStripes = 1024;

  const Bounds bounds_;
  mutable Mutex mutex_;
  Order order_ GUARDED_BY(mutex_);
  Places places_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t epoch_of_all_ GUARDED_BY(mutex_) = 0;
  std::array<std::uint64_t, kStripes> epochs_ GUARDED_BY(mutex_){};
};

}  // namespace autograder
