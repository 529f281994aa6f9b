#include "storage/sql/queue_rows.h"

#include "storage/queue_rules.h"
#include "storage/sql/settle.h"
#include "storage/sql/share_rows.h"

namespace autograder::sql {

namespace {

const std::string kInsert = insert_into<Job>("jobs", "owner_id, virtual_start, state, lease_token, suspect, reason");
const std::string kOurs = "SELECT " + columns_of<Job>() +
                          " FROM jobs WHERE id = ? AND state = 'leased' AND lease_token = ? AND leased_until_ms > ?";

}  // namespace

void insert_job(Connection& db, QueueLength& length, const Job& job, UserId owner) {
  Job row = job;
  row.not_before = job.created_at;
  row.failures = 0;
  row.expiries = 0;
  db.query(kInsert).bind(row, owner, next_virtual_start(db, owner, job.priority), "waiting", 0, false, "").run();
  length.add_one();
}

std::optional<Job> find_ours(Connection& db, const Lease& lease, Time now) {
  return db.query(kOurs).bind(lease.job.id, static_cast<std::int64_t>(lease.token), now).one<Job>();
}

std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority) {
  const std::int64_t virtual_now = read_virtual_now(db, priority);
  if (!owner) return virtual_start_after(virtual_now, std::nullopt);
  const auto last = db.query(
                          "SELECT virtual_start FROM jobs WHERE owner_id = ? AND priority = ? AND state <> 'dead' "
                          "ORDER BY virtual_start DESC LIMIT 1")
                        .bind(*owner, priority)
                        .one<std::int64_t>();
  return virtual_start_after(virtual_now, last);
}

Phase phase_of(bool judged, std::optional<Time> leased_until, Time now) {
  if (judged) return Phase::judged;
  return leased_until && *leased_until > now ? Phase::running : Phase::queued;
}

SubmissionState state_of(std::optional<Verdict> verdict, std::optional<Time> leased_until, Time now) {
  SubmissionState state{phase_of(verdict.has_value(), leased_until, now)};
  if (verdict) state.verdict = *verdict;
  return state;
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

}  // namespace autograder::sql
