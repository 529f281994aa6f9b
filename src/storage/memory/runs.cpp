#include <algorithm>

#include "domain/report_codec.h"
#include "storage/memory/roles.h"

namespace autograder::memory {

void Runs::submit(NewRun run, Done done) {
  done(store(std::move(run)));
}

Result<> Runs::store(NewRun run) {
  AG_TRY(check_run(run));
  MutexLock lock(state_.mutex);
  if (state_.jobs.contains(run.job) || state_.runs.contains(run.job)) {
    return fail(ErrorCode::conflict, "run " + run.job.hex() + " exists already");
  }
  if (state_.waiting() >= state_.options.queue_max) return queue_full(state_.options.queue_max);
  if (run.alone && std::ranges::any_of(state_.jobs, [&](const auto& entry) {
        const JobEntry& other = entry.second;
        return other.owner == run.user && makes_result(other.job.kind) && other.state != JobState::dead;
      })) {
    return not_alone();
  }
  AG_TRY(charge(state_.stored[run.user], bytes_of(run), state_.options.stored_a_day_max, state_.clock.now()));
  JobEntry job;
  job.job.id = run.job;
  job.job.kind = run.kind;
  job.job.subject = run.job.bytes();
  job.job.language = run.language;
  job.job.priority = kPriorityRun;
  job.job.created_at = run.created_at;
  job.job.not_before = run.created_at;
  job.owner = run.user;
  state_.enqueue(job);
  state_.jobs.emplace(run.job, std::move(job));
  RunRow row;
  row.job = run.job;
  row.user = run.user;
  row.kind = run.kind;
  row.language = std::move(run.language);
  row.code = std::move(run.code);
  row.input = std::move(run.input);
  row.limits = run.limits;
  row.created_at = run.created_at;
  state_.runs.emplace(run.job, std::move(row));
  return {};
}

RunRow* Runs::kept(JobId id) {
  const auto found = state_.runs.find(id);
  if (found == state_.runs.end() || found->second.created_at <= state_.clock.now() - kRunKept) return nullptr;
  return &found->second;
}

Phase Runs::phase_of(const RunRow& run) {
  if (run.result) return Phase::judged;
  const auto job = state_.jobs.find(run.job);
  return job != state_.jobs.end() && state_.live(job->second) ? Phase::running : Phase::queued;
}

Result<std::optional<RunRow>> Runs::find(JobId id) {
  MutexLock lock(state_.mutex);
  const RunRow* row = kept(id);
  if (row == nullptr) return std::nullopt;
  RunRow found = *row;
  found.phase = phase_of(found);
  return found;
}

Result<std::optional<Phase>> Runs::phase(JobId id) {
  MutexLock lock(state_.mutex);
  const RunRow* row = kept(id);
  if (row == nullptr) return std::nullopt;
  return phase_of(*row);
}

Result<bool> Runs::abandon(JobId id) {
  MutexLock lock(state_.mutex);
  const auto job = state_.jobs.find(id);
  if (job == state_.jobs.end() || !makes_result(job->second.job.kind)) return false;
  if (job->second.state == JobState::leased || job->second.state == JobState::dead) return false;
  state_.jobs.erase(job);
  state_.runs.erase(id);
  return true;
}

Result<> Runs::end(const Lease& lease, RunResult result) {
  MutexLock lock(state_.mutex);
  const JobEntry* entry = state_.ours(lease);
  if (entry == nullptr) return lease_lost(lease.job.id);
  const auto run = state_.runs.find(lease.job.id);
  if (run == state_.runs.end()) return is_no_run(lease.job.id);
  const Bytes size{static_cast<std::int64_t>(encode_run_result(result).size())};
  note(state_.stored[run->second.user], size, state_.clock.now());
  run->second.result = std::move(result);
  run->second.code.clear();
  run->second.input.clear();
  state_.answered_at[lease.job.id] = state_.clock.now();
  state_.charge_work(*entry, state_.clock.now(), lease.lent);
  state_.jobs.erase(lease.job.id);
  return {};
}

void Runs::finish(const Lease& lease, RunResult result, Done done) {
  done(end(lease, std::move(result)));
}

}  // namespace autograder::memory
