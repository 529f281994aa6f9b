// Threads sleep here until somebody rings, until they are stopped, or until their time has passed.
//
// Knows:          rings, the stop.
// Does not know:  the reason of a ring: who wakes looks for it.
#pragma once

#include <chrono>
#include <cstdint>

#include "foundation/mutex.h"

namespace autograder {

// All members may be called from any thread.
class Doorbell final {
 public:
  // How often it rang. Who looks for work remembers it before the look, so that a ring during the look is not missed.
  std::uint64_t rings() const {
    MutexLock lock(mutex_);
    return rings_;
  }
  bool stopped() const {
    MutexLock lock(mutex_);
    return stopped_;
  }

  // One thread is enough.
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
  // Wakes everybody, for good. False when it was stopped before.
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
  // Lets this time pass, or less when it is stopped; rings do not count. Whether it was stopped.
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
