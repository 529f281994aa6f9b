#include "storage/sql/share_rows.h"

#include <algorithm>

#include "storage/queue_rules.h"
#include "storage/worker_registry.h"

namespace autograder::sql {
namespace {

int read_slots(Connection& db, const LeaseRequest& request, Time now) {
  const int others =
      db.query("SELECT CAST(coalesce(sum(slots), 0) AS BIGINT) FROM workers WHERE last_seen_ms > ? AND id <> ?")
          .bind(Time(now - kWorkerLost), request.worker)
          .one<int>()
          .value();
  return others + request.slots;
}

bool last_was_run(Connection& db) {
  return db.query("SELECT value FROM counters WHERE name = 'last_was_run'").one<bool>().value_or(false);
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
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counters.value + "
        "excluded.value")
      .bind(worked_name(priority), worked)
      .run();
}
std::int64_t take_worked(Connection& db, int priority) {
  const auto worked =
      db.query("SELECT value FROM counters WHERE name = ?").bind(worked_name(priority)).one<std::int64_t>().value_or(0);
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
    const auto [start, kind, language] = row.read<std::int64_t, JobKind, std::string>();
    const bool served = std::ranges::find(request.kinds, kind) != request.kinds.end() &&
                        std::ranges::find(request.languages, language) != request.languages.end();
    if (served) return start;
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
    const auto [job, owner, priority, worker, suspect] = row.read<JobId, std::optional<UserId>, int, WorkerId, bool>();
    held.shares.count(job, owner, priority);
    if (worker == request.worker) held.hands = suspect || held.hands == Hands::full ? Hands::full : Hands::busy;
  }
  return held;
}

std::int64_t read_virtual_now(Connection& db, int priority) {
  return db.query("SELECT virtual_now FROM virtual_clocks WHERE priority = ?")
      .bind(priority)
      .one<std::int64_t>()
      .value_or(0);
}

std::optional<std::int64_t> read_account(Connection& db, UserId owner, int priority) {
  return db.query("SELECT virtual_finish FROM fair_shares WHERE owner_id = ? AND priority = ?")
      .bind(owner, priority)
      .one<std::int64_t>();
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
  const auto row = db.query("SELECT owner_id, priority, leased_at_ms FROM jobs WHERE id = ? AND state = 'leased'")
                       .bind(id)
                       .one<std::optional<UserId>, int, std::optional<Time>>();
  if (!row) return;
  const auto& [owner, priority, leased_at] = *row;
  if (!leased_at) return;
  const std::int64_t used_ms =
      (until - *leased_at).count() - std::chrono::duration_cast<std::chrono::milliseconds>(lent).count();
  if (used_ms <= kVirtualStep) return;  // the lease itself cost so much
  if (const std::int64_t worked = worked_by(used_ms); worked > 0) add_worked(db, priority, worked);
  if (!owner) return;
  const std::int64_t virtual_now = read_virtual_now(db, priority);
  const std::int64_t account = read_account(db, *owner, priority).value_or(virtual_now);
  write_account(db, *owner, priority, account_after_work(account, virtual_now, used_ms));
}

}  // namespace autograder::sql
