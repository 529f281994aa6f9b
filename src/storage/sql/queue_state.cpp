#include "storage/sql/queue_state.h"

#include <utility>

#include "storage/queue_rules.h"
#include "storage/worker_registry.h"

namespace autograder::sql {

std::string worked_name(int priority) {
  return "worked:" + std::to_string(priority);
}

void QueueState::forget(JobId job) {
  std::erase_if(leases, [&](const HeldLease& held) { return held.job == job; });
}

QueueNow::QueueNow(Connection& db, Time now) : front_(db), asked_(ask(db, now)) {}

QueueNow::Asked QueueNow::ask(Connection& db, Time now) {
  Asked asked{db.query("SELECT id, slots FROM workers WHERE last_seen_ms > ?"),
              db.query("SELECT name, value FROM counters WHERE name IN (?, ?, ?, ?)"),
              db.query("SELECT priority, virtual_now FROM virtual_clocks WHERE priority IN (?, ?, ?)"),
              db.query("SELECT id, owner_id, priority, leased_by, suspect FROM jobs WHERE state = 'leased' AND "
                       "leased_until_ms > ?")};
  asked.workers.bind(Time(now - kWorkerLost)).ask();
  asked.counters
      .bind(kLastWasRun, worked_name(kPriorityRun), worked_name(kPriorityJudge), worked_name(kPriorityRejudge))
      .ask();
  asked.clocks.bind(kPriorityRun, kPriorityJudge, kPriorityRejudge).ask();
  asked.leases.bind(now).ask();
  return asked;
}

QueueState QueueNow::read(Asked& asked) {
  QueueState state;
  while (asked.workers.next()) {
    const auto [id, slots] = asked.workers.read<WorkerId, int>();
    state.slots[id] = slots;
  }
  while (asked.counters.next()) {
    const auto [name, value] = asked.counters.read<std::string, std::int64_t>();
    if (name == kLastWasRun) state.last_was_run = value != 0;
    for (const int priority : {kPriorityRun, kPriorityJudge, kPriorityRejudge}) {
      if (name == worked_name(priority)) state.paces[priority].worked = value;
    }
  }
  while (asked.clocks.next()) {
    const auto [priority, virtual_now] = asked.clocks.read<int, std::int64_t>();
    state.paces[priority].virtual_now = virtual_now;
  }
  while (asked.leases.next()) {
    const auto [job, owner, priority, worker, suspect] =
        asked.leases.read<JobId, std::optional<UserId>, int, WorkerId, bool>();
    state.leases.push_back({job, owner, priority, worker, suspect});
  }
  return state;
}

QueueState& QueueNow::state() {
  if (asked_) {
    state_ = read(*asked_);
    asked_.reset();
  }
  return state_;
}

}  // namespace autograder::sql
