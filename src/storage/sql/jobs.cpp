#include "storage/queue_rules.h"
#include "storage/sql/next_job.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"
#include "storage/sql/settle.h"
#include "storage/sql/share_rows.h"
#include "storage/sql/turn_memory.h"

namespace autograder::sql {
namespace {

const std::string kSelect = "SELECT " + columns_of<Job>();
const std::string kRunOut =
    kSelect + " FROM jobs WHERE state = 'leased' AND leased_until_ms <= ? ORDER BY leased_until_ms LIMIT ?";
const std::string kLease =
    "UPDATE jobs SET state = 'leased', lease_token = lease_token + 1, leased_at_ms = ?, leased_until_ms = ?, "
    "leased_by = ? WHERE id = ? AND state = 'waiting'";
// Along an index each. A lease that ran out waits, though nobody booked it yet.
constexpr const char* kDepth =
    "SELECT (SELECT count(*) FROM jobs WHERE state = 'waiting'), (SELECT count(*) FROM jobs WHERE state = 'delayed'), "
    "(SELECT count(*) FROM jobs WHERE state = 'leased' AND leased_until_ms <= ?), "
    "(SELECT count(*) FROM jobs WHERE state = 'leased' AND leased_until_ms > ?), "
    "(SELECT count(*) FROM jobs WHERE state = 'dead')";
const std::string kDead =
    kSelect + ", reason, died_at_ms FROM jobs WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ?";
const std::string kDeadOne = kSelect + ", owner_id FROM jobs WHERE id = ? AND state = 'dead'";

std::vector<Job> run_out(Connection& db, Time now, int limit) {
  return db.query(kRunOut).bind(now, limit).all<Job>();
}

std::vector<JobId> due_again(Connection& db, Time now, int limit) {
  return db.query("SELECT id FROM jobs WHERE state = 'delayed' AND not_before_ms <= ? ORDER BY not_before_ms LIMIT ?")
      .bind(now, limit)
      .all<JobId>();
}

// What the group knows, or what is asked now.
QueueNow& queue_now(Connection& db, Time now, std::unique_ptr<QueueNow>& own) {
  auto* memory = TurnMemory::of(db);
  auto& queue = memory == nullptr ? own : memory->queue;
  if (!queue) queue = std::make_unique<QueueNow>(db, now);
  return *queue;
}

}  // namespace

Result<std::optional<Lease>> Jobs::lease(const LeaseRequest& request) {
  AG_TRY(check_lease(request));
  using Answer = Result<std::optional<Lease>>;
  const auto ahead = [this](Connection& db) {
    auto& memory = TurnMemory::begin(db);
    if (!memory.queue) memory.queue = std::make_unique<QueueNow>(db, database_.now(db));
  };
  return database_.write_in_turn("leasing a job", ahead, [&](Connection& db) -> Answer {
    const Time now = database_.now(db);
    std::unique_ptr<QueueNow> own;
    QueueNow& queue = queue_now(db, now, own);
    const Held held = held_in(queue.state(), request);
    if (held.hands == Hands::full) return std::nullopt;
    const bool suspects_too = request.alone && held.hands == Hands::empty;
    const auto& aside = request.set_aside;
    const auto picks = aside ? held.shares.picks_beside(*aside) : held.shares.picks();
    const auto first = next_job(db, request, suspects_too, picks, queue);
    if (!first) return std::nullopt;
    const auto next_start = first_start_beside(db, request, *first, queue.front());
    db.query(kLease).bind(now, Time(now + kLeaseTime), request.worker, first->job.id).run_later();
    queue.front().erase(first->job.id);
    charge_lease(db, queue.state(), request.worker, *first, next_start);
    return Lease{first->job, static_cast<LeaseToken>(first->lease_token + 1), now + kLeaseTime};
  });
}

Result<std::vector<Job>> Jobs::expire(int limit) {
  AG_TRY(check_page(limit, 0));
  // Nearly always there is nothing: a look costs no transaction.
  AG_ASSIGN(const bool any, database_.read("looking for leases that ran out", [&](Connection& db) -> Result<bool> {
    const Time now = database_.now(db);
    return !run_out(db, now, 1).empty() || !due_again(db, now, 1).empty();
  }));
  if (!any) return std::vector<Job>{};
  return database_.write_in_turn("booking leases that ran out", [&](Connection& db) -> Result<std::vector<Job>> {
    const Time now = database_.now(db);
    std::vector<Job> died;
    for (const Job& job : run_out(db, now, limit)) expire_lease(db, job, now, died);
    for (const JobId id : due_again(db, now, limit)) {
      db.query("UPDATE jobs SET state = 'waiting' WHERE id = ?").bind(id).run();
    }
    return died;
  });
}

Result<bool> Jobs::suspect_waits(const LeaseRequest& request) {
  AG_TRY(check_lease(request));
  return database_.read("looking for a job that runs alone",
                        [&](Connection& db) -> Result<bool> { return any_suspect(db, request); });
}

Result<> Jobs::renew(const Lease& lease) {
  return database_.write("renewing a lease", [&](Connection& db) -> Result<> {
    const Time now = database_.now(db);
    const int changed = db.query(
                              "UPDATE jobs SET leased_until_ms = ? WHERE id = ? AND state = 'leased' "
                              "AND lease_token = ? AND leased_until_ms > ?")
                            .bind(Time(now + kLeaseTime), lease.job.id, static_cast<std::int64_t>(lease.token), now)
                            .run();
    if (changed != 1) return lease_lost(lease.job.id);
    return {};
  });
}

void Jobs::finish(const Lease& lease, JobOutcome outcome, FinishDone done) {
  database_.post_in_turn(
      "finishing a job", [this, lease](Connection& db) { ask_ours(db, lease, database_.now(db)); },
      [this, lease, outcome = std::move(outcome)](Connection& db) -> Result<> {
        const Time now = database_.now(db);
        const auto ours = find_ours(db, lease, now);
        if (!ours) return lease_lost(lease.job.id);
        AG_TRY(settle(db, *ours, outcome, now, database_.options()));
        charge_work(db, *ours, now, lease.lent);
        db.query("DELETE FROM jobs WHERE id = ?").bind(ours->job.id).run_later();
        return {};
      },
      std::move(done));
}

Result<FailureFate> Jobs::fail(const Lease& lease, std::string reason) {
  return database_.write_in_turn("failing a job", [&](Connection& db) -> Result<FailureFate> {
    const Time now = database_.now(db);
    auto ours = find_ours(db, lease, now);
    if (!ours) return lease_lost(lease.job.id);
    charge_work(db, *ours, now, lease.lent);
    Job& job = ours->job;
    if (++job.failures >= kFailuresMax) {
      kill_job(db, job, reason, now);
      return FailureFate::dead;
    }
    db.query(
          "UPDATE jobs SET state = 'delayed', leased_until_ms = NULL, leased_by = NULL, failures = ?, reason = ?, "
          "not_before_ms = ? WHERE id = ?")
        .bind(job.failures, bounded_reason(reason), Time(now + retry_delay(job.failures)), job.id)
        .run();
    return FailureFate::retried;
  });
}

Result<> Jobs::give_back(const Lease& lease) {
  return database_.write_in_turn("giving a job back", [&](Connection& db) -> Result<> {
    const Time now = database_.now(db);
    const auto ours = find_ours(db, lease, now);
    if (!ours) return lease_lost(lease.job.id);
    charge_work(db, *ours, now, lease.lent);
    db.query("UPDATE jobs SET state = 'waiting', leased_until_ms = NULL, leased_by = NULL WHERE id = ?")
        .bind(ours->job.id)
        .run();
    return {};
  });
}

Result<QueueDepth> Jobs::depth() {
  return database_.read("measuring the queue", [&](Connection& db) -> Result<QueueDepth> {
    const Time now = database_.now(db);
    const auto row =
        db.query(kDepth).bind(now, now).one<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>();
    const auto& [waiting, delayed, run_out, leased, dead] = row.value();
    return QueueDepth{waiting + delayed + run_out, leased, dead};
  });
}

Result<std::vector<DeadLetter>> Jobs::list(JobId after, int limit) {
  AG_TRY(check_page(limit, 0));
  return database_.read("listing dead letters", [&](Connection& db) -> Result<std::vector<DeadLetter>> {
    std::vector<DeadLetter> letters;
    Query row = db.query(kDead);
    row.bind(after, limit);
    while (row.next()) {
      auto [job, reason, died_at] = row.read<Job, std::string, Time>();
      letters.push_back({std::move(job), std::move(reason), died_at});
    }
    return letters;
  });
}

Result<Job> Jobs::requeue(JobId id) {
  return database_.write("requeueing a dead job", [&](Connection& db) -> Result<Job> {
    const Time now = database_.now(db);
    const auto row = db.query(kDeadOne).bind(id).one<Job, std::optional<UserId>>();
    if (!row) return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
    const auto& [job, owner] = *row;
    db.query(
          "UPDATE jobs SET state = 'waiting', died_at_ms = NULL, failures = 0, expiries = 0, suspect = 0, "
          "reason = '', not_before_ms = ?, virtual_start = ? WHERE id = ?")
        .bind(now, next_virtual_start(db, owner, job.priority), id)
        .run();
    unsettle(db, job, now);
    return job;
  });
}

Result<> Jobs::purge(JobId id) {
  return database_.write("purging a dead job", [&](Connection& db) -> Result<> {
    if (db.query("DELETE FROM jobs WHERE id = ? AND state = 'dead'").bind(id).run() != 1) {
      return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
    }
    return {};
  });
}

}  // namespace autograder::sql
