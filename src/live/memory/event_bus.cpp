#include <cstdint>
#include <map>
#include <vector>

#include "foundation/mutex.h"
#include "live/memory/memory_live.h"

namespace autograder {
namespace {

// One handler, and how many threads are in it.
class Listener final {
 public:
  explicit Listener(EventBus::Handler handler) : handler_(std::move(handler)) {}

  void hear(const Event& event) {
    {
      MutexLock lock(mutex_);
      if (ended_) return;
      ++inside_;
    }
    handler_(event);
    MutexLock lock(mutex_);
    if (--inside_ == 0) left_.notify_all();
  }

  void end() {
    MutexLock lock(mutex_);
    ended_ = true;
    while (inside_ > 0) left_.wait(mutex_);
  }

 private:
  const EventBus::Handler handler_;
  Mutex mutex_;
  Condition left_;
  int inside_ GUARDED_BY(mutex_) = 0;
  bool ended_ GUARDED_BY(mutex_) = false;
};

struct Listeners {
  Mutex mutex;
  std::uint64_t next GUARDED_BY(mutex) = 0;
  std::map<std::uint64_t, std::shared_ptr<Listener>> by_number GUARDED_BY(mutex);
};

class MemorySubscription final : public Subscription {
 public:
  MemorySubscription(std::shared_ptr<Listeners> listeners, std::uint64_t number, std::shared_ptr<Listener> listener)
      : listeners_(std::move(listeners)), number_(number), listener_(std::move(listener)) {}
  ~MemorySubscription() override {
    {
      MutexLock lock(listeners_->mutex);
      listeners_->by_number.erase(number_);
    }
    listener_->end();
  }

 private:
  const std::shared_ptr<Listeners> listeners_;
  const std::uint64_t number_;
  const std::shared_ptr<Listener> listener_;
};

class MemoryEventBus final : public EventBus {
 public:
  void publish(const Event& event) override {
    std::vector<std::shared_ptr<Listener>> present;
    {
      MutexLock lock(listeners_->mutex);
      present.reserve(listeners_->by_number.size());
      for (const auto& [number, listener] : listeners_->by_number) present.push_back(listener);
    }
    // Without the lock: a handler may publish or subscribe itself.
    for (const auto& listener : present) listener->hear(event);
  }

  std::unique_ptr<Subscription> subscribe(Handler handler) override {
    auto listener = std::make_shared<Listener>(std::move(handler));
    MutexLock lock(listeners_->mutex);
    const std::uint64_t number = listeners_->next++;
    listeners_->by_number.emplace(number, listener);
    return std::make_unique<MemorySubscription>(listeners_, number, std::move(listener));
  }

 private:
  const std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
};

}  // namespace

std::unique_ptr<EventBus> make_memory_event_bus() {
  return std::make_unique<MemoryEventBus>();
}

}  // namespace autograder
