// Rows of jobs and reports, as several roles write them. All run in a write and may throw.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/job.h"
#include "domain/report.h"
#include "domain/submission.h"
#include "storage/sql/connection.h"
#include "storage/sql/queue_length.h"
#include "storage/stored_bytes.h"

namespace autograder::sql {

template <>
struct Columns<Job> {
  static constexpr auto list =
      std::tuple(column("id", &Job::id), column("kind", &Job::kind), column("subject_kind, subject_id", &Job::subject),
                 column("language", &Job::language), column("priority", &Job::priority),
                 column("created_at_ms", &Job::created_at), column("not_before_ms", &Job::not_before),
                 column("failures", &Job::failures), column("expiries", &Job::expiries));
};

// A job that enters the queue: `job.id`, kind, subject, language, priority and created_at count.
void insert_job(Connection& db, QueueLength& length, const Job& job, UserId owner);

// The same, at the place that was asked for.
void insert_job(Connection& db, QueueLength& length, const Job& job, UserId owner, std::int64_t virtual_start);

// A job in a lease, with all that decides what its end changes: one look.
struct LeasedJob {
  Job job;
  std::optional<UserId> owner;
  std::optional<Time> leased_at;
  std::int64_t virtual_now = 0;         // of its priority
  std::optional<std::int64_t> account;  // of its owner
  // When it is about a submission.
  struct Author {
    UserId user;
    bool waits = false;  // the submission has no report
    StoredBytes stored;
  };
  std::optional<Author> author;
};
std::optional<LeasedJob> find_leased(Connection& db, JobId id);
// The job of a lease that still is its holder's: asked for ahead (Database::Ahead), and found.
void ask_ours(Connection& db, const Lease& lease, Time now);
std::optional<LeasedJob> find_ours(Connection& db, const Lease& lease, Time now);

// The place of the next job of this owner in the fair order: asked for, and read.
Query ask_virtual_start(Connection& db, std::optional<UserId> owner, int priority);
std::int64_t read_virtual_start(Query& row);
std::int64_t next_virtual_start(Connection& db, std::optional<UserId> owner, int priority);

// The phase of what a job is about: a lease that is live makes it `running`.
Phase phase_of(bool judged, std::optional<Time> leased_until, Time now);
SubmissionState state_of(std::optional<Verdict> verdict, std::optional<Time> leased_until, Time now);

// A dead letter, whose subject ends as IE.
void kill_job(Connection& db, const Job& job, std::string reason, Time now);

// One more lease of this job ran out: it waits again, or dies and joins `died`. `job.expiries` is the count before.
void expire_lease(Connection& db, Job job, Time now, std::vector<Job>& died);

}  // namespace autograder::sql
