// The roles of storage, implemented by sqlite/ (later postgres/ and mongo/).
//
// Knows:          users, problems, submissions with their jobs and reports, drafts, runs, bundled submissions, blobs, workers.
// Does not know:  HTTP, judging, who may see what.
//
// Truth is here. Every verb may block (disk, network): never call one on an I/O thread, except those that take a
// completion callback. All verbs may be called from any thread. A failed verb has changed nothing.
#pragma once

#include "storage/blob_store.h"
#include "storage/draft_store.h"
#include "storage/job_queue.h"
#include "storage/problem_store.h"
#include "storage/queue_view.h"
#include "storage/run_store.h"
#include "storage/submission_store.h"
#include "storage/upkeep.h"
#include "storage/user_store.h"
#include "storage/verification_store.h"
#include "storage/worker_registry.h"

namespace autograder {

// One database, seen through its roles. Owned by app; outlives all that borrow a role.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual UserStore& users() = 0;
  virtual ProblemStore& problems() = 0;
  virtual SubmissionStore& submissions() = 0;
  virtual DraftStore& drafts() = 0;
  virtual RunStore& runs() = 0;
  virtual VerificationStore& verifications() = 0;
  virtual JobQueue& jobs() = 0;
  virtual DeadLetters& dead_letters() = 0;
  virtual QueueView& queue_view() = 0;
  virtual WorkerRegistry& workers() = 0;
  virtual BlobStore& blobs() = 0;
  virtual Upkeep& upkeep() = 0;

  // Grows with every change of users or problems and when a judged submission is to be judged again, by whatever
  // process: caches ask each second and drop what is older.
  virtual Result<std::int64_t> change_counter() = 0;
  // A cheap question that only a working database answers; for /health.
  virtual Result<> ping() = 0;
};

}  // namespace autograder
