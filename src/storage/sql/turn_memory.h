// What the writes of one group know of the queue from those before them in it, and what they asked for before the first of
// them began. So a group reads in one round trip, however many leases and ends are in it.
//
// Knows:          the queue as it is in the middle of a group, accounts and counts that the group has written.
// Does not know:  rules.
//
// Only where the database is far; else each write reads for itself. What is here is true: each function that writes such
// rows changes it, too, and it is forgotten when another write has been done (sql::Kept).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "storage/sql/queue_front.h"
#include "storage/sql/queue_state.h"
#include "storage/stored_bytes.h"

namespace autograder::sql {

// What a create looks at.
struct AskedCreate {
  Query taken;
  Query stored;
  Query virtual_start;
};

struct TurnMemory final : Kept {
  // Null when nothing in this group has begun one.
  static TurnMemory* of(Connection& db);
  // Only for who asks ahead: where the database is far.
  static TurnMemory& begin(Connection& db);

  std::unique_ptr<QueueNow> queue;
  std::map<std::pair<JobId, LeaseToken>, Query> ends;
  std::map<JobId, AskedCreate> creates;
  // As this group has written them.
  std::map<std::pair<UserId, int>, std::int64_t> accounts;  // by priority
  std::map<std::pair<UserId, int>, std::int64_t> last_starts;
  std::map<UserId, StoredBytes> stored;
  bool queue_moved = false;  // a lease or an end: what creates asked for their place no longer holds
};

// What the group has written, else what was read.
std::optional<std::int64_t> account_now(Connection& db, const std::optional<UserId>& owner, int priority,
                                        std::optional<std::int64_t> read);

}  // namespace autograder::sql
