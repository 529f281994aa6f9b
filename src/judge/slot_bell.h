// Wakes the slots of a worker when a job may wait, and its timers when it stops.
//
// Knows:          rings, the stop.
// Does not know:  jobs.
#pragma once

#include <chrono>
#include <cstdint>

#include "foundation/mutex.h"

namespace autograder {

// Any thread.
class SlotBell final {
 public:
  // How often it rang: who looks for a job remembers it before, so that a ring during the look is not missed.
  std::uint64_t rings() const {
    MutexLock lock(mutex_);
    return rings_;
  }
  bool stopped() const {
    MutexLock lock(mutex_);
    return stopped_;
  }

  // A job may wait: one slot is enough.
  void ring_one() {
    MutexLock lock(mutex_);
    ++rings_;
    rung_.notify_one();
  }
  void ring_all() {
    MutexLock lock(mutex_);
    ++rings_;
    rung_.notify_all();
  }
  // False when it was stopped before. Wakes everybody.
  bool stop() {
    MutexLock lock(mutex_);
    if (stopped_) return false;
    stopped_ = true;
    rung_.notify_all();
    ended_.notify_all();
    return true;
  }

  // Returns at the first ring after `heard`, at the stop, or after this time.
  void wait_for_ring(std::uint64_t heard, std::chrono::milliseconds time) {
    MutexLock lock(mutex_);
    rung_.wait_for(mutex_, time, [&]() REQUIRES(mutex_) { return stopped_ || rings_ != heard; });
  }
  // Lets this time pass, or less when it is stopped. Whether it was stopped.
  bool wait_for_stop(std::chrono::milliseconds time) {
    MutexLock lock(mutex_);
    return ended_.wait_for(mutex_, time, [&]() REQUIRES(mutex_) { return stopped_; });
  }

 private:
  mutable Mutex mutex_;
  Condition rung_;
  Condition ended_;
  std::uint64_t rings_ GUARDED_BY(mutex_) = 0;
  bool stopped_ GUARDED_BY(mutex_) = false;
};

}  // namespace autograder
