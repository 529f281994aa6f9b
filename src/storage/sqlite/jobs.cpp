#include "storage/queue_rules.h"
#include "storage/sqlite/next_job.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/share_rows.h"
#include "storage/sqlite/stored_rows.h"

namespace autograder::sqlite {
namespace {

constexpr int kSweepMax = 256;  // leases that ran out and retries that are due, a lease; the next one takes the rest

// Leases that ran out and retries that are due go back among those that wait.
void sweep(Connection& db, Time now, std::vector<Job>& died) {
  std::vector<Job> expired;
  {
    Query row = db.query("SELECT " AG_JOB_COLUMNS
                         " FROM jobs WHERE state = 'leased' AND leased_until_ms <= ? ORDER BY leased_until_ms LIMIT ?");
    row.bind(now, kSweepMax);
    while (row.next()) expired.push_back(read_job(row));
  }
  for (const Job& job : expired) expire_lease(db, job, now, died);

  std::vector<JobId> due;
  {
    Query row = db.query(
        "SELECT id FROM jobs WHERE state = 'delayed' AND not_before_ms <= ? "
        "ORDER BY not_before_ms LIMIT ?");
    row.bind(now, kSweepMax);
    while (row.next()) due.push_back(row.id<JobId>(0));
  }
  for (const JobId id : due) db.query("UPDATE jobs SET state = 'waiting' WHERE id = ?").bind(id).run();
}

}  // namespace

Result<std::optional<Lease>> Jobs::lease(const LeaseRequest& request) {
  AG_TRY(check_lease(request));
  using Answer = Result<std::optional<Lease>>;
  std::vector<Job> died;
  auto leased = database_.writer.ask<std::optional<Lease>>("leasing a job", [&](Connection& db) -> Answer {
    const Time now = database_.clock.now();
    died.clear();
    sweep(db, now, died);
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
  if (leased && database_.options.on_expired_death) {
    for (const Job& job : died) database_.options.on_expired_death(job);
  }
  return leased;
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

void Jobs::finish(const Lease& lease, Report report, FinishDone done) {
  database_.writer.post(
      "finishing a job",
      [this, lease, report = std::move(report)](Connection& db) -> Result<> {
        const Time now = database_.clock.now();
        const auto job = find_ours(db, lease, now);
        if (!job) return lease_lost(lease.job.id);
        if (makes_result(job->kind)) return ends_as_run(job->id);
        if (makes_report(job->kind)) {
          const SubmissionId submission(job->subject);
          const Bytes size = store_report(db, submission, report, now);
          const bool asked_for = job->kind == JobKind::judge;
          AG_TRY(note_report(db, submission, size, asked_for, database_.options.reports_a_user_max, now));
        }
        if (verifies(job->kind)) store_bundled_report(db, job->id, report);
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

Result<> Jobs::requeue(JobId id) {
  return database_.writer.run("requeueing a dead job", [&](Connection& db) -> Result<> {
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
    if (verifies(job->kind)) {
      db.query("UPDATE bundled_submissions SET report = NULL WHERE job_id = ?").bind(id).run();
    }
    if (makes_result(job->kind)) db.query("UPDATE runs SET result = NULL WHERE job_id = ?").bind(id).run();
    if (!makes_report(job->kind)) return {};
    const int changed = db.query(
                              "UPDATE submissions SET judging = judging + 1, verdict = NULL, score = 0, "
                              "cpu_time_ms = 0, memory_kb = 0, updated_at_ms = ? WHERE id = ?")
                            .bind(now, job->subject)
                            .run();
    if (changed != 1) throw CorruptRow{"the submission of job " + id.hex() + " is gone"};
    return {};
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
