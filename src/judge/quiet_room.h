// Lets so many runs share the machine as it has cores, and one that is to be measured again have it alone.
#pragma once

#include "foundation/mutex.h"

namespace autograder {

// Any thread. Whoever wants to be alone goes first: new companions wait until it is done, so it never starves.
class QuietRoom final {
 public:
  explicit QuietRoom(int places) : places_(places) {}

  void enter(bool alone) {
    MutexLock lock(mutex_);
    if (!alone) {
      while (loners_ > 0 || inside_ >= places_) changed_.wait(mutex_);
      ++inside_;
      return;
    }
    ++loners_;
    while (inside_ > 0) changed_.wait(mutex_);
    ++inside_;
  }
  void leave(bool alone) {
    MutexLock lock(mutex_);
    --inside_;
    if (alone) --loners_;
    changed_.notify_all();
  }

 private:
  const int places_;
  Mutex mutex_;
  Condition changed_;
  int inside_ GUARDED_BY(mutex_) = 0;
  int loners_ GUARDED_BY(mutex_) = 0;  // inside or waiting to be
};

// In the room while it lives.
class Stay final {
 public:
  Stay(QuietRoom& room, bool alone) : room_(room), alone_(alone) { room_.enter(alone); }
  ~Stay() { room_.leave(alone_); }
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;

 private:
  QuietRoom& room_;
  const bool alone_;
};

}  // namespace autograder
