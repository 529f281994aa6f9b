// How many jobs wait before one, at a cost that does not grow with the queue: all who wait ask for it again and again.
//
// Near the front it is counted. Farther back it is looked up in the order of the waiting jobs, which is read once a
// second at most: a place beyond kCounted may be a second old.
//
// A job that no worker can judge holds nobody up, and is not counted.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/id.h"
#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

// Where a job is in the order in which jobs are leased.
struct Place {
  int priority = 0;
  std::int64_t virtual_start = 0;
  JobId id;
};
template <>
struct Columns<Place> {
  static constexpr auto list = std::tuple(column("priority", &Place::priority),
                                          column("virtual_start", &Place::virtual_start), column("id", &Place::id));
};

// All members may be called from any thread.
class WaitingOrder final {
 public:
  static constexpr int kCounted = 100;
  static constexpr std::chrono::seconds kReadEvery{1};
  // While one thread reads the order, others take one that is not older.
  static constexpr std::chrono::seconds kUsed{2};

  // The clock outlives the order.
  explicit WaitingOrder(const Clock& clock) : clock_(clock) {}

  // Of the jobs in these languages (of all, where there are none). kCountMax + 1: there are more. `db` is in a transaction for
  // reading. Throws as a Query does.
  int ahead(Connection& db, const Place& place, const std::vector<std::string>& languages);

 private:
  struct Order {
    SteadyTime read_at;
    std::vector<Place> first;  // of kCountMax + 1 jobs
  };
  using Known = std::shared_ptr<const Order>;

  Known order(Connection& db, const std::vector<std::string>& languages);
  Known known(SteadyTime now);  // null: the caller reads it, and calls read()
  void read(Known order);       // null: the reading failed

  const Clock& clock_;
  Mutex mutex_;
  Condition was_read_;
  bool reading_ GUARDED_BY(mutex_) = false;
  Known order_ GUARDED_BY(mutex_);
};

}  // namespace autograder::sql
