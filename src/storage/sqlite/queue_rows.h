// Rows of jobs and reports, as several roles write them. All run in the writer's transaction and may throw.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/job.h"
#include "domain/report.h"
#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

// The columns that read_job() reads, in order from column 0.
#define AG_JOB_COLUMNS \
  "id, kind, subject_kind, subject_id, language, priority, created_at_ms, not_before_ms, failures, expiries"
Job read_job(const Query& row);

// A job that enters the queue: `job.id`, kind, subject, language, priority and created_at count.
void insert_job(Connection& db, const Job& job, UserId owner);

// So many wait, now or for a retry.
int count_waiting(Connection& db);

// The job of a lease that still is its holder's.
std::optional<Job> find_ours(Connection& db, const Lease& lease, Time now);

// The place of the next job of this owner in the fair order.
std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority);

Verdict read_verdict(const Query& row, int column);

// A dead letter, whose subject ends as IE.
void kill_job(Connection& db, const Job& job, std::string reason, Time now);

// One more lease of this job ran out: it waits again, or dies and joins `died`. `job.expiries` is the count before.
void expire_lease(Connection& db, Job job, Time now, std::vector<Job>& died);

}  // namespace autograder::sqlite
