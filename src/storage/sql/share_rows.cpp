#include "storage/sql/share_rows.h"

#include <utility>

#include "storage/queue_rules.h"
#include "storage/worker_registry.h"

namespace autograder::sql {
namespace {

constexpr const char* kOthersSlots =
    "SELECT CAST(coalesce(sum(slots), 0) AS BIGINT) FROM workers WHERE last_seen_ms > ? AND id <> ?";
constexpr const char* kLeased =
    "SELECT id, owner_id, priority, leased_by, suspect FROM jobs WHERE state = 'leased' AND leased_until_ms > ?";
constexpr const char* kLastWasRun = "last_was_run";

void write_account(Connection& db, UserId owner, int priority, std::int64_t account) {
  db.query(
        "INSERT INTO fair_shares (owner_id, priority, virtual_finish) VALUES (?, ?, ?) "
        "ON CONFLICT (owner_id, priority) DO UPDATE SET virtual_finish = excluded.virtual_finish")
      .bind(owner, priority, account)
      .run_later();
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

// Work since the last lease of a priority.
std::string worked_name(int priority) {
  return "worked:" + std::to_string(priority);
}
void add_worked(Connection& db, int priority, std::int64_t worked) {
  db.query(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = counters.value + "
        "excluded.value")
      .bind(worked_name(priority), worked)
      .run_later();
}

// Whether the last lease was that of a run.
bool read_counters(Query& row, std::map<int, Pace>& paces) {
  bool last_was_run = false;
  while (row.next()) {
    const auto [name, value] = row.read<std::string, std::int64_t>();
    if (name == kLastWasRun) last_was_run = value != 0;
    for (const int priority : {kPriorityRun, kPriorityJudge, kPriorityRejudge}) {
      if (name == worked_name(priority)) paces[priority].worked = value;
    }
  }
  return last_was_run;
}

}  // namespace

Pace Held::pace_of(int priority) const {
  const auto found = paces.find(priority);
  return found == paces.end() ? Pace{} : found->second;
}

Held read_held(Connection& db, const LeaseRequest& request, Time now) {
  Query slots = db.query(kOthersSlots);
  slots.bind(Time(now - kWorkerLost), request.worker).ask();
  Query counters = db.query("SELECT name, value FROM counters WHERE name IN (?, ?, ?, ?)");
  counters
      .bind(kLastWasRun, worked_name(kPriorityRun), worked_name(kPriorityJudge), worked_name(kPriorityRejudge))
      .ask();
  Query clocks = db.query("SELECT priority, virtual_now FROM virtual_clocks WHERE priority IN (?, ?, ?)");
  clocks.bind(kPriorityRun, kPriorityJudge, kPriorityRejudge).ask();
  Query leased = db.query(kLeased);
  leased.bind(now).ask();

  std::map<int, Pace> paces;
  while (clocks.next()) {
    const auto [priority, virtual_now] = clocks.read<int, std::int64_t>();
    paces[priority].virtual_now = virtual_now;
  }
  const bool last_was_run = read_counters(counters, paces);
  Held held{SlotShares(slots.one<int>().value() + request.slots, last_was_run), Hands::empty, last_was_run,
            std::move(paces)};
  while (leased.next()) {
    const auto [job, owner, priority, worker, suspect] =
        leased.read<JobId, std::optional<UserId>, int, WorkerId, bool>();
    held.shares.count(job, owner, priority);
    if (worker == request.worker) held.hands = suspect || held.hands == Hands::full ? Hands::full : Hands::busy;
  }
  return held;
}

void charge_lease(Connection& db, const Held& held, const Candidate& leased, std::optional<std::int64_t> next_start) {
  const int priority = leased.job.priority;
  const Pace pace = held.pace_of(priority);
  write_virtual_now(db, priority,
                    virtual_now_after_lease(pace.virtual_now, leased.virtual_start, pace.worked, next_start));
  if (pace.worked > 0) write_counter(db, worked_name(priority), 0);
  const bool run = priority >= kPriorityRun;
  if (held.last_was_run != run) write_counter(db, kLastWasRun, run ? 1 : 0);
  if (!leased.owner) return;
  const std::int64_t account = leased.account.value_or(leased.virtual_start);
  write_account(db, *leased.owner, priority, account_after_lease(account, leased.virtual_start));
}

void charge_work(Connection& db, const LeasedJob& leased, Time until, Duration lent) {
  if (!leased.leased_at) return;
  const std::int64_t used_ms =
      (until - *leased.leased_at).count() - std::chrono::duration_cast<std::chrono::milliseconds>(lent).count();
  if (used_ms <= kVirtualStep) return;  // the lease itself cost so much
  const int priority = leased.job.priority;
  if (const std::int64_t worked = worked_by(used_ms); worked > 0) add_worked(db, priority, worked);
  if (!leased.owner) return;
  const std::int64_t account = leased.account.value_or(leased.virtual_now);
  write_account(db, *leased.owner, priority, account_after_work(account, leased.virtual_now, used_ms));
}

}  // namespace autograder::sql
