// The queue as a lease looks at it: who holds which slots, how far virtual time has come, the first jobs that wait. In a
// write; may throw.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "storage/sql/queue_front.h"

namespace autograder::sql {

// How far the virtual time of a priority has come, and the work since its last lease.
struct Pace {
  std::int64_t virtual_now = 0;
  std::int64_t worked = 0;
};

struct QueueState {
  struct HeldLease {
    JobId job;
    std::optional<UserId> owner;
    int priority = 0;
    WorkerId worker;
    bool is_suspect = false;
  };

  std::map<WorkerId, int> slots;  // of workers that live
  std::vector<HeldLease> leases;
  bool last_was_run = false;
  std::map<int, Pace> paces;  // by priority

  void forget(JobId job);
};

// Work since the last lease of a priority is counted under this name.
std::string worked_name(int priority);
constexpr const char* kLastWasRun = "last_was_run";

class QueueNow final {
 public:
  // Asks for all of it at once. The connection outlives it.
  QueueNow(Connection& db, Time now);

  QueueState& state();
  Front& front() { return front_; }

 private:
  struct Asked {
    Query workers;
    Query counters;
    Query clocks;
    Query leases;
  };
  static Asked ask(Connection& db, Time now);
  static QueueState read(Asked& asked);

  Front front_;
  std::optional<Asked> asked_;
  QueueState state_;
};

}  // namespace autograder::sql
