// Submissions, their idempotency keys and their reports. One transaction stores a submission
// and queues it, or does neither.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/job.h"
#include "domain/limits.h"
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

// The outcome of submit.
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
  Bytes code_max{};  // sources, from the newest row on, so many bytes together; none after the first that has no room
};

struct SubmissionList {
  std::vector<Submission> submissions;  // newest first, without report, with code as far as the filter says
  int total = 0;                        // counted up to 10,000
  bool total_capped = false;
  bool more = false;
};

struct QueuePosition {
  int ahead = 0;       // jobs that would be leased first; when they are many, those of a second ago
  std::string reason;  // why it waits: "3 submissions are ahead", "retry after an internal error in 2 s"
};

struct RejudgeStep {
  int queued = 0;     // rejudges queued by this step
  SubmissionId next;  // go on after this one
  bool more = false;  // there may be submissions after `next`
  bool full = false;  // it stopped because the queue has no room for rejudges now: go on later
};
// Counts over the problem's newest kOutdatedLookedAt submissions.
struct Outdated {
  int judged = 0;    // those that have a verdict of their program: neither cancelled nor an internal error
  int outdated = 0;  // of these, judged under older rules
  int waiting = 0;   // those that had a verdict and wait to be judged again
  int accepted = 0;  // accepted under the rules of now
  std::int64_t slowest_accepted_ms = 0;  // of these; 0 when there is none
  bool capped = false;
};
constexpr int kOutdatedLookedAt = 100'000;

// A verdict of the present rules that is not the one that older rules led to.
struct ChangedVerdict {
  SubmissionId id;
  UserId user;
  Verdict before = Verdict::internal_error;  // of the newest judging under older rules
  double score_before = 0;
  Verdict now = Verdict::internal_error;
  double score_now = 0;
  bool operator==(const ChangedVerdict&) const = default;
};
// Counts over the problem's newest kChangesLookedAt submissions.
struct ChangedVerdicts {
  int compared = 0;                     // those that were judged under older rules and under the present ones
  std::vector<ChangedVerdict> changed;  // newest submission first
  bool capped = false;
};
constexpr int kChangesLookedAt = 10'000;

constexpr int kRejudgeStepMax = 500;  // submissions one step looks at
constexpr int kHistoryMax = 100;

class SubmissionStore {
 public:
  using SubmitDone = std::move_only_function<void(Result<Submitted>)>;
  using NextJob = std::function<JobId()>;

  virtual ~SubmissionStore() = default;
  // Stores submission, job and idempotency key durably, then calls `done` once, from a thread of the store, which must
  // not block there. Never blocks itself. `conflict`: the key stands for another request. `exhausted`: more than
  // queue_max jobs wait, or the disk is below its free minimum. `over_budget`: the user stored stored_a_day_max today.
  virtual void submit(NewSubmission submission, SubmitDone done) = 0;
  // The submission that an idempotency key stands for, absent when it stands for none. `conflict`: it stands for
  // another request.
  virtual Result<std::optional<SubmissionId>> find_repeated(UserId user, const std::string& key,
                                                            const Sha256& request_hash) = 0;
  // Whole: with code and the current report.
  virtual Result<std::optional<Submission>> find(SubmissionId id) = 0;
  virtual Result<SubmissionList> list(const SubmissionFilter& filter) = 0;
  // The place of a waiting submission among those in `judged`, the languages that a worker can judge now (empty: among all);
  // absent when it does not wait.
  virtual Result<std::optional<QueuePosition>> queue_position(SubmissionId id,
                                                              const std::vector<std::string>& judged) = 0;
  // Submissions of this user that wait for their first judging, counted up to `up_to`. A rejudge is not the user's
  // doing and does not count.
  virtual Result<int> count_in_flight(UserId user, int up_to) = 0;
  // How many were judged before `rules_version` of their problem (ProblemStore::rules_version), and how many since then
  // are accepted.
  virtual Result<Outdated> count_outdated(ProblemId problem, int rules_version) = 0;
  // The verdicts that rejudging under the present rules changed: cancelled judgings and internal errors are not compared.
  virtual Result<ChangedVerdicts> changed_verdicts(ProblemId problem, int rules_version) = 0;
  // Its phase, by one look-up, for those who wait for it. Absent when there is no such submission.
  virtual Result<std::optional<SubmissionState>> state(SubmissionId id) = 0;
  // Queues it to be judged again under the next judging number, with the priority of a new submission; earlier reports
  // are kept, and its dead letter, if it has one, is forgotten. `conflict`: it waits or runs already, or the job
  // exists. `not_found`. `exhausted`: more than queue_max jobs wait.
  virtual Result<> rejudge(SubmissionId id, JobId job, Time at) = 0;
  // The same for the judged submissions of a problem after `after` (empty: from the first), in order of id, behind all
  // that was submitted (kPriorityRejudge). Looks at `limit` of them (1 to kRejudgeStepMax) and queues those that have a
  // report, but not cancelled ones; with `rules_version`, those alone that count_outdated counts. Rejudges take half of queue_max at most, so that there is room to submit. `job` is
  // asked for one fresh id for each that is queued, on a thread of the store, and perhaps for more than are used.
  virtual Result<RejudgeStep> rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                              std::optional<int> rules_version, NextJob job, Time at) = 0;
  // Takes it back while it waits: the job goes, and the judging ends in the report `CANCELLED`. `conflict`: it is being
  // judged or has its report. `not_found`.
  virtual Result<> cancel(SubmissionId id, Time at) = 0;
  // Its reports, newest first, at most kHistoryMax. `not_found`.
  virtual Result<std::vector<Report>> history(SubmissionId id) = 0;
};

}  // namespace autograder
