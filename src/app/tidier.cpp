#include "app/tidier.h"

#include <pthread.h>

#include "foundation/log.h"

namespace autograder {

Tidier::Tidier(Upkeep& upkeep, std::chrono::milliseconds period)
    : upkeep_(upkeep), period_(period), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "tidier");
}

Tidier::~Tidier() {
  bell_.stop();
  thread_.join();
}

void Tidier::loop() {
  do {
    sweep();
  } while (!bell_.wait_for_stop(period_));
}

// Step after step, so that other writes come between.
void Tidier::sweep() {
  int rows = 0;
  for (bool more = true; more && !bell_.stopped();) {
    const auto step = upkeep_.sweep();
    if (!step) return log::warn("old rows could not be deleted", {{"error", step.error().message}});
    rows += step->rows;
    more = step->more;
  }
  if (rows > 0) log::debug("old rows were deleted", {{"rows", rows}});
}

}  // namespace autograder
