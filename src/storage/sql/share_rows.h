// Rows that say who holds slots and what was used. All run in a write and may throw.
#pragma once

#include <optional>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

enum class Hands { empty, busy, full };  // full: with a job that runs alone

// Who holds a lease now.
struct Held {
  SlotShares shares;
  Hands hands;  // of the worker that asks
};
Held read_held(Connection& db, const LeaseRequest& request, Time now);

std::int64_t read_virtual_now(Connection& db, int priority);

// The account of a user; absent when the user never had one.
std::optional<std::int64_t> read_account(Connection& db, UserId owner, int priority);

// The job is leased: its user's account and the queue's virtual time move.
void charge_lease(Connection& db, const LeaseRequest& request, const std::optional<UserId>& owner, int priority,
                  std::int64_t virtual_start);

// Its lease ends: the user pays for the wall time from then until `until`, but not for what was lent. While the row is
// still there, and leased.
void charge_work(Connection& db, JobId id, Time until, Duration lent = {});

}  // namespace autograder::sql
