// Lets so many compilations and runs share the machine as it has cores, and tells each whether it had company.
#pragma once

#include <cstdint>

#include "foundation/mutex.h"

namespace autograder {

// Any thread.
class QuietRoom final {
 public:
  explicit QuietRoom(int places) : places_(places) {}

 private:
  friend class Stay;

  const int places_;
  Mutex mutex_;
  Condition changed_;
  int inside_ GUARDED_BY(mutex_) = 0;
  std::uint64_t entered_ GUARDED_BY(mutex_) = 0;  // ever
};

// In the room while it lives.
class Stay final {
 public:
  explicit Stay(QuietRoom& room) : room_(room) {
    MutexLock lock(room_.mutex_);
    while (room_.inside_ >= room_.places_) room_.changed_.wait(room_.mutex_);
    found_company_ = room_.inside_ > 0;
    ++room_.inside_;
    number_ = ++room_.entered_;
  }
  ~Stay() {
    MutexLock lock(room_.mutex_);
    --room_.inside_;
    room_.changed_.notify_all();
  }
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;

  // Whether anybody else was inside at any time of this stay.
  bool had_company() const {
    MutexLock lock(room_.mutex_);
    return found_company_ || room_.entered_ != number_;
  }

 private:
  QuietRoom& room_;
  bool found_company_ = false;
  std::uint64_t number_ = 0;
};

}  // namespace autograder
