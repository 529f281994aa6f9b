// Sweeps the storage again and again, on a thread that has nothing else to do: what is old goes even when nobody
// submits anything, and when all that is submitted is refused.
#pragma once

#include <chrono>
#include <thread>

#include "foundation/doorbell.h"
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

  Upkeep& upkeep_;
  const std::chrono::milliseconds period_;
  Doorbell bell_;
  std::thread thread_;
};

}  // namespace autograder
