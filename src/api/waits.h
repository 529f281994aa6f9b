// Answers that are held until a verdict.
//
// Knows:          how long each one waits, who hung up.
// Does not know:  what a submission looks like: each waiter brings its own look at the truth. When to look: that is watch.h.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "api/watch.h"
#include "api/wire/refusal.h"
#include "domain/subject.h"
#include "foundation/mutex.h"
#include "http/message.h"

namespace autograder::api {

// All members may be called from any thread.
class Waits final {
 public:
  static constexpr std::chrono::milliseconds kTick{100};

  // Reads the truth on a thread of the pool. `over`: the wait has ended, so there must be an answer.
  using Look = std::function<std::optional<http::Response>(bool over)>;

  struct Waiter {
    Subject subject;
    UserId user;
    std::string address;  // of the subscriber
    std::chrono::milliseconds time_left{};
    std::shared_ptr<const std::atomic<bool>> client_gone;
    Look look;
  };

  struct Bounds {
    std::size_t held;
    std::size_t held_a_user;
    std::size_t held_an_address;
    std::chrono::milliseconds time;        // no waiter is held longer, whatever it brings
    std::chrono::milliseconds look_every;  // at the truth, though no bell rang
  };

  // The watch outlives it, and its pool is stopped before this ends.
  Waits(Watch& watch, Bounds bounds) : watch_(watch), bounds_(bounds) {}

  // Looks at once, so that a bell rung just before is not missed. When there is no room `reply` stays with the caller.
  std::optional<Refusal> add(Waiter waiter, http::Reply& reply);
  // Every kTick.
  void tick();
  // Everyone is answered now, with the state of now; so are those who come later.
  void close();

 private:
  struct Held {
    Waiter waiter;
    http::Reply reply;
    std::unique_ptr<Watcher> watcher;
    bool over = false;
  };
  using HeldPointer = std::shared_ptr<Held>;

  void look(const HeldPointer& held);
  void let_go(Held& held) REQUIRES(mutex_);

  Watch& watch_;
  const Bounds bounds_;
  Mutex mutex_;
  bool closed_ GUARDED_BY(mutex_) = false;
  std::unordered_set<HeldPointer> held_ GUARDED_BY(mutex_);
  std::unordered_map<UserId, std::size_t> of_user_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::size_t> of_address_ GUARDED_BY(mutex_);
};

}  // namespace autograder::api
