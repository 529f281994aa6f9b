// The time of the database server, which all processes share: their own clocks may be minutes apart.
//
// Knows:          what the server said last, and how long ago that is.
// Does not know:  what it is used for.
#pragma once

#include <chrono>
#include <optional>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/sql/connection.h"

namespace autograder::postgres {

// All members may be called from any thread, but the connection's by who has it.
class DatabaseTime final {
 public:
  // The server is asked as often. In between, this process counts on.
  static constexpr std::chrono::seconds kAskEvery{1};

  // With `fixed` the clock itself is the database's time, for tests. The clock outlives this.
  DatabaseTime(const Clock& clock, bool fixed) : clock_(clock), fixed_(fixed) {}
  // In a transaction of the connection. Throws as a Query does.
  Time now(sql::Connection& db);

 private:
  struct Known {
    Time time;
    SteadyTime at;
  };

  const Clock& clock_;
  const bool fixed_;
  Mutex mutex_;
  std::optional<Known> known_ GUARDED_BY(mutex_);
};

}  // namespace autograder::postgres
