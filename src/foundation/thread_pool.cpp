#include "foundation/thread_pool.h"

#include <pthread.h>

namespace autograder {

ThreadPool::ThreadPool(std::string name, int threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this, name] {
      pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
      run();
    });
  }
}

ThreadPool::~ThreadPool() {
  stop();
}

bool ThreadPool::post(Work work) {
  {
    MutexLock lock(mutex_);
    if (stopping_) return false;
    if (queue_.size() >= queue_max_) {
      ++refused_;
      return false;
    }
    queue_.push_back(std::move(work));
  }
  condition_.notify_one();
  return true;
}

ThreadPool::Figures ThreadPool::figures() {
  MutexLock lock(mutex_);
  return {queue_.size(), done_, refused_};
}

void ThreadPool::stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  condition_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void ThreadPool::run() {
  for (;;) {
    Work work;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) condition_.wait(mutex_);
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      ++done_;
    }
    work();
  }
}

}  // namespace autograder
