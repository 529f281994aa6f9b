// The durable queue: who may do which job now, and what came of it. See docs/queue.md for the states.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/job.h"
#include "domain/report.h"
#include "domain/run.h"
#include "foundation/result.h"

namespace autograder {

struct LeaseRequest {
  WorkerId worker;
  std::vector<JobKind> kinds;
  std::vector<std::string> languages;  // that this worker can judge
  // The worker has nothing else in hand. A job with kExpiriesAlone expiries is given only then, and its worker takes no
  // other beside it.
  bool alone = false;
  int slots = 1;  // of this worker; those of the others are known from their heartbeats
  // The worker would set a judging aside for the job, between two tests: only for a user who holds no slot. Its own user
  // must hold more than half of the slots; or it had its turn, and worked for longer than that user owes.
  struct SetAside {
    JobId job;
    bool turn_over = false;
    std::int64_t worked_ms = 0;
  };
  std::optional<SetAside> set_aside = {};
};

struct QueueDepth {
  std::int64_t waiting = 0;  // leasable now or later
  std::int64_t leased = 0;
  std::int64_t dead = 0;
};

// The outcome of a failed job.
enum class FailureFate { retried, dead };

// How a job ends: with the report of a submission or of a bundled one, or with the result of a run.
using JobOutcome = std::variant<Report, RunResult>;

// A lease is ours while its token is the row's token and its time has not run out in the database's clock; if not,
// renew, finish, fail and give_back answer `conflict` and change nothing: the late worker drops its work.
class JobQueue {
 public:
  using FinishDone = std::move_only_function<void(Result<>)>;

  virtual ~JobQueue() = default;
  // The next job by priority, then virtual start, then id, within the shares of docs/queue.md: while others wait, a user
  // and the runs hold at most half of the slots. Absent when there is none. One transaction: no two workers get
  // the same job.
  virtual Result<std::optional<Lease>> lease(const LeaseRequest& request) = 0;
  // Up to `limit` leases that ran out and up to `limit` retries that are due are leasable again. A lease that ran out
  // counts as an expiry; at kExpiriesMax the job dies instead and ends as IE. Returns the jobs that died: no other
  // caller gets them, so this one announces them. Each worker calls it at start and then once a second.
  virtual Result<std::vector<Job>> expire(int limit) = 0;
  // Whether a job waits that is given only to a worker that asks with `alone`, of these kinds and languages.
  virtual Result<bool> suspect_waits(const LeaseRequest& request) = 0;
  // kLeaseTime more from now.
  virtual Result<> renew(const Lease& lease) = 0;
  // Outcome + end of job in one transaction, durable when `done` is called (once, on a thread of the store). `invalid`:
  // a report for a run, or a result for anything else.
  virtual void finish(const Lease& lease, JobOutcome outcome, FinishDone done) = 0;
  // An infrastructure failure: retried after 1 s, 2 s, 4 s, then dead with an `IE` report (a run: with the result
  // `IE`). `reason` is for the admin.
  virtual Result<FailureFate> fail(const Lease& lease, std::string reason) = 0;
  // Counts nothing: the worker stops in good order.
  virtual Result<> give_back(const Lease& lease) = 0;
  virtual Result<QueueDepth> depth() = 0;
};

struct DeadLetter {
  Job job;
  std::string reason;
  Time died_at{};
};

// Dead jobs. Their submissions have an `IE` report, their runs the result `IE`.
class DeadLetters {
 public:
  virtual ~DeadLetters() = default;
  virtual Result<std::vector<DeadLetter>> list(JobId after, int limit) = 0;
  // Back into the queue with its counts at zero; its submission's next report gets the next judging number. Returns the
  // job. `not_found`.
  virtual Result<Job> requeue(JobId id) = 0;
  // Forgets the job; the `IE` report stays. `not_found`.
  virtual Result<> purge(JobId id) = 0;
};

}  // namespace autograder
