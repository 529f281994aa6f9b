// Rows that say who holds slots and what was used. All run in a write and may throw.
#pragma once

#include <map>
#include <optional>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sql/queue_front.h"

namespace autograder::sql {

enum class Hands { empty, busy, full };  // full: with a job that runs alone

// How far the virtual time of a priority has come, and the work since its last lease.
struct Pace {
  std::int64_t virtual_now = 0;
  std::int64_t worked = 0;
};

// Who holds a lease now, and what the next lease is counted from.
struct Held {
  SlotShares shares;
  Hands hands;  // of the worker that asks
  bool last_was_run = false;
  std::map<int, Pace> paces;  // by priority

  Pace pace_of(int priority) const;
};
Held read_held(Connection& db, const LeaseRequest& request, Time now);

// The job is leased: its user's account and the queue's virtual time move. `next_start`: first_start_beside().
void charge_lease(Connection& db, const Held& held, const Candidate& leased, std::optional<std::int64_t> next_start);

// Its lease ends: the user pays for the wall time from then until `until`, but not for what was lent.
void charge_work(Connection& db, const LeasedJob& leased, Time until, Duration lent = {});

}  // namespace autograder::sql
