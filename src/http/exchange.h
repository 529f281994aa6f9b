// The meeting point of one request and its answer: the connection waits on one side, a Reply answers on the other.
#pragma once

#include <functional>
#include <optional>

#include "foundation/mutex.h"
#include "http/message.h"

namespace autograder::http {

// Any thread, except where said. The first answer counts; after abandon() answers go nowhere.
class Exchange final {
 public:
  void answer(Response response) {
    MutexLock lock(mutex_);
    if (over_) return;
    over_ = true;
    response_ = std::move(response);
    ring();
  }
  // The connection's side: nobody waits for the answer any more.
  void abandon() {
    MutexLock lock(mutex_);
    over_ = true;
    ring();
  }
  // `wake` is called once, as soon as there is an answer or an end. It must only post: the lock is held, so that after
  // abandon() nothing touches the event loop that it posts to.
  void arm(std::move_only_function<void()> wake) {
    MutexLock lock(mutex_);
    wake_ = std::move(wake);
    if (over_) ring();
  }
  bool over() {
    MutexLock lock(mutex_);
    return over_;
  }
  std::optional<Response> take() {
    MutexLock lock(mutex_);
    return std::move(response_);
  }

 private:
  void ring() REQUIRES(mutex_) {
    if (!wake_) return;
    auto wake = std::move(wake_);
    wake_ = nullptr;
    wake();
  }

  Mutex mutex_;
  bool over_ GUARDED_BY(mutex_) = false;
  std::optional<Response> response_ GUARDED_BY(mutex_);
  std::move_only_function<void()> wake_ GUARDED_BY(mutex_);
};

// A Reply to this exchange. Dropped without being called (an exception on the way), it answers `otherwise`.
Reply reply_to(std::shared_ptr<Exchange> exchange, Response otherwise);

}  // namespace autograder::http
