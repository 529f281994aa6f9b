// Lets one of many through in a while: for log lines that a stranger can cause as often as they like.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "foundation/clock.h"
#include "foundation/mutex.h"

namespace autograder {

// All members may be called from any thread.
class Seldom final {
 public:
  explicit Seldom(std::chrono::milliseconds every = std::chrono::seconds(1)) : every_(every) {}

  // How many were held back since the last that passed; absent: hold this one back too.
  std::optional<std::uint64_t> pass(SteadyTime now) {
    MutexLock lock(mutex_);
    if (next_ && now < *next_) {
      ++held_back_;
      return std::nullopt;
    }
    next_ = now + every_;
    const auto count = held_back_;
    held_back_ = 0;
    return count;
  }

 private:
  const std::chrono::milliseconds every_;
  Mutex mutex_;
  std::optional<SteadyTime> next_ GUARDED_BY(mutex_);
  std::uint64_t held_back_ GUARDED_BY(mutex_) = 0;
};

}  // namespace autograder
