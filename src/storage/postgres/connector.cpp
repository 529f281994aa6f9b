#include "storage/postgres/connector.h"

#include <algorithm>

#include "foundation/log.h"

namespace autograder::postgres {

std::unique_ptr<Connection> Connector::connect() {
  if (is_waiting()) throw Failure{"", "the database cannot be reached; try again in some seconds", true};
  auto connection = std::make_unique<Connection>(options_);
  bool came_back = false;
  {
    const MutexLock lock(mutex_);
    came_back = back_off_.count() > 0;
    next_try_.reset();
    back_off_ = {};
  }
  if (came_back) log::info("the database can be reached again");
  return connection;
}

bool Connector::is_waiting() {
  const auto now = clock_.steady_now();
  const MutexLock lock(mutex_);
  return next_try_ && now < *next_try_;
}

void Connector::give_up() {
  const auto now = clock_.steady_now();
  bool first = false;
  {
    const MutexLock lock(mutex_);
    if (next_try_ && now < *next_try_) return;
    first = back_off_.count() == 0;
    back_off_ = std::clamp(back_off_ * 2, options_.back_off_min, options_.back_off_max);
    next_try_ = now + back_off_;
  }
  if (first) log::error("the database cannot be reached", {{"database", url_without_password(options_.url)}});
}

}  // namespace autograder::postgres
