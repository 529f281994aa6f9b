// Runs with a custom input: a student tries a program without it being judged. Code and input are kept until it is
// answered, the answer for some minutes (see upkeep.h).
//
// Knows:          code, input, phase and result of a run.
// Does not know:  problems, submissions, how programs are run.
//
// A run is the subject of a job (see job_queue.h), which has the same id and the highest priority.
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
  RunId id;
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
  RunId id;
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
  // Absent when there never was one, or it was forgotten. Without code and input once it is done.
  virtual Result<std::optional<RunRow>> find(RunId id) = 0;
  // The cheap question of who waits for one. Absent as above.
  virtual Result<std::optional<Phase>> phase(RunId id) = 0;
  // Nobody waits for it any more: run and job go, unless a worker has begun it, or it is done. Says whether they went.
  virtual Result<bool> abandon(RunId id) = 0;
};

}  // namespace autograder
