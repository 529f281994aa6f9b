// A mutex that clang's thread-safety analysis understands: annotations say what it guards.
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define AG_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define AG_THREAD_ATTRIBUTE(x)
#endif
#define GUARDED_BY(x) AG_THREAD_ATTRIBUTE(guarded_by(x))
#define REQUIRES(...) AG_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) AG_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))

namespace autograder {

class AG_THREAD_ATTRIBUTE(capability("mutex")) Mutex final {
 public:
  void lock() AG_THREAD_ATTRIBUTE(acquire_capability()) { mutex_.lock(); }
  void unlock() AG_THREAD_ATTRIBUTE(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class AG_THREAD_ATTRIBUTE(scoped_lockable) MutexLock final {
 public:
  explicit MutexLock(Mutex& mutex) AG_THREAD_ATTRIBUTE(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() AG_THREAD_ATTRIBUTE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits on a Mutex that the caller holds.
using Condition = std::condition_variable_any;

}  // namespace autograder
