#include "storage/sql/queue_length.h"

namespace autograder::sql {

int count_waiting(Connection& db, int up_to) {
  return db
      .query(
          "SELECT (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE state = 'waiting' LIMIT ?) AS counted) + "
          "(SELECT count(*) FROM (SELECT 1 FROM jobs WHERE state = 'delayed' LIMIT ?) AS counted)")
      .bind(up_to, up_to)
      .one<int>()
      .value();
}

bool QueueLength::has_room(Connection& db) {
  const auto now = clock_.steady_now();
  {
    const MutexLock lock(mutex_);
    if (known_ && known_->waiting < most_ && now < known_->counted_at + kCountEvery) return true;
  }
  const int waiting = count_waiting(db, most_);
  const MutexLock lock(mutex_);
  known_ = Known{now, waiting};
  return waiting < most_;
}

void QueueLength::add_one() {
  const MutexLock lock(mutex_);
  if (known_) ++known_->waiting;
}

}  // namespace autograder::sql
