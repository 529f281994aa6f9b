#include "app/tidier.h"

#include <pthread.h>

#include "foundation/log.h"

namespace autograder {

Tidier::Tidier(Upkeep& upkeep, std::chrono::milliseconds period)
    : upkeep_(upkeep), period_(period), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "tidier");
}

Tidier::~Tidier() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

bool Tidier::stopping() {
  MutexLock lock(mutex_);
  return stopping_;
}

void Tidier::loop() {
  while (!stopping()) {
    sweep();
    MutexLock lock(mutex_);
    if (!stopping_) stop_.wait_for(mutex_, period_);
  }
}

// Step after step, so that other writes come between.
void Tidier::sweep() {
  int rows = 0;
  for (bool more = true; more && !stopping();) {
    const auto step = upkeep_.sweep();
    if (!step) return log::warn("old rows could not be deleted", {{"error", step.error().message}});
    rows += step->rows;
    more = step->more;
  }
  if (rows > 0) log::debug("old rows were deleted", {{"rows", rows}});
}

}  // namespace autograder
