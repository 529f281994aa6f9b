#include <algorithm>

#include "storage/memory/roles.h"

namespace autograder::memory {

Result<> Verifications::put(const NewVerification& set) {
  AG_TRY(check_verification(set));
  MutexLock lock(state_.mutex);
  if (!state_.problems.contains(set.problem)) return no_problem(set.problem);
  const auto earlier = state_.verifications.find(set.problem);
  int freed = 0;  // by jobs of the earlier set
  if (earlier != state_.verifications.end()) {
    for (const auto& one : earlier->second.set.submissions) {
      const auto job = state_.jobs.find(one.job);
      freed += job != state_.jobs.end() && waits(job->second);
    }
  }
  const int most = rejudges_max(state_.options.queue_max);
  const int count = static_cast<int>(set.submissions.size());
  if (count > 0 && state_.waiting() - freed + count > most) return queue_full(most);
  if (earlier != state_.verifications.end()) {
    for (const auto& one : earlier->second.set.submissions) state_.jobs.erase(one.job);
    state_.verifications.erase(earlier);
  }
  for (const auto& one : set.submissions) {
    JobEntry job;
    job.job.id = one.job;
    job.job.kind = JobKind::verify;
    job.job.subject = set.problem.bytes();
    job.job.language = one.language;
    job.job.priority = kPriorityRejudge;
    job.job.created_at = set.created_at;
    job.job.not_before = set.created_at;
    job.owner = set.user;
    state_.enqueue(job);
    state_.jobs.emplace(one.job, std::move(job));
  }
  state_.verifications.emplace(set.problem, VerificationEntry{set, {}});
  return {};
}

bool Verifications::waits(const JobEntry& job) {
  return job.state == JobState::waiting || job.state == JobState::delayed;
}

Result<std::optional<Verification>> Verifications::find(ProblemId problem) {
  MutexLock lock(state_.mutex);
  const auto found = state_.verifications.find(problem);
  if (found == state_.verifications.end()) return std::nullopt;
  const auto& [set, reports] = found->second;
  Verification seen{set.problem_version, set.time_limit, set.terms, {}, set.created_at};
  for (const auto& one : set.submissions) {
    BundledRow row{one.job, one.path, one.language, Phase::queued, {}};
    const auto report = reports.find(one.job);
    const auto job = state_.jobs.find(one.job);
    if (report != reports.end()) {
      row.phase = Phase::judged;
      row.report = report->second;
    } else if (job != state_.jobs.end() && state_.live(job->second)) {
      row.phase = Phase::running;
    }
    seen.submissions.push_back(std::move(row));
  }
  return seen;
}

Result<int> Verifications::count_unjudged(ProblemId problem) {
  MutexLock lock(state_.mutex);
  const auto found = state_.verifications.find(problem);
  if (found == state_.verifications.end()) return 0;
  const auto& [set, reports] = found->second;
  return static_cast<int>(set.submissions.size() - reports.size());
}

Result<std::optional<BundledWork>> Verifications::work(JobId job) {
  MutexLock lock(state_.mutex);
  for (const auto& [problem, entry] : state_.verifications) {
    const auto& all = entry.set.submissions;
    const auto found = std::ranges::find(all, job, &NewBundled::job);
    if (found != all.end()) return BundledWork{problem, found->language, found->code, entry.set.time_limit};
  }
  return std::nullopt;
}

}  // namespace autograder::memory
