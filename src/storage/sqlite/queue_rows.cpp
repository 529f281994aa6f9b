#include "storage/sqlite/queue_rows.h"

#include "storage/queue_rules.h"
#include "storage/sqlite/settle.h"
#include "storage/sqlite/share_rows.h"

namespace autograder::sqlite {

Job read_job(const Query& row) {
  Job job;
  job.id = row.id<JobId>(0);
  const std::string kind = row.text(1);
  const auto known = job_kind_from(kind);
  if (!known) throw CorruptRow{"unknown kind of job: " + kind};
  job.kind = *known;
  const std::string about = row.text(2);
  const auto subject = subject_from(about, row.id_bytes(3));
  if (!subject) throw CorruptRow{"unknown kind of subject: " + about};
  job.subject = *subject;
  job.language = row.text(4);
  job.priority = row.small(5);
  job.created_at = row.time(6);
  job.not_before = row.time(7);
  job.failures = row.small(8);
  job.expiries = row.small(9);
  return job;
}

void insert_job(Connection& db, const Job& job, UserId owner) {
  db.query(
        "INSERT INTO jobs (id, kind, subject_kind, subject_id, owner_id, language, priority, virtual_start, state, "
        "not_before_ms, lease_token, failures, expiries, suspect, reason, created_at_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, 0, 0, 0, 0, '', ?)")
      .bind(job.id, name_of(job.kind), kind_of(job.subject), bytes_of(job.subject), owner, job.language, job.priority,
            next_virtual_start(db, owner, job.priority), job.created_at, job.created_at)
      .run();
}

int count_waiting(Connection& db) {
  Query row = db.query("SELECT sum(value) FROM counters WHERE name IN ('waiting', 'delayed')");
  row.next();
  return row.small(0);
}

std::optional<Job> find_ours(Connection& db, const Lease& lease, Time now) {
  Query row = db.query("SELECT " AG_JOB_COLUMNS
                       " FROM jobs WHERE id = ? AND state = 'leased' AND lease_token = ? AND leased_until_ms > ?");
  if (!row.bind(lease.job.id, static_cast<std::int64_t>(lease.token), now).next()) return std::nullopt;
  return read_job(row);
}

std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority) {
  const std::int64_t virtual_now = read_virtual_now(db, priority);
  if (!owner) return virtual_start_after(virtual_now, std::nullopt);
  Query last = db.query(
      "SELECT virtual_start FROM jobs WHERE owner_id = ? AND priority = ? AND state <> 'dead' "
      "ORDER BY virtual_start DESC LIMIT 1");
  if (!last.bind(*owner, priority).next()) return virtual_start_after(virtual_now, std::nullopt);
  return virtual_start_after(virtual_now, last.integer(0));
}

Verdict read_verdict(const Query& row, int column) {
  const std::string code = row.text(column);
  const auto verdict = verdict_from(code);
  if (!verdict) throw CorruptRow{"unknown verdict: " + code};
  return *verdict;
}

void kill_job(Connection& db, const Job& job, std::string reason, Time now) {
  reason = bounded_reason(std::move(reason));
  db.query(
        "UPDATE jobs SET state = 'dead', leased_until_ms = NULL, leased_by = NULL, failures = ?, expiries = ?, "
        "suspect = ?, reason = ?, died_at_ms = ? WHERE id = ?")
      .bind(job.failures, job.expiries, job.expiries >= kExpiriesAlone, reason, now, job.id)
      .run();
  settle_dead(db, job, std::move(reason), now);
}

void expire_lease(Connection& db, Job job, Time now, std::vector<Job>& died) {
  ++job.expiries;
  charge_work(db, job.id, now);
  if (job.expiries >= kExpiriesMax) {
    kill_job(db, job, expired_reason(job.expiries), now);
    died.push_back(std::move(job));
    return;
  }
  db.query(
        "UPDATE jobs SET state = 'waiting', leased_until_ms = NULL, leased_by = NULL, expiries = ?, suspect = ? "
        "WHERE id = ?")
      .bind(job.expiries, job.expiries >= kExpiriesAlone, job.id)
      .run();
}

}  // namespace autograder::sqlite
