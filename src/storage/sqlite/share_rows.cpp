#include "storage/sqlite/share_rows.h"

#include <algorithm>

#include "storage/queue_rules.h"
#include "storage/worker_registry.h"

namespace autograder::sqlite {
namespace {

int read_slots(Connection& db, const LeaseRequest& request, Time now) {
  Query row = db.query("SELECT coalesce(sum(slots), 0) FROM workers WHERE last_seen_ms > ? AND id <> ?");
  row.bind(now - kWorkerLost, request.worker).next();
  return row.small(0) + request.slots;
}

bool last_was_run(Connection& db) {
  Query row = db.query("SELECT value FROM counters WHERE name = 'last_was_run'");
  return row.next() && row.flag(0);
}

void write_account(Connection& db, UserId owner, int priority, std::int64_t account) {
  db.query(
        "INSERT INTO fair_shares (owner_id, priority, virtual_finish) VALUES (?, ?, ?) "
        "ON CONFLICT (owner_id, priority) DO UPDATE SET virtual_finish = excluded.virtual_finish")
      .bind(owner, priority, account)
      .run();
}

void write_virtual_now(Connection& db, int priority, std::int64_t virtual_now) {
  db.query(
        "INSERT INTO virtual_clocks (priority, virtual_now) VALUES (?, ?) "
        "ON CONFLICT (priority) DO UPDATE SET virtual_now = excluded.virtual_now")
      .bind(priority, virtual_now)
      .run();
}

// Work since the last lease of a priority.
std::string worked_name(int priority) {
  return "worked:" + std::to_string(priority);
}
void add_worked(Connection& db, int priority, std::int64_t worked) {
  db.query(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + "
        "excluded.value")
      .bind(worked_name(priority), worked)
      .run();
}
std::int64_t take_worked(Connection& db, int priority) {
  std::int64_t worked = 0;
  {
    Query row = db.query("SELECT value FROM counters WHERE name = ?");
    if (row.bind(worked_name(priority)).next()) worked = row.integer(0);
  }
  if (worked > 0) db.query("UPDATE counters SET value = 0 WHERE name = ?").bind(worked_name(priority)).run();
  return worked;
}

// Where the first job of this priority starts that such a worker could have next. Jobs that nobody serves wait for long and
// must not hold the time up; of more of them at the front than are looked at, none counts.
std::optional<std::int64_t> first_waiting(Connection& db, const LeaseRequest& request, int priority) {
  constexpr int kLooks = 64;
  Query row = db.query(
      "SELECT virtual_start, kind, language FROM jobs WHERE state = 'waiting' AND priority = ? ORDER BY virtual_start, "
      "id LIMIT ?");
  row.bind(priority, kLooks);
  while (row.next()) {
    const auto kind = row.text(1);
    const bool known = std::ranges::any_of(request.kinds, [&](JobKind served) { return name_of(served) == kind; });
    if (known && std::ranges::find(request.languages, row.text(2)) != request.languages.end()) return row.integer(0);
  }
  return std::nullopt;
}

}  // namespace

Held read_held(Connection& db, const LeaseRequest& request, Time now) {
  Held held{SlotShares(read_slots(db, request, now), last_was_run(db)), Hands::empty};
  Query row = db.query(
      "SELECT id, owner_id, priority, leased_by, suspect FROM jobs WHERE state = 'leased' AND leased_until_ms > ?");
  row.bind(now);
  while (row.next()) {
    std::optional<UserId> owner;
    if (!row.null(1)) owner = row.id<UserId>(1);
    held.shares.count(row.id<JobId>(0), owner, row.small(2));
    if (row.id<WorkerId>(3) == request.worker) {
      held.hands = row.flag(4) || held.hands == Hands::full ? Hands::full : Hands::busy;
    }
  }
  return held;
}

std::int64_t read_virtual_now(Connection& db, int priority) {
  Query row = db.query("SELECT virtual_now FROM virtual_clocks WHERE priority = ?");
  return row.bind(priority).next() ? row.integer(0) : 0;
}

std::optional<std::int64_t> read_account(Connection& db, UserId owner, int priority) {
  Query row = db.query("SELECT virtual_finish FROM fair_shares WHERE owner_id = ? AND priority = ?");
  if (!row.bind(owner, priority).next()) return std::nullopt;
  return row.integer(0);
}

void charge_lease(Connection& db, const LeaseRequest& request, const std::optional<UserId>& owner, int priority,
                  std::int64_t virtual_start) {
  write_virtual_now(db, priority,
                    virtual_now_after_lease(read_virtual_now(db, priority), virtual_start, take_worked(db, priority),
                                            first_waiting(db, request, priority)));
  const bool run = priority >= kPriorityRun;
  if (last_was_run(db) != run) db.query("UPDATE counters SET value = ? WHERE name = 'last_was_run'").bind(run).run();
  if (!owner) return;
  const std::int64_t account = read_account(db, *owner, priority).value_or(virtual_start);
  write_account(db, *owner, priority, account_after_lease(account, virtual_start));
}

void charge_work(Connection& db, JobId id, Time until, Duration lent) {
  std::optional<UserId> owner;
  int priority = 0;
  std::int64_t used_ms = 0;
  {
    Query row = db.query("SELECT owner_id, priority, leased_at_ms FROM jobs WHERE id = ? AND state = 'leased'");
    if (!row.bind(id).next() || row.null(2)) return;
    if (!row.null(0)) owner = row.id<UserId>(0);
    priority = row.small(1);
    used_ms = to_ms(until) - row.integer(2) - std::chrono::duration_cast<std::chrono::milliseconds>(lent).count();
  }
  if (used_ms <= kVirtualStep) return;  // the lease itself cost so much
  if (const std::int64_t worked = worked_by(used_ms); worked > 0) add_worked(db, priority, worked);
  if (!owner) return;
  const std::int64_t virtual_now = read_virtual_now(db, priority);
  const std::int64_t account = read_account(db, *owner, priority).value_or(virtual_now);
  write_account(db, *owner, priority, account_after_work(account, virtual_now, used_ms));
}

}  // namespace autograder::sqlite
