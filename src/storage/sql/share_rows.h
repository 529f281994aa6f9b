// Rows that say who holds slots and what was used. All run in a write and may throw.
#pragma once

#include <optional>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sql/queue_state.h"

namespace autograder::sql {

enum class Hands { empty, busy, full };  // full: with a job that runs alone

// Who holds a lease now.
struct Held {
  SlotShares shares;
  Hands hands;  // of the worker that asks
};
Held held_in(const QueueState& state, const LeaseRequest& request);

// The job is leased by this worker: its user's account and the queue's virtual time move, but not beyond `next_start`, where
// the first of the others starts (first_start_beside).
void charge_lease(Connection& db, QueueState& state, WorkerId worker, const Candidate& leased,
                  std::optional<std::int64_t> next_start);

// Its lease ends: the user pays for the wall time from then until `until`, but not for what was lent.
void charge_work(Connection& db, const LeasedJob& leased, Time until, Duration lent = {});

}  // namespace autograder::sql
