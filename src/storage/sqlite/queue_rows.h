// Rows of jobs and reports, as several roles write them. All stand in the writer's transaction and may throw.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/job.h"
#include "domain/report.h"
#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

// The columns that read_job() reads, in order from column 0.
#define AG_JOB_COLUMNS \
  "id, kind, subject_id, language, priority, payload, created_at_ms, not_before_ms, failures, expiries"
Job read_job(const Query& row);

// Where the next job of this owner stands in the fair order.
std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority);

// The report of the submission's present judging, and its figures in the submission's row.
void store_report(Connection& db, SubmissionId id, const Report& report, Time now);

// A dead letter, with the report `IE` where the job makes one.
void kill_job(Connection& db, const Job& job, std::string reason, Time now);

// One more lease of this job ran out: it waits again, or dies. `job.expiries` is the count before.
void expire_lease(Connection& db, Job job, Time now);

// Every lease there is counts as run out. Returns how many there were.
int release_all_leases(Connection& db, Time now);

}  // namespace autograder::sqlite
