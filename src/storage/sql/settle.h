// Changes the rows of a subject when its job ends, and when the job returns into the queue. All of it runs in
// a write and may throw.
#pragma once

#include <string>

#include "domain/job.h"
#include "storage/job_queue.h"
#include "storage/sql/database.h"
#include "storage/sql/queue_rows.h"

namespace autograder::sql {

// The job is done: its outcome is kept. `invalid`: a report for a run, or a result for anything else.
Result<> settle(Connection& db, const LeasedJob& leased, const JobOutcome& outcome, Time now,
                const StorageOptions& options);
// It is dead: its subject ends as IE, with this reason for admins.
void settle_dead(Connection& db, const Job& job, std::string reason, Time now);
// A dead job is retried: its subject has no outcome any more.
void unsettle(Connection& db, const Job& job, Time now);

// The report of the submission's present judging, and its figures in the submission's row.
void store_report(Connection& db, SubmissionId id, const Report& report, Time now);

}  // namespace autograder::sql
