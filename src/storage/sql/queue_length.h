// How many jobs wait, without a row that every create would write and without a count at every create.
//
// Counted at most once a second, and when the queue seems full. In between, what this process let in is added. So one process
// never lets in too many; several that share a database may pass the bound by what the others created within a second.
#pragma once

#include <chrono>
#include <optional>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

// So many jobs wait, now or for a retry; `up_to` means: or more. One look into an index for each.
int count_waiting(Connection& db, int up_to);

// All members may be called from any thread.
class QueueLength final {
 public:
  static constexpr std::chrono::seconds kCountEvery{1};

  // `most` jobs may wait. The clock outlives this.
  QueueLength(const Clock& clock, int most) : clock_(clock), most_(most) {}

  // Whether one more may wait. In a write. Throws as a Query does.
  bool has_room(Connection& db);
  // A job entered. Also when its transaction is undone later: the next count knows.
  void add_one();
  int most() const { return most_; }

 private:
  struct Known {
    SteadyTime counted_at;
    int waiting = 0;
  };

  const Clock& clock_;
  const int most_;
  Mutex mutex_;
  std::optional<Known> known_ GUARDED_BY(mutex_);
};

}  // namespace autograder::sql
