#include <algorithm>

#include "foundation/check.h"
#include "storage/memory/roles.h"

namespace autograder::memory {
namespace {

bool serves(const LeaseRequest& request, const Job& job) {
  return std::ranges::find(request.kinds, job.kind) != request.kinds.end() &&
         std::ranges::find(request.languages, job.language) != request.languages.end();
}

}  // namespace

void Jobs::die(JobEntry& entry, std::string reason) {
  entry.state = JobState::dead;
  entry.reason = bounded_reason(std::move(reason));
  entry.died_at = state_.clock.now();
  if (makes_report(entry.job.kind)) {
    state_.store_report(SubmissionId(entry.job.subject), dead_report(entry.reason, entry.died_at));
  }
  if (verifies(entry.job.kind)) state_.store_bundled_report(entry.job, dead_report(entry.reason, entry.died_at));
  const auto run = state_.runs.find(entry.job.id);
  if (run != state_.runs.end()) run->second.result = dead_result();
}

// Leases that ran out and retries that are due go back among those that wait.
std::vector<Job> Jobs::sweep() {
  std::vector<Job> died;
  const Time now = state_.clock.now();
  for (auto& [id, entry] : state_.jobs) {
    if (entry.state == JobState::delayed && entry.job.not_before <= now) entry.state = JobState::waiting;
    if (entry.state != JobState::leased || entry.leased_until > now) continue;
    if (++entry.job.expiries >= kExpiriesMax) {
      die(entry, expired_reason(entry.job.expiries));
      died.push_back(entry.job);
    } else {
      entry.state = JobState::waiting;
    }
  }
  return died;
}

Result<std::optional<Lease>> Jobs::lease(const LeaseRequest& request) {
  if (request.languages.size() > kLanguagesMax) {
    return autograder::fail(ErrorCode::invalid, "languages: at most " + std::to_string(kLanguagesMax));
  }
  std::vector<Job> died;
  auto found = next(request, died);
  if (state_.options.on_expired_death) {
    for (const auto& job : died) state_.options.on_expired_death(job);
  }
  return found;
}

std::optional<Lease> Jobs::next(const LeaseRequest& request, std::vector<Job>& died) {
  MutexLock lock(state_.mutex);
  died = sweep();
  bool holds_any = false;
  for (const auto& [id, entry] : state_.jobs) {
    if (!state_.live(entry) || entry.leased_by != request.worker) continue;
    if (entry.job.expiries >= kExpiriesAlone) return std::nullopt;  // that one runs alone
    holds_any = true;
  }
  JobEntry* best = nullptr;
  for (auto& [id, entry] : state_.jobs) {
    if (entry.state != JobState::waiting || !serves(request, entry.job)) continue;
    if (entry.job.expiries >= kExpiriesAlone && (!request.alone || holds_any)) continue;
    if (best == nullptr || queue_key(entry) < queue_key(*best)) best = &entry;
  }
  if (best == nullptr) return std::nullopt;
  std::int64_t& virtual_now = state_.virtual_now[best->job.priority];
  virtual_now = virtual_now_after_lease(virtual_now, best->virtual_start);
  best->state = JobState::leased;
  ++best->token;
  best->leased_by = request.worker;
  best->leased_until = state_.clock.now() + kLeaseTime;
  return Lease{best->job, best->token, best->leased_until};
}

Result<> Jobs::renew(const Lease& lease) {
  MutexLock lock(state_.mutex);
  JobEntry* entry = state_.ours(lease);
  if (entry == nullptr) return lease_lost(lease.job.id);
  entry->leased_until = state_.clock.now() + kLeaseTime;
  return {};
}

Result<> Jobs::end(const Lease& lease, Report report) {
  MutexLock lock(state_.mutex);
  JobEntry* entry = state_.ours(lease);
  if (entry == nullptr) return lease_lost(lease.job.id);
  if (makes_result(entry->job.kind)) return ends_as_run(entry->job.id);
  if (makes_report(entry->job.kind)) {
    const SubmissionId submission(entry->job.subject);
    state_.store_report(submission, std::move(report));
    state_.note_report(state_.submissions.at(submission), entry->job.kind == JobKind::judge);
  }
  if (verifies(entry->job.kind)) state_.store_bundled_report(entry->job, std::move(report));
  state_.jobs.erase(lease.job.id);
  return {};
}

void Jobs::finish(const Lease& lease, Report report, FinishDone done) {
  done(end(lease, std::move(report)));
}

Result<FailureFate> Jobs::fail(const Lease& lease, std::string reason) {
  MutexLock lock(state_.mutex);
  JobEntry* entry = state_.ours(lease);
  if (entry == nullptr) return lease_lost(lease.job.id);
  if (++entry->job.failures >= kFailuresMax) {
    die(*entry, std::move(reason));
    return FailureFate::dead;
  }
  entry->state = JobState::delayed;
  entry->reason = bounded_reason(std::move(reason));
  entry->job.not_before = state_.clock.now() + retry_delay(entry->job.failures);
  return FailureFate::retried;
}

Result<> Jobs::give_back(const Lease& lease) {
  MutexLock lock(state_.mutex);
  JobEntry* entry = state_.ours(lease);
  if (entry == nullptr) return lease_lost(lease.job.id);
  entry->state = JobState::waiting;
  return {};
}

Result<QueueDepth> Jobs::depth() {
  MutexLock lock(state_.mutex);
  QueueDepth depth;
  for (const auto& [id, entry] : state_.jobs) {
    if (entry.state == JobState::dead) {
      ++depth.dead;
    } else if (state_.live(entry)) {
      ++depth.leased;
    } else {
      ++depth.waiting;
    }
  }
  return depth;
}

Result<std::vector<DeadLetter>> Jobs::list(JobId after, int limit) {
  AG_TRY(check_page(limit, 0));
  MutexLock lock(state_.mutex);
  std::vector<DeadLetter> letters;
  for (auto row = state_.jobs.upper_bound(after); row != state_.jobs.end(); ++row) {
    if (static_cast<int>(letters.size()) == limit) break;
    if (row->second.state == JobState::dead) {
      letters.push_back({row->second.job, row->second.reason, row->second.died_at});
    }
  }
  return letters;
}

Result<> Jobs::requeue(JobId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.jobs.find(id);
  if (found == state_.jobs.end() || found->second.state != JobState::dead) {
    return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
  }
  JobEntry& entry = found->second;
  entry.job.failures = 0;
  entry.job.expiries = 0;
  entry.job.not_before = state_.clock.now();
  entry.reason.clear();
  entry.died_at = {};
  state_.enqueue(entry);
  if (verifies(entry.job.kind)) state_.verifications.at(ProblemId(entry.job.subject)).reports.erase(id);
  const auto run = state_.runs.find(id);
  if (run != state_.runs.end()) run->second.result.reset();
  if (makes_report(entry.job.kind)) {
    SubmissionEntry& subject = state_.submissions.at(SubmissionId(entry.job.subject));
    CHECK(subject.judged);
    subject.judged = false;
    ++state_.changes;
    ++subject.judging;
    subject.submission.score = 0;
    subject.submission.cpu_time_ms = 0;
    subject.submission.memory_kb = 0;
    subject.submission.updated_at = state_.clock.now();
  }
  return {};
}

Result<> Jobs::purge(JobId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.jobs.find(id);
  if (found == state_.jobs.end() || found->second.state != JobState::dead) {
    return autograder::fail(ErrorCode::not_found, "no dead job " + id.hex());
  }
  state_.jobs.erase(found);
  return {};
}

}  // namespace autograder::memory
