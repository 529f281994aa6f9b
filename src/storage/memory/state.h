// What the roles of the memory store share: one mutex and the maps behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/queue_rules.h"
#include "storage/storage.h"
#include "storage/storage_options.h"
#include "storage/stored_bytes.h"

namespace autograder::memory {

enum class JobState { waiting, delayed, leased, dead };

struct JobEntry {
  Job job;
  std::optional<UserId> owner;  // whose fair share it uses
  JobState state = JobState::waiting;
  std::int64_t virtual_start = 0;
  LeaseToken token = 0;
  Time leased_at{};
  Time leased_until{};
  WorkerId leased_by;
  std::string reason;
  Time died_at{};
};

struct SubmissionEntry {
  Submission submission;  // its state is derived from `judged` and the job
  JobId job;
  int judging = 1;
  bool judged = false;
  std::map<int, Report> reports;  // by judging number; never changed once in
};

struct KeyEntry {
  SubmissionId submission;
  Sha256 request_hash{};
  Time created_at{};
};

struct VerificationEntry {
  NewVerification set;
  std::map<JobId, Report> reports;
};

struct DraftVersion {
  Draft draft;
  Time begun_at{};
};

// The order of leasing: by priority, then virtual start, then id.
using QueueKey = std::tuple<int, std::int64_t, JobId>;
inline QueueKey queue_key(const JobEntry& entry) {
  return {-entry.job.priority, entry.virtual_start, entry.job.id};
}

struct State {
  State(const Clock& clock_in, StorageOptions options_in) : clock(clock_in), options(options_in) {}

  const Clock& clock;
  const StorageOptions options;
  Mutex mutex;
  std::int64_t changes GUARDED_BY(mutex) = 0;
  std::map<UserId, User> users GUARDED_BY(mutex);
  std::map<ProblemId, Problem> problems GUARDED_BY(mutex);
  std::map<ProblemId, int> rules_versions GUARDED_BY(mutex);
  std::map<ProblemId, std::vector<ProblemFile>> problem_files GUARDED_BY(mutex);  // in order of their paths
  std::map<std::pair<TestCaseId, int>, TestCase> tests GUARDED_BY(mutex);         // every version there ever was
  std::map<SubmissionId, SubmissionEntry> submissions GUARDED_BY(mutex);
  std::map<std::pair<UserId, std::string>, KeyEntry> keys GUARDED_BY(mutex);
  std::map<JobId, JobEntry> jobs GUARDED_BY(mutex);
  std::map<JobId, RunRow> runs GUARDED_BY(mutex);       // their phase is derived from the result and the job
  std::map<JobId, Time> answered_at GUARDED_BY(mutex);  // runs that were
  std::map<UserId, StoredBytes> stored GUARDED_BY(mutex);
  std::map<DraftKey, std::vector<DraftVersion>> drafts GUARDED_BY(mutex);  // oldest version first
  std::map<ProblemId, VerificationEntry> verifications GUARDED_BY(mutex);
  std::map<int, std::int64_t> virtual_now GUARDED_BY(mutex);                  // by priority
  std::map<int, std::int64_t> worked GUARDED_BY(mutex);                       // since the last lease, by priority
  std::map<std::pair<UserId, int>, std::int64_t> accounts GUARDED_BY(mutex);  // by user and priority
  bool last_was_run GUARDED_BY(mutex) = false;                                // the last lease
  std::map<Sha256, std::string> blobs GUARDED_BY(mutex);
  std::map<WorkerId, WorkerRow> workers GUARDED_BY(mutex);

  // Gives the job its place among those that wait.
  void enqueue(JobEntry& entry) REQUIRES(mutex);
  // A lease that is live: not run out.
  bool live(const JobEntry& entry) const { return entry.state == JobState::leased && entry.leased_until > clock.now(); }
  // The entry of a lease that still is its holder's, else null.
  JobEntry* ours(const Lease& lease) REQUIRES(mutex);
  // The lease ends: its user pays for the wall time until then, but not for what was lent.
  void charge_work(const JobEntry& entry, Time until, Duration lent = {}) REQUIRES(mutex);
  // So many wait, now or for a retry.
  int waiting() REQUIRES(mutex);
  SubmissionState state_of(const SubmissionEntry& entry) REQUIRES(mutex);
  void store_report(SubmissionId id, Report report) REQUIRES(mutex);
  // The report that was stored just now, which its user asked for or not.
  void note_report(const SubmissionEntry& entry, bool asked_for) REQUIRES(mutex);
  // Without its excerpts. By how many bytes it is shorter.
  static std::int64_t strip(Report& report);
  void store_bundled_report(const Job& job, Report report) REQUIRES(mutex);
};

}  // namespace autograder::memory
