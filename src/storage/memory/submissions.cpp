#include <algorithm>
#include <ranges>

#include "foundation/check.h"
#include "storage/memory/roles.h"

namespace autograder::memory {

void Submissions::submit(NewSubmission submission, SubmitDone done) {
  done(store(std::move(submission)));
}

Result<Submitted> Submissions::store(NewSubmission submission) {
  AG_TRY(check_code(submission.code));
  MutexLock lock(state_.mutex);
  const auto key = std::pair(submission.user, submission.idempotency_key);
  if (!key.second.empty()) {
    AG_ASSIGN(const auto known, find_key(key, submission.request_hash));
    if (known) return Submitted{*known, true};
  }
  if (state_.submissions.contains(submission.id) || state_.jobs.contains(submission.job)) {
    return fail(ErrorCode::conflict, "submission " + submission.id.hex() + " exists already");
  }
  if (state_.waiting() >= state_.options.queue_max) return queue_full(state_.options.queue_max);
  AG_TRY(charge(state_.stored[submission.user], bytes_of(submission), state_.options.stored_a_day_max,
                state_.clock.now()));

  JobEntry job;
  job.job.id = submission.job;
  job.job.subject = submission.id.bytes();
  job.job.language = submission.language;
  job.job.created_at = submission.created_at;
  job.job.not_before = submission.created_at;
  job.owner = submission.user;
  state_.enqueue(job);
  state_.jobs.emplace(submission.job, std::move(job));

  if (!key.second.empty()) {
    state_.keys[key] = KeyEntry{submission.id, submission.request_hash, submission.created_at};
  }
  SubmissionEntry entry;
  entry.job = submission.job;
  entry.submission.id = submission.id;
  entry.submission.user = submission.user;
  entry.submission.problem = submission.problem;
  entry.submission.language = std::move(submission.language);
  entry.submission.code = std::move(submission.code);
  entry.submission.created_at = submission.created_at;
  entry.submission.updated_at = submission.created_at;
  state_.submissions.emplace(submission.id, std::move(entry));
  return Submitted{submission.id, false};
}

Result<std::optional<SubmissionId>> Submissions::find_key(const std::pair<UserId, std::string>& key,
                                                          const Sha256& request_hash) {
  const auto found = state_.keys.find(key);
  if (found == state_.keys.end() || found->second.created_at <= state_.clock.now() - kIdempotencyKept) {
    return std::nullopt;
  }
  if (found->second.request_hash != request_hash) return other_request();
  return found->second.submission;
}

Result<std::optional<SubmissionId>> Submissions::find_repeated(UserId user, const std::string& key,
                                                               const Sha256& request_hash) {
  MutexLock lock(state_.mutex);
  return find_key({user, key}, request_hash);
}

Result<std::optional<Submission>> Submissions::find(SubmissionId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end()) return std::nullopt;
  Submission submission = found->second.submission;
  submission.state = state_.state_of(found->second);
  if (found->second.judged) submission.report = found->second.reports.at(found->second.judging);
  return submission;
}

Result<SubmissionList> Submissions::list(const SubmissionFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  MutexLock lock(state_.mutex);
  SubmissionList list;
  int skip = filter.offset;
  for (const auto& [id, entry] : std::views::reverse(state_.submissions)) {
    const Submission& submission = entry.submission;
    const SubmissionState state = state_.state_of(entry);
    if (filter.user && submission.user != *filter.user) continue;
    if (filter.problem && submission.problem != *filter.problem) continue;
    if (!filter.language.empty() && submission.language != filter.language) continue;
    if (filter.state && (filter.state->phase != state.phase ||
                         (state.phase == Phase::judged && filter.state->verdict != state.verdict))) {
      continue;
    }
    ++list.total;
    if (!filter.before.empty() && !(id < filter.before)) continue;
    if (skip-- > 0) continue;
    if (static_cast<int>(list.submissions.size()) == filter.limit) {
      list.more = true;
      continue;
    }
    Submission& row = list.submissions.emplace_back(submission);
    row.code.clear();
    row.state = state;
  }
  list.total_capped = list.total > kCountMax;
  list.total = std::min(list.total, kCountMax);
  return list;
}

Result<std::optional<QueuePosition>> Submissions::queue_position(SubmissionId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.submissions.find(id);
  if (found == state_.submissions.end() || found->second.judged) return std::nullopt;
  const auto job = state_.jobs.find(found->second.job);
  CHECK(job != state_.jobs.end());
  const JobEntry& entry = job->second;
  if (state_.live(entry)) return std::nullopt;
  QueuePosition position;
  for (const auto& [other_id, other] : state_.jobs) {
    if (other.state == JobState::waiting && queue_key(other) < queue_key(entry)) ++position.ahead;
  }
  const auto retry_in = entry.state == JobState::delayed ? entry.job.not_before - state_.clock.now() : Time::duration{};
  position.reason = waiting_reason(position.ahead, retry_in, entry.job.expiries);
  position.ahead = std::min(position.ahead, kCountMax);
  return position;
}

Result<Outdated> Submissions::count_outdated(ProblemId problem, int rules_version) {
  MutexLock lock(state_.mutex);
  Outdated counted;
  for (const auto& [id, entry] : state_.submissions) {
    if (entry.submission.problem != problem) continue;
    if (!entry.judged && entry.judging > 1) ++counted.waiting;
    if (!entry.judged) continue;
    const Report& report = entry.reports.at(entry.judging);
    if (report.verdict == Verdict::cancelled || report.verdict == Verdict::internal_error) continue;
    ++counted.judged;
    if (report.problem_version < rules_version) ++counted.outdated;
  }
  return counted;
}

Result<int> Submissions::count_in_flight(UserId user, int up_to) {
  MutexLock lock(state_.mutex);
  int count = 0;
  for (const auto& [id, entry] : state_.submissions) {
    if (count >= up_to) break;
    if (entry.submission.user != user || entry.judged) continue;
    const auto job = state_.jobs.find(entry.job);
    CHECK(job != state_.jobs.end());
    if (job->second.job.kind == JobKind::judge) ++count;
  }
  return count;
}

}  // namespace autograder::memory
