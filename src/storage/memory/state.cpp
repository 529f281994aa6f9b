#include "storage/memory/state.h"

#include <algorithm>

#include "foundation/check.h"

namespace autograder::memory {

void State::enqueue(JobEntry& entry) {
  std::optional<std::int64_t> last;
  for (const auto& [id, other] : jobs) {
    if (id == entry.job.id || other.state == JobState::dead) continue;
    if (!entry.owner || other.owner != entry.owner || other.job.priority != entry.job.priority) continue;
    last = std::max(last.value_or(other.virtual_start), other.virtual_start);
  }
  entry.virtual_start = virtual_start_after(virtual_now[entry.job.priority], last);
  entry.state = JobState::waiting;
}

JobEntry* State::ours(const Lease& lease) {
  const auto found = jobs.find(lease.job.id);
  if (found == jobs.end() || found->second.token != lease.token || !live(found->second)) return nullptr;
  return &found->second;
}

void State::charge_work(const JobEntry& entry, Time until, Duration lent) {
  const Duration used = until - entry.leased_at - lent;
  const auto used_ms = std::chrono::duration_cast<std::chrono::milliseconds>(used).count();
  const std::int64_t now = virtual_now[entry.job.priority];
  if (entry.owner) {
    std::int64_t& account = accounts.try_emplace({*entry.owner, entry.job.priority}, now).first->second;
    account = account_after_work(account, now, used_ms);
  }
  worked[entry.job.priority] += worked_by(used_ms);
}

int State::waiting() {
  return static_cast<int>(std::ranges::count_if(jobs, [](const auto& row) {
    return row.second.state == JobState::waiting || row.second.state == JobState::delayed;
  }));
}

SubmissionState State::state_of(const SubmissionEntry& entry) {
  if (entry.judged) return {Phase::judged, entry.reports.at(entry.judging).verdict};
  const auto job = jobs.find(entry.job);
  return {job != jobs.end() && live(job->second) ? Phase::running : Phase::queued, {}};
}

void State::store_report(SubmissionId id, Report report) {
  const auto found = submissions.find(id);
  CHECK(found != submissions.end());
  SubmissionEntry& entry = found->second;
  CHECK(!entry.judged);
  entry.judged = true;
  entry.submission.score = report.score;
  entry.submission.cpu_time_ms = report.cpu_time_ms;
  entry.submission.memory_kb = report.memory_kb;
  entry.submission.updated_at = clock.now();
  const bool fresh = entry.reports.emplace(entry.judging, std::move(report)).second;
  CHECK(fresh);
}

void State::store_bundled_report(const Job& job, Report report) {
  verifications.at(ProblemId(job.subject)).reports[job.id] = std::move(report);
}

}  // namespace autograder::memory
