// Sweeps the storage again and again, on a thread that has nothing else to do: what is old goes even when nobody
// submits anything, and when all that is submitted is refused.
#pragma once

#include <chrono>
#include <thread>

#include "foundation/mutex.h"
#include "storage/upkeep.h"

namespace autograder {

constexpr std::chrono::seconds kSweepPeriod{10};

class Tidier final {
 public:
  // `upkeep` outlives it. The first sweep is at once.
  explicit Tidier(Upkeep& upkeep, std::chrono::milliseconds period = kSweepPeriod);
  ~Tidier();
  Tidier(const Tidier&) = delete;
  Tidier& operator=(const Tidier&) = delete;

 private:
  void loop();
  void sweep();
  bool stopping();

  Upkeep& upkeep_;
  const std::chrono::milliseconds period_;
  Mutex mutex_;
  Condition stop_;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace autograder
