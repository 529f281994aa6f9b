// A few threads and a bounded queue of work for them: for calls that block.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "foundation/mutex.h"

namespace autograder {

class ThreadPool final {
 public:
  using Work = std::move_only_function<void()>;

  // `name` is at most 12 characters and shows in top(1).
  ThreadPool(std::string name, int threads, std::size_t queue_max);
  ~ThreadPool();  // stop()
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // False, and `work` is dropped, when the queue is full or the pool is stopping. Any thread.
  [[nodiscard]] bool post(Work work);
  struct Figures {
    std::size_t waiting = 0;
    std::uint64_t done = 0;     // begun, too
    std::uint64_t refused = 0;  // since the queue was full
  };
  Figures figures();
  // Finishes what is queued and joins. Not from one of its own threads.
  void stop();

 private:
  void run();

  const std::size_t queue_max_;
  Mutex mutex_;
  Condition condition_;
  std::deque<Work> queue_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::uint64_t done_ GUARDED_BY(mutex_) = 0;
  std::uint64_t refused_ GUARDED_BY(mutex_) = 0;
  std::vector<std::thread> threads_;
};

}  // namespace autograder
