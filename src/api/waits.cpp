#include "api/waits.h"

#include <algorithm>

#include "foundation/log.h"

namespace autograder::api {

std::optional<Refusal> Waits::add(Waiter waiter, http::Reply& reply) {
  MutexLock lock(mutex_);
  const auto too_many = [](std::size_t max, std::string_view whose) {
    return Refusal{429, "wait: at most " + std::to_string(max) + " long polls for one " + std::string(whose),
                   std::chrono::seconds(1)};
  };
  if (const auto mine = of_user_.find(waiter.user); mine != of_user_.end() && mine->second >= bounds_.held_a_user) {
    return too_many(bounds_.held_a_user, "user");
  }
  const auto its = of_address_.find(waiter.address);
  if (its != of_address_.end() && its->second >= bounds_.held_an_address) {
    return too_many(bounds_.held_an_address, "address");
  }
  if (held_.size() >= bounds_.held)
    return Refusal{503, "too many long polls already wait; try again", std::chrono::seconds(1)};
  ++of_user_[waiter.user];
  ++of_address_[waiter.address];
  auto held = std::make_shared<Held>();
  held->waiter = std::move(waiter);
  held->waiter.time_left = std::min(held->waiter.time_left, bounds_.time);
  held->reply = std::move(reply);
  held->over = closed_;
  // Not kept alive by its own look.
  held->watcher = watch_.add(held->waiter.subject, bounds_.look_every, [this, weak = std::weak_ptr(held)] {
    if (const auto kept = weak.lock()) look(kept);
  });
  held->watcher->look();
  held_.insert(std::move(held));
  return std::nullopt;
}

void Waits::look(const HeldPointer& held) {
  bool over = false;
  {
    MutexLock lock(mutex_);
    over = held->over;
  }
  std::optional<http::Response> response;
  bool broken = false;
  try {
    response = held->waiter.look(over);
  } catch (const std::exception& error) {
    log::error("looking at a submission threw", {{"what", error.what()}});
    broken = true;
  }
  if (!response && !broken) return;
  {
    MutexLock lock(mutex_);
    let_go(*held);
    held_.erase(held);
  }
  if (response) held->reply(std::move(*response));
  // Otherwise the reply is dropped with `held`, and answers 500.
}

void Waits::let_go(Held& held) {
  held.watcher.reset();
  const auto mine = of_user_.find(held.waiter.user);
  if (mine != of_user_.end() && --mine->second == 0) of_user_.erase(mine);
  const auto its = of_address_.find(held.waiter.address);
  if (its != of_address_.end() && --its->second == 0) of_address_.erase(its);
}

void Waits::tick() {
  MutexLock lock(mutex_);
  for (const auto& held : held_) {
    held->waiter.time_left -= kTick;
    const bool gone = held->waiter.client_gone && *held->waiter.client_gone;
    if (!gone && !closed_ && held->waiter.time_left.count() > 0) continue;
    held->over = true;
    held->watcher->look();
  }
}

void Waits::close() {
  {
    MutexLock lock(mutex_);
    closed_ = true;
  }
  tick();
}

}  // namespace autograder::api
