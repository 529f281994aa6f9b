#include "storage/sql/share_rows.h"

#include "storage/queue_rules.h"
#include "storage/sql/turn_memory.h"

namespace autograder::sql {
namespace {

void write_account(Connection& db, UserId owner, int priority, std::int64_t account) {
  db.query(
        "INSERT INTO fair_shares (owner_id, priority, virtual_finish) VALUES (?, ?, ?) "
        "ON CONFLICT (owner_id, priority) DO UPDATE SET virtual_finish = excluded.virtual_finish")
      .bind(owner, priority, account)
      .run_later();
  if (auto* memory = TurnMemory::of(db)) memory->accounts[{owner, priority}] = account;
}

void write_virtual_now(Connection& db, int priority, std::int64_t virtual_now) {
  db.query(
        "INSERT INTO virtual_clocks (priority, virtual_now) VALUES (?, ?) "
        "ON CONFLICT (priority) DO UPDATE SET virtual_now = excluded.virtual_now")
      .bind(priority, virtual_now)
      .run_later();
}

void write_counter(Connection& db, const std::string& name, std::int64_t value) {
  db.query("UPDATE counters SET value = ? WHERE name = ?").bind(value, name).run_later();
}

void add_worked(Connection& db, int priority, std::int64_t worked) {
  db.query(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counters.value + "
        "excluded.value")
      .bind(worked_name(priority), worked)
      .run_later();
  if (auto* memory = TurnMemory::of(db); memory != nullptr && memory->queue) {
    memory->queue->state().paces[priority].worked += worked;
  }
}

}  // namespace

Held held_in(const QueueState& state, const LeaseRequest& request) {
  int slots = request.slots;
  for (const auto& [worker, its] : state.slots) {
    if (worker != request.worker) slots += its;
  }
  Held held{SlotShares(slots, state.last_was_run), Hands::empty};
  for (const auto& lease : state.leases) {
    held.shares.count(lease.job, lease.owner, lease.priority);
    if (lease.worker != request.worker) continue;
    held.hands = lease.is_suspect || held.hands == Hands::full ? Hands::full : Hands::busy;
  }
  return held;
}

void charge_lease(Connection& db, QueueState& state, WorkerId worker, const Candidate& leased,
                  std::optional<std::int64_t> next_start) {
  const int priority = leased.job.priority;
  Pace& pace = state.paces[priority];
  pace.virtual_now = virtual_now_after_lease(pace.virtual_now, leased.virtual_start, pace.worked, next_start);
  write_virtual_now(db, priority, pace.virtual_now);
  if (pace.worked > 0) write_counter(db, worked_name(priority), 0);
  pace.worked = 0;
  const bool run = priority >= kPriorityRun;
  if (state.last_was_run != run) write_counter(db, kLastWasRun, run ? 1 : 0);
  state.last_was_run = run;
  state.leases.push_back({leased.job.id, leased.owner, priority, worker, leased.is_suspect});
  if (auto* memory = TurnMemory::of(db)) memory->queue_moved = true;
  if (!leased.owner) return;
  const std::int64_t account = account_now(db, leased.owner, priority, leased.account).value_or(leased.virtual_start);
  write_account(db, *leased.owner, priority, account_after_lease(account, leased.virtual_start));
}

void charge_work(Connection& db, const LeasedJob& leased, Time until, Duration lent) {
  if (auto* memory = TurnMemory::of(db)) {
    memory->queue_moved = true;
    if (memory->queue) memory->queue->state().forget(leased.job.id);
  }
  if (!leased.leased_at) return;
  const std::int64_t used_ms =
      (until - *leased.leased_at).count() - std::chrono::duration_cast<std::chrono::milliseconds>(lent).count();
  if (used_ms <= kVirtualStep) return;  // the lease itself cost so much
  const int priority = leased.job.priority;
  if (const std::int64_t worked = worked_by(used_ms); worked > 0) add_worked(db, priority, worked);
  if (!leased.owner) return;
  const std::int64_t account = account_now(db, leased.owner, priority, leased.account).value_or(leased.virtual_now);
  write_account(db, *leased.owner, priority, account_after_work(account, leased.virtual_now, used_ms));
}

}  // namespace autograder::sql
