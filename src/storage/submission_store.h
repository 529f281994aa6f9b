// Submissions, their idempotency keys and their reports. A submission is stored and queued in one transaction, or
// neither.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/job.h"
#include "domain/submission.h"
#include "foundation/result.h"

namespace autograder {

struct NewSubmission {
  SubmissionId id;
  JobId job;
  UserId user;
  ProblemId problem;
  std::string language;
  std::string code;
  std::string idempotency_key;  // empty: none
  Sha256 request_hash{};        // of what the key stands for
  Time created_at{};            // keys are kept 24 h from here
};

// What submit did.
struct Submitted {
  SubmissionId id;
  bool repeated = false;  // the idempotency key was known: `id` is the earlier submission
};

struct SubmissionFilter {
  std::optional<UserId> user;
  std::optional<ProblemId> problem;
  std::string language;  // empty: all
  std::optional<SubmissionState> state;
  SubmissionId before;  // keyset cursor; empty: from the newest
  int offset = 0;       // at most 10,000
  int limit = 20;
};

struct SubmissionList {
  std::vector<Submission> submissions;  // newest first, without code and report
  int total = 0;                        // counted up to 10,000
  bool total_capped = false;
  bool more = false;
};

struct QueuePosition {
  int ahead = 0;       // jobs that would be leased first
  std::string reason;  // why it waits: "3 submissions are ahead", "retry after an internal error in 2 s"
};

class SubmissionStore {
 public:
  using SubmitDone = std::move_only_function<void(Result<Submitted>)>;

  virtual ~SubmissionStore() = default;
  // Stores submission, job and idempotency key durably, then calls `done` once, from a thread of the store, which must
  // not block there. Never blocks itself. `conflict`: the key stands for another request. `exhausted`: more than
  // queue_max jobs wait.
  virtual void submit(NewSubmission submission, SubmitDone done) = 0;
  // Whole: with code and the current report.
  virtual Result<std::optional<Submission>> find(SubmissionId id) = 0;
  virtual Result<SubmissionList> list(const SubmissionFilter& filter) = 0;
  // Of a waiting submission; absent when it does not wait.
  virtual Result<std::optional<QueuePosition>> queue_position(SubmissionId id) = 0;
  // Submissions of this user that have no report yet, counted up to `up_to`.
  virtual Result<int> count_in_flight(UserId user, int up_to) = 0;
};

}  // namespace autograder
