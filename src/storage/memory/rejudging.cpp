// What happens to a submission after its submit: judged again, taken back, looked back on.
#include <ranges>

#include "foundation/check.h"
#include "storage/memory/roles.h"

namespace autograder::memory {
namespace {

bool of_the_program(const Report& report) {
  return report.verdict != Verdict::cancelled && report.verdict != Verdict::internal_error;
}
bool wanted(const Report& report, std::optional<int> rules_version) {
  if (!rules_version) return report.verdict != Verdict::cancelled;
  return of_the_program(report) && report.problem_version < *rules_version;
}

}  // namespace

Result<std::optional<SubmissionState>> Submissions::state(SubmissionId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end()) return std::nullopt;
  return state_.state_of(found->second);
}

// Of a judged submission.
Result<> Submissions::queue_again(SubmissionEntry& entry, JobId job, int priority, Time at) {
  if (state_.jobs.contains(job)) return fail(ErrorCode::conflict, "job " + job.hex() + " exists already");
  state_.jobs.erase(entry.job);  // a dead letter at most
  JobEntry again;
  again.job.id = job;
  again.job.kind = JobKind::rejudge;
  again.job.subject = entry.submission.id.bytes();
  again.job.language = entry.submission.language;
  again.job.priority = priority;
  again.job.created_at = at;
  again.job.not_before = at;
  again.owner = entry.submission.user;
  state_.enqueue(again);
  state_.jobs.emplace(job, std::move(again));
  entry.job = job;
  entry.judged = false;
  ++state_.changes;
  ++entry.judging;
  entry.submission.score = 0;
  entry.submission.cpu_time_ms = 0;
  entry.submission.memory_kb = 0;
  entry.submission.updated_at = at;
  return {};
}

Result<> Submissions::rejudge(SubmissionId id, JobId job, Time at) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end()) return no_submission(id);
  if (!found->second.judged) return still_in_queue(id);
  if (state_.waiting() >= state_.options.queue_max) return queue_full(state_.options.queue_max);
  return queue_again(found->second, job, kPriorityJudge, at);
}

Result<RejudgeStep> Submissions::rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                                 std::optional<int> rules_version, NextJob job, Time at) {
  AG_TRY(check_rejudge_step(limit));
  MutexLock lock(state_.mutex);
  RejudgeStep step;
  step.next = after;
  for (auto row = state_.submissions.upper_bound(after); row != state_.submissions.end(); ++row) {
    SubmissionEntry& entry = row->second;
    if (entry.submission.problem != problem) continue;
    step.more = limit-- == 0;
    if (step.more) break;
    if (entry.judged && wanted(entry.reports.at(entry.judging), rules_version)) {
      step.full = state_.waiting() >= rejudges_max(state_.options.queue_max);
      step.more = step.full;
      if (step.full) break;
      AG_TRY(queue_again(entry, job(), kPriorityRejudge, at));
      ++step.queued;
    }
    step.next = row->first;
  }
  return step;
}

Result<ChangedVerdicts> Submissions::changed_verdicts(ProblemId problem, int rules_version) {
  MutexLock lock(state_.mutex);
  ChangedVerdicts found;
  for (const auto& [id, entry] : std::views::reverse(state_.submissions)) {
    if (entry.submission.problem != problem || !entry.judged) continue;
    const Report& now = entry.reports.at(entry.judging);
    if (!of_the_program(now) || now.problem_version < rules_version) continue;
    const auto reports = std::views::reverse(entry.reports);
    const auto before = std::ranges::find_if(reports, [&](const auto& row) {
      return of_the_program(row.second) && row.second.problem_version < rules_version;
    });
    if (before == reports.end()) continue;
    ++found.compared;
    const Report& old = before->second;
    if (old.verdict == now.verdict && old.score == now.score) continue;
    found.changed.push_back({id, entry.submission.user, old.verdict, old.score, now.verdict, now.score});
  }
  return found;
}

Result<> Submissions::cancel(SubmissionId id, Time at) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end()) return no_submission(id);
  if (state_.state_of(found->second).phase != Phase::queued) return not_waiting(id);
  CHECK(state_.jobs.erase(found->second.job) == 1);
  state_.store_report(id, cancelled_report(at));
  return {};
}

Result<std::vector<Report>> Submissions::history(SubmissionId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end()) return no_submission(id);
  std::vector<Report> reports;
  for (const auto& [judging, report] : std::views::reverse(found->second.reports)) {
    if (static_cast<int>(reports.size()) == kHistoryMax) break;
    reports.push_back(report);
  }
  return reports;
}

}  // namespace autograder::memory
