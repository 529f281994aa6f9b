#include "storage/queue_rules.h"
#include "storage/sqlite/next_job.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/settle.h"
#include "storage/sqlite/share_rows.h"

namespace autograder::sqlite {
namespace {

std::vector<Job> run_out(Connection& db, Time now, int limit) {
  std::vector<Job> jobs;
  Query row = db.query("SELECT " AG_JOB_COLUMNS
                       " FROM jobs WHERE state = 'leased' AND leased_until_ms <= ? ORDER BY leased_until_ms LIMIT ?");
  row.bind(now, limit);
  while (row.next()) jobs.push_back(read_job(row));
  return jobs;
}

std::vector<JobId> due_again(Connection& db, Time now, int limit) {
  std::vector<JobId> jobs;
  Query row =
      db.query("SELECT id FROM jobs WHERE state = 'delayed' AND not_before_ms <= ? ORDER BY not_before_ms LIMIT ?");
  row.bind(now, limit);
  while (row.next()) jobs.push_back(row.id<JobId>(0));
  return jobs;
}

}  // namespace

Result<std::optional<Lease>> Jobs::lease(const LeaseRequest& request) {
  AG_TRY(check_lease(request));
  using Answer = Result<std::optional<Lease>>;
  return database_.writer.ask<std::optional<Lease>>("leasing a job", [&](Connection& db) -> Answer {
    const Time now = database_.clock.now();
    const auto [shares, hands] = read_held(db, request, now);
    if (hands == Hands::full) return std::nullopt;
    const bool suspects_too = request.alone && hands == Hands::empty;
    const auto& aside = request.set_aside;
    const auto first = next_job(db, request, suspects_too, aside ? shares.picks_beside(*aside) : shares.picks());
    if (!first) return std::nullopt;
    Query row = db.query(
        "UPDATE jobs SET state = 'leased', lease_token = lease_token + 1, leased_at_ms = ?, leased_until_ms = ?, "
        "leased_by = ? WHERE id = ? RETURNING " AG_JOB_COLUMNS ", lease_token");
    row.bind(now, now + kLeaseTime, request.worker, first->id).next();
    Lease lease{read_job(row), static_cast<LeaseToken>(row.integer(10)), now + kLeaseTime};
    while (row.next()) {
    }
    charge_lease(db, request, first->owner, first->priority, first->virtual_start);
    return lease;
  });
}

Result<std::vector<Job>> Jobs::expire(int limit) {
  AG_TRY(check_page(limit, 0));
  // Nearly always there is nothing: a look costs no transaction.
  const Time seen_at = database_.clock.now();
  AG_ASSIGN(const bool any,
            database_.readers.read("looking for leases that ran out", [&](Connection& db) -> Result<bool> {
              return !run_out(db, seen_at, 1).empty() || !due_again(db, seen_at, 1).empty();
            }));
  if (!any) return std::vector<Job>{};
  return database_.writer.ask<std::vector<Job>>(
      "booking leases that ran out", [&](Connection& db) -> Result<std::vector<Job>> {
        const Time now = database_.clock.now();
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
  return database_.readers.read("looking for a job that runs alone",
                                [&](Connection& db) -> Result<bool> { return any_suspect(db, request); });
}

Result<> Jobs::renew(const Lease& lease) {
  return database_.writer.run("renewing a lease", [&](Connection& db) -> Result<> {
    const Time now = database_.clock.now();
    const int changed = db.query(
                              "UPDATE jobs SET leased_until_ms = ? WHERE id = ? AND state = 'leased' "
                              "AND lease_token = ? AND leased_until_ms > ?")
                            .bind(now + kLeaseTime, lease.job.id, static_cast<std::int64_t>(lease.token), now)
                            .run();
    if (changed != 1) return lease_lost(lease.job.id);
    return {};
  });
}

void Jobs::finish(const Lease& lease, JobOutcome outcome, FinishDone done) {
  database_.writer.post(
      "finishing a job",
      [this, lease, outcome = std::move(outcome)](Connection& db) -> Result<> {
        const Time now = database_.clock.now();
        const auto job = find_ours(db, lease, now);
        if (!job) return lease_lost(lease.job.id);
        AG_TRY(settle(db, *job, outcome, now, database_.options));
        charge_work(db, job->id, now, lease.lent);
        db.query("DELETE FROM jobs WHERE id = ?").bind(job->id).run();
        return {};
      },
      std::move(done));
}

Result<FailureFate> Jobs::fail(const Lease& lease, std::string reason) {
  return database_.writer.ask<FailureFate>("failing a job", [&](Connection& db) -> Result<FailureFate> {
    const Time now = database_.clock.now();
    auto job = find_ours(db, lease, now);
    if (!job) return lease_lost(lease.job.id);
    charge_work(db, job->id, now, lease.lent);
    if (++job->failures >= kFailuresMax) {
      kill_job(db, *job, reason, now);
      return FailureFate::dead;
    }
    db.query(
          "UPDATE jobs SET state = 'delayed', leased_until_ms = NULL, leased_by = NULL, failures = ?, reason = ?, "
          "not_before_ms = ? WHERE id = ?")
        .bind(job->failures, bounded_reason(reason), now + retry_delay(job->failures), job->id)
        .run();
    return FailureFate::retried;
  });
}

Result<> Jobs::give_back(const Lease& lease) {
  return database_.writer.run("giving a job back", [&](Connection& db) -> Result<> {
    const Time now = database_.clock.now();
    const auto job = find_ours(db, lease, now);
    if (!job) return lease_lost(lease.job.id);
    charge_work(db, job->id, now, lease.lent);
    db.query("UPDATE jobs SET state = 'waiting', leased_until_ms = NULL, leased_by = NULL WHERE id = ?")
        .bind(job->id)
        .run();
    return {};
  });
}

Result<QueueDepth> Jobs::depth() {
  const Time now = database_.clock.now();
  return database_.readers.read("measuring the queue", [&](Connection& db) -> Result<QueueDepth> {
    const auto count = [&](std::string_view state) {
      Query row = db.query("SELECT value FROM counters WHERE name = ?");
      if (!row.bind(state).next()) throw CorruptRow{"a counter is missing: " + std::string(state)};
      return row.integer(0);
    };
    Query row = db.query("SELECT count(*) FROM jobs WHERE state = 'leased' AND leased_until_ms <= ?");
    row.bind(now).next();
    const std::int64_t run_out = row.integer(0);
    return QueueDepth{count("waiting") + count("delayed") + run_out, count("leased") - run_out, count("dead")};
  });
}

Result<std::vector<DeadLetter>> Jobs::list(JobId after, int limit) {
  AG_TRY(check_page(limit, 0));
  return database_.readers.read("listing dead letters", [&](Connection& db) -> Result<std::vector<DeadLetter>> {
    std::vector<DeadLetter> letters;
    Query row = db.query("SELECT " AG_JOB_COLUMNS
                         ", reason, died_at_ms FROM jobs WHERE state = 'dead' AND id > ? ORDER BY id LIMIT ?");
    row.bind(after, limit);
    while (row.next()) letters.push_back({read_job(row), row.text(10), row.time(11)});
    return letters;
  });
}

Result<Job> Jobs::requeue(JobId id) {
  return database_.writer.ask<Job>("requeueing a dead job", [&](Connection& db) -> Result<Job> {
    const Time now = database_.clock.now();
    std::optional<Job> job;
    std::optional<UserId> owner;
    {
      Query row = db.query("SELECT " AG_JOB_COLUMNS ", owner_id FROM jobs WHERE id = ? AND state = 'dead'");
      if (!row.bind(id).next()) return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
      job = read_job(row);
      if (!row.null(10)) owner = row.id<UserId>(10);
    }
    db.query(
          "UPDATE jobs SET state = 'waiting', died_at_ms = NULL, failures = 0, expiries = 0, suspect = 0, "
          "reason = '', not_before_ms = ?, virtual_start = ? WHERE id = ?")
        .bind(now, next_virtual_start(db, owner, job->priority), id)
        .run();
    unsettle(db, *job, now);
    return *job;
  });
}

Result<> Jobs::purge(JobId id) {
  return database_.writer.run("purging a dead job", [&](Connection& db) -> Result<> {
    if (db.query("DELETE FROM jobs WHERE id = ? AND state = 'dead'").bind(id).run() != 1) {
      return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
    }
    return {};
  });
}

}  // namespace autograder::sqlite
