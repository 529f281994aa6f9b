// Rejudging of whole problems, step by step in the background, so that neither a request nor the queue is flooded.
//
// Knows:          which problems are under way and how far they came. A stop of the server forgets it: an admin who
//                 wants the rest asks again, and what is queued already stays queued.
// Does not know:  who asked.
#pragma once

#include <deque>
#include <optional>

#include "domain/id.h"
#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "foundation/thread_pool.h"
#include "live/event_bus.h"
#include "storage/submission_store.h"

namespace autograder::api {

constexpr std::size_t kRejudgesMax = 16;  // problems under way
constexpr std::chrono::milliseconds kRejudgeEvery{200};
constexpr int kRejudgeFailuresMax = 50;  // steps that the database refuses in a row, then it is given up

// All members may be called from any thread.
class Rejudges final {
 public:
  // The pool is stopped before this ends.
  Rejudges(SubmissionStore& store, ThreadPool& pool, EventBus& bus, IdGenerator& ids, const Clock& clock)
      : store_(store), pool_(pool), bus_(bus), ids_(ids), clock_(clock) {}

  // From the first submission on, also when the problem is under way. With `rules_version` only those judged under older
  // rules; all of them when both were asked for. False when too many problems are under way.
  bool start(ProblemId problem, std::optional<int> rules_version);
  // Whether there may be more of the problem to queue.
  bool under_way(ProblemId problem);
  // Every kRejudgeEvery: one step of one problem, on a thread of the pool.
  void tick();

 private:
  struct Way {
    ProblemId problem;
    std::optional<int> rules_version;
    SubmissionId after;
    int failures = 0;
    bool again = false;  // asked for again while a step ran
  };
  void step();

  SubmissionStore& store_;
  ThreadPool& pool_;
  EventBus& bus_;
  IdGenerator& ids_;
  const Clock& clock_;
  Mutex mutex_;
  std::deque<Way> ways_ GUARDED_BY(mutex_);  // the next to step first
  bool stepping_ GUARDED_BY(mutex_) = false;
};

}  // namespace autograder::api
