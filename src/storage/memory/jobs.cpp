#include <algorithm>
#include <utility>

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
    state_.charge_work(entry, now);
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
  AG_TRY(check_lease(request));
  std::vector<Job> died;
  auto found = next(request, died);
  if (state_.options.on_expired_death) {
    for (const auto& job : died) state_.options.on_expired_death(job);
  }
  return found;
}

SlotShares Jobs::shares(const LeaseRequest& request) {
  int slots = request.slots;
  for (const auto& [id, worker] : state_.workers) {
    if (id != request.worker && worker.last_seen > state_.clock.now() - kWorkerLost) slots += worker.slots;
  }
  SlotShares held(slots, state_.last_was_run);
  for (const auto& [id, entry] : state_.jobs) {
    if (state_.live(entry)) held.count(id, entry.owner, entry.job.priority);
  }
  return held;
}

JobEntry* Jobs::first_by(const LeaseRequest& request, bool suspects_too, Pick pick) {
  for (;;) {
    JobEntry* best = nullptr;
    for (auto& [id, entry] : state_.jobs) {
      if (entry.state != JobState::waiting || !serves(request, entry.job)) continue;
      if (entry.job.expiries >= kExpiriesAlone && !suspects_too) continue;
      if (entry.job.priority < pick.priority_min || entry.job.priority > pick.priority_max) continue;
      if (entry.owner && std::ranges::find(pick.without, *entry.owner) != pick.without.end()) continue;
      if (best == nullptr || queue_key(entry) < queue_key(*best)) best = &entry;
    }
    if (best == nullptr) return nullptr;
    if (put_behind(*best)) continue;
    if (best->virtual_start - state_.virtual_now[best->job.priority] <= pick.debt_max) return best;
    pick.priority_max = best->job.priority - 1;
  }
}

// Its user's account says that its turn comes later: then the jobs of this user move by as much. A retry keeps its
// place.
bool Jobs::put_behind(const JobEntry& first) {
  if (!first.owner || first.token > 0) return false;
  const auto account = state_.accounts.find({*first.owner, first.job.priority});
  if (account == state_.accounts.end() || account->second <= first.virtual_start) return false;
  const auto by = account->second - first.virtual_start;
  for (auto& [id, entry] : state_.jobs) {
    const bool waits = entry.state == JobState::waiting && entry.token == 0;
    if (waits && entry.owner == first.owner && entry.job.priority == first.job.priority) entry.virtual_start += by;
  }
  return true;
}

Lease Jobs::start_lease(JobEntry& entry, const LeaseRequest& request) {
  const int priority = entry.job.priority;
  std::optional<std::int64_t> first_waiting;
  for (const auto& [id, other] : state_.jobs) {
    const bool waits = &other != &entry && other.state == JobState::waiting && other.job.priority == priority;
    if (waits && serves(request, other.job))
      first_waiting = std::min(first_waiting.value_or(other.virtual_start), other.virtual_start);
  }
  std::int64_t& virtual_now = state_.virtual_now[priority];
  virtual_now = virtual_now_after_lease(virtual_now, entry.virtual_start, std::exchange(state_.worked[priority], 0),
                                        first_waiting);
  state_.last_was_run = priority >= kPriorityRun;
  if (entry.owner) {
    std::int64_t& account = state_.accounts[{*entry.owner, priority}];
    account = account_after_lease(account, entry.virtual_start);
  }
  entry.state = JobState::leased;
  ++entry.token;
  entry.leased_by = request.worker;
  entry.leased_at = state_.clock.now();
  entry.leased_until = entry.leased_at + kLeaseTime;
  return {entry.job, entry.token, entry.leased_until};
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
  const SlotShares held = shares(request);
  const auto& aside = request.set_aside;
  for (const Pick& pick : aside ? held.picks_beside(*aside) : held.picks()) {
    JobEntry* found = first_by(request, request.alone && !holds_any, pick);
    if (found != nullptr) return start_lease(*found, request);
  }
  return std::nullopt;
}

Result<bool> Jobs::suspect_waits(const LeaseRequest& request) {
  AG_TRY(check_lease(request));
  MutexLock lock(state_.mutex);
  return std::ranges::any_of(state_.jobs, [&](const auto& row) {
    const JobEntry& entry = row.second;
    return entry.state == JobState::waiting && entry.job.expiries >= kExpiriesAlone && serves(request, entry.job);
  });
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
  state_.charge_work(*entry, state_.clock.now(), lease.lent);
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
  state_.charge_work(*entry, state_.clock.now(), lease.lent);
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
  state_.charge_work(*entry, state_.clock.now(), lease.lent);
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
