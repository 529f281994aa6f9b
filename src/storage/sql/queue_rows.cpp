#include "storage/sql/queue_rows.h"

#include "storage/queue_rules.h"
#include "storage/sql/settle.h"
#include "storage/sql/share_rows.h"
#include "storage/sql/stored_rows.h"
#include "storage/sql/turn_memory.h"

namespace autograder::sql {

namespace {

const std::string kInsert = insert_into<Job>("jobs", "owner_id, virtual_start, state, lease_token, suspect, reason");
const std::string kLeased =
    "SELECT " + columns_of<Job>("j") +
    ", j.owner_id, j.leased_at_ms, (SELECT virtual_now FROM virtual_clocks WHERE priority = j.priority), "
    "(SELECT virtual_finish FROM fair_shares WHERE owner_id = j.owner_id AND priority = j.priority), "
    "s.verdict, s.user_id, " +
    columns_of<StoredBytes>("b") +
    " FROM jobs j LEFT JOIN submissions s ON s.id = j.subject_id AND j.subject_kind = 'submission' "
    "LEFT JOIN stored_bytes b ON b.user_id = s.user_id WHERE j.id = ? AND j.state = 'leased'";
const std::string kOurs = kLeased + " AND j.lease_token = ? AND j.leased_until_ms > ?";

std::optional<LeasedJob> read_leased(Connection& db, Query& row) {
  if (!row.next()) return std::nullopt;
  auto [job, owner, leased_at, virtual_now, account, verdict, user, stored] =
      row.read<Job, std::optional<UserId>, std::optional<Time>, std::optional<std::int64_t>,
               std::optional<std::int64_t>, std::optional<Verdict>, std::optional<UserId>,
               std::optional<StoredBytes>>();
  LeasedJob leased{std::move(job), owner, leased_at, virtual_now.value_or(0), account, {}};
  if (user) leased.author = {*user, !verdict, stored.value_or(StoredBytes{})};
  if (auto* memory = TurnMemory::of(db)) {
    if (memory->queue) leased.virtual_now = memory->queue->state().paces[leased.job.priority].virtual_now;
    if (user && memory->stored.contains(*user)) leased.author->stored = memory->stored[*user];
  }
  return leased;
}

Query query_ours(Connection& db, const Lease& lease, Time now) {
  Query row = db.query(kOurs);
  row.bind(lease.job.id, static_cast<std::int64_t>(lease.token), now);
  return row;
}

}  // namespace

void insert_job(Connection& db, QueueLength& length, const Job& job, UserId owner) {
  insert_job(db, length, job, owner, next_virtual_start(db, owner, job.priority));
}

void insert_job(Connection& db, QueueLength& length, const Job& job, UserId owner, std::int64_t virtual_start) {
  Job row = job;
  row.not_before = job.created_at;
  row.failures = 0;
  row.expiries = 0;
  db.query(kInsert).bind(row, owner, virtual_start, "waiting", 0, false, "").run_later();
  length.add_one();
  if (auto* memory = TurnMemory::of(db)) {
    memory->last_starts[{owner, job.priority}] = virtual_start;
    if (memory->queue) memory->queue->front().again();
  }
}

std::optional<LeasedJob> find_leased(Connection& db, JobId id) {
  Query row = db.query(kLeased);
  return read_leased(db, row.bind(id));
}

void ask_ours(Connection& db, const Lease& lease, Time now) {
  auto& ends = TurnMemory::begin(db).ends;
  const std::pair key(lease.job.id, lease.token);
  if (!ends.contains(key)) ends.emplace(key, query_ours(db, lease, now)).first->second.ask();
}

// What was asked ahead serves once: after the first end of the lease it no longer holds.
std::optional<LeasedJob> find_ours(Connection& db, const Lease& lease, Time now) {
  if (auto* memory = TurnMemory::of(db)) {
    if (auto asked = memory->ends.extract({lease.job.id, lease.token})) return read_leased(db, asked.mapped());
  }
  Query row = query_ours(db, lease, now);
  return read_leased(db, row);
}

Query ask_virtual_start(Connection& db, std::optional<UserId> owner, int priority) {
  Query row = db.query(
      "SELECT (SELECT virtual_now FROM virtual_clocks WHERE priority = ?1), (SELECT virtual_start FROM jobs WHERE "
      "owner_id = ?2 AND priority = ?1 AND state <> 'dead' ORDER BY virtual_start DESC LIMIT 1)");
  row.bind(priority, owner).ask();
  return row;
}

std::int64_t read_virtual_start(Query& row) {
  const auto [virtual_now, last] = row.one<std::optional<std::int64_t>, std::optional<std::int64_t>>().value();
  return virtual_start_after(virtual_now.value_or(0), last);
}

std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority) {
  Query row = ask_virtual_start(db, owner, priority);
  return read_virtual_start(row);
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
  if (const auto leased = find_leased(db, job.id)) charge_work(db, *leased, now);
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
