// Makes connections, and lets a server that is away come back in peace.
//
// Knows:          when the last attempts failed, how long nobody tries again.
// Does not know:  what connections are used for.
#pragma once

#include <memory>
#include <optional>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/postgres/connection.h"

namespace autograder::postgres {

// All members may be called from any thread.
class Connector final {
 public:
  // The clock outlives it.
  Connector(PostgresOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}

  // Throws a Failure that is `lost`, at once while nobody is to try.
  std::unique_ptr<Connection> connect();

  // Runs `attempt` until it returns or throws what is no lost connection, at once and at most retries_max times again. After
  // the last nobody connects for a while.
  template <class Attempt>
  auto with_retries(Attempt&& attempt) {
    for (int retries = 0;; ++retries) {
      try {
        return attempt();
      } catch (const Failure& failure) {
        if (!failure.lost) throw;
        if (retries == options_.retries_max || is_waiting()) {
          give_up();
          throw;
        }
      }
    }
  }

  const PostgresOptions& options() const { return options_; }
  const Clock& clock() const { return clock_; }

 private:
  bool is_waiting();
  void give_up();

  const PostgresOptions options_;
  const Clock& clock_;
  Mutex mutex_;
  std::optional<SteadyTime> next_try_ GUARDED_BY(mutex_);
  std::chrono::milliseconds back_off_ GUARDED_BY(mutex_){0};
};

}  // namespace autograder::postgres
