// Looks at the truth of subjects that somebody waits for: when their bell rings, and now and then without one, since a bell
// may be lost.
//
// Knows:          who watches which subject, and how long ago each looked.
// Does not know:  what a look finds, or whom it is told: each watcher brings its own look.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <unordered_map>

#include "domain/subject.h"
#include "foundation/coalesced.h"
#include "foundation/mutex.h"
#include "foundation/thread_pool.h"

namespace autograder::api {

class Watch;

// Watches one subject while it lives. All members may be called from any thread, its own look included; none blocks.
class Watcher final {
 public:
  // A look that has begun goes on, and is the last.
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Looks soon, though no bell rang. What was done before this call is seen, also when a look runs already.
  void look();

 private:
  friend class Watch;
  Watcher(Watch& watch, const Subject& subject, std::chrono::milliseconds look_every, std::function<void()> look);

  Watch& watch_;
  const Subject subject_;
  const std::chrono::milliseconds look_every_;
  Coalesced looks_;
  std::chrono::milliseconds since_look_{0};  // guarded by the mutex of the watch
};

// All members may be called from any thread; none blocks.
class Watch final {
 public:
  static constexpr std::chrono::milliseconds kTick{100};

  // The pool outlives it, or is stopped before it ends.
  explicit Watch(ThreadPool& pool) : pool_(pool) {}

  // `look` reads the truth on a thread of the pool, never twice at once: after each ring of the subject, and when the last
  // look was `look_every` ago. The first one is the caller's to ask for. The watcher ends before this watch.
  std::unique_ptr<Watcher> add(const Subject& subject, std::chrono::milliseconds look_every,
                               std::function<void()> look);
  void ring(const Subject& subject);
  // Every kTick.
  void tick();

 private:
  friend class Watcher;
  void start_look(Watcher& watcher) REQUIRES(mutex_);

  ThreadPool& pool_;
  Mutex mutex_;
  std::unordered_multimap<Subject, Watcher*> watchers_ GUARDED_BY(mutex_);
};

}  // namespace autograder::api
