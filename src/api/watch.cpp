#include "api/watch.h"

#include <utility>

namespace autograder::api {

Watcher::Watcher(Watch& watch, const Subject& subject, std::chrono::milliseconds look_every, std::function<void()> look)
    : watch_(watch), subject_(subject), look_every_(look_every), looks_(watch.pool_, std::move(look)) {}

Watcher::~Watcher() {
  MutexLock lock(watch_.mutex_);
  auto [first, last] = watch_.watchers_.equal_range(subject_);
  while (first != last && first->second != this) ++first;
  if (first != last) watch_.watchers_.erase(first);
}

void Watcher::look() {
  MutexLock lock(watch_.mutex_);
  watch_.start_look(*this);
}

std::unique_ptr<Watcher> Watch::add(const Subject& subject, std::chrono::milliseconds look_every,
                                    std::function<void()> look) {
  std::unique_ptr<Watcher> watcher(new Watcher(*this, subject, look_every, std::move(look)));
  MutexLock lock(mutex_);
  watchers_.emplace(subject, watcher.get());
  return watcher;
}

void Watch::start_look(Watcher& watcher) {
  watcher.since_look_ = std::chrono::milliseconds(0);
  watcher.looks_.ask();
}

void Watch::ring(const Subject& subject) {
  MutexLock lock(mutex_);
  const auto [first, last] = watchers_.equal_range(subject);
  for (auto watcher = first; watcher != last; ++watcher) start_look(*watcher->second);
}

void Watch::tick() {
  MutexLock lock(mutex_);
  for (const auto& [subject, watcher] : watchers_) {
    watcher->since_look_ += kTick;
    if (watcher->since_look_ >= watcher->look_every_) start_look(*watcher);
  }
}

}  // namespace autograder::api
