// Work that never runs twice at once: who asks while it runs makes it run once more afterwards.
//
// Knows:          whether the work runs, and whether it was asked for since it began.
// Does not know:  the work itself.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "foundation/mutex.h"
#include "foundation/thread_pool.h"

namespace autograder {

// All members may be called from any thread, the work included; none blocks.
class Coalesced final {
 public:
  // The pool outlives it, or is stopped before it ends.
  Coalesced(ThreadPool& pool, std::function<void()> work) : state_(std::make_shared<State>(pool, std::move(work))) {}
  // A run that has not begun is dropped; one that has begun goes on, and is the last.
  ~Coalesced() { state_->end(); }
  Coalesced(const Coalesced&) = delete;
  Coalesced& operator=(const Coalesced&) = delete;

  // The work runs on a thread of the pool after this call. It sees all that was done before the call.
  void ask() {
    MutexLock lock(state_->mutex);
    state_->wanted = true;
    start(state_);
  }
  // For a timer: starts the run that was asked for when the pool had no room.
  void retry() {
    MutexLock lock(state_->mutex);
    start(state_);
  }

 private:
  struct State {
    State(ThreadPool& pool_in, std::function<void()> work_in) : pool(pool_in), work(std::move(work_in)) {}

    // False: nobody wants the run any more.
    bool begin() {
      MutexLock lock(mutex);
      wanted = false;
      return !ended;
    }
    void end() {
      MutexLock lock(mutex);
      ended = true;
    }

    ThreadPool& pool;
    const std::function<void()> work;
    Mutex mutex;
    bool running GUARDED_BY(mutex) = false;  // from the post on
    bool wanted GUARDED_BY(mutex) = false;   // and not begun since
    bool ended GUARDED_BY(mutex) = false;
  };

  // A full pool: the next ask() or retry() starts it.
  static void start(const std::shared_ptr<State>& state) REQUIRES(state->mutex) {
    if (state->running || !state->wanted || state->ended) return;
    state->running = state->pool.post([state] { run(state); });
  }
  static void run(const std::shared_ptr<State>& state) {
    if (!state->begin()) return;
    state->work();
    MutexLock lock(state->mutex);
    state->running = false;
    start(state);
  }

  const std::shared_ptr<State> state_;
};

}  // namespace autograder
