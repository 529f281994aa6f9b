// Runs with a custom input: a student tries a program without it being judged. Code and input are kept until it is
// answered, the answer for some minutes (see upkeep.h).
//
// Knows:          code, input, where a run stands and what it said.
// Does not know:  problems, submissions, how programs are run.
//
// A run is a job like any other (see job_queue.h: lease, renew, fail, give_back), of the highest priority. Its worker
// asks find(lease.job.id) for what to run, and ends it here rather than with JobQueue::finish.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/job.h"
#include "domain/problem.h"
#include "domain/run.h"
#include "domain/submission.h"
#include "foundation/result.h"

namespace autograder {

constexpr std::size_t kRunInputMax = 1024 * 1024;  // bytes
constexpr std::chrono::hours kRunKept{24};         // since it was submitted, when it is not answered before

struct NewRun {
  JobId job;  // names the run too
  UserId user;
  std::string language;
  std::string code;                     // UTF-8 without NUL
  std::string input;                    // any bytes, at most kRunInputMax
  JobKind kind = JobKind::run;          // run or rerun
  Time created_at{};                    // kept kRunKept from here
  std::optional<ProblemLimits> limits;  // those of the problem it belongs to; absent: the server's own
  bool alone = false;                   // refused while the user has another one that is not done
};

struct RunRow {
  JobId job;
  UserId user;
  JobKind kind = JobKind::run;
  std::string language;
  std::string code;
  std::string input;
  std::optional<ProblemLimits> limits;
  Phase phase = Phase::queued;      // judged: it has its result
  std::optional<RunResult> result;  // when judged
  Time created_at{};
};

class RunStore {
 public:
  using Done = std::move_only_function<void(Result<>)>;

  virtual ~RunStore() = default;
  // Stores run and job durably in one transaction, then calls `done` once, from a thread of the store, which must not
  // block there. Never blocks itself. `invalid`: input or code is too long, or the kind is no run's. `conflict`: the
  // job exists. `denied`: it is to be alone, and is not. `exhausted`: more than queue_max jobs wait, or the disk is
  // below its free minimum. `over_budget`: the user stored stored_a_day_max today.
  virtual void submit(NewRun run, Done done) = 0;
  // Absent when there never was one, or it was forgotten. Without code and input once it was answered by finish().
  virtual Result<std::optional<RunRow>> find(JobId id) = 0;
  // The cheap question of who waits for one. Absent as above.
  virtual Result<std::optional<Phase>> phase(JobId id) = 0;
  // Nobody waits for it any more: run and job go, unless a worker has begun it, or it is done. Says whether they went.
  virtual Result<bool> abandon(JobId id) = 0;
  // Result + end of job in one transaction, durable when `done` is called. `conflict`: the lease is no longer ours, and
  // nothing changed. `invalid`: the job is no run.
  virtual void finish(const Lease& lease, RunResult result, Done done) = 0;
};

}  // namespace autograder
