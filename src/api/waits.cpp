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
  held_.emplace(held->waiter.subject, held);
  start_look(held);
  return std::nullopt;
}

void Waits::start_look(const HeldPointer& held) {
  if (held->looking) {
    held->look_again = true;
    return;
  }
  held->since_look = std::chrono::milliseconds(0);
  // A full pool: a later tick tries again.
  held->looking = pool_.post([this, held] { look(held); });
}

void Waits::look(const HeldPointer& held) {
  bool over = false;
  {
    MutexLock lock(mutex_);
    over = held->over;
    held->look_again = false;
  }
  std::optional<http::Response> response;
  bool broken = false;
  try {
    response = held->waiter.look(over);
  } catch (const std::exception& error) {
    log::error("looking at a submission threw", {{"what", error.what()}});
    broken = true;
  }
  {
    MutexLock lock(mutex_);
    held->looking = false;
    if (!response && !broken) {
      if (held->look_again) start_look(held);
      return;
    }
    auto [first, last] = held_.equal_range(held->waiter.subject);
    for (; first != last; ++first) {
      if (first->second != held) continue;
      held_.erase(first);
      break;
    }
    const auto mine = of_user_.find(held->waiter.user);
    if (mine != of_user_.end() && --mine->second == 0) of_user_.erase(mine);
    const auto its = of_address_.find(held->waiter.address);
    if (its != of_address_.end() && --its->second == 0) of_address_.erase(its);
  }
  if (response) held->reply(std::move(*response));
  // Otherwise the reply is dropped with `held`, and answers 500.
}

void Waits::ring(const Subject& subject) {
  MutexLock lock(mutex_);
  auto [first, last] = held_.equal_range(subject);
  for (; first != last; ++first) start_look(first->second);
}

void Waits::tick() {
  MutexLock lock(mutex_);
  for (auto& [submission, held] : held_) {
    held->waiter.time_left -= kTick;
    held->since_look += kTick;
    const bool gone = held->waiter.client_gone && *held->waiter.client_gone;
    const bool ends = gone || closed_ || held->waiter.time_left.count() <= 0;
    if (ends && (!held->over || !held->looking)) {
      held->over = true;
      start_look(held);
    } else if (held->since_look >= bounds_.look_every) {
      start_look(held);
    }
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
