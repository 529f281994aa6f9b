#include <algorithm>

#include "domain/report_codec.h"
#include "storage/memory/roles.h"

namespace autograder::memory {
namespace {

Bytes size_of(const Report& report) {
  return Bytes{static_cast<std::int64_t>(encode_report(report).size())};
}

}  // namespace

void State::note_report(const SubmissionEntry& entry, bool asked_for) {
  StoredBytes& now = stored[entry.submission.user];
  const Bytes size = size_of(entry.reports.at(entry.judging));
  if (asked_for) note(now, size, clock.now());
  now.reports.count += size.count;
  if (options.reports_a_user_max.count <= 0 || now.reports <= options.reports_a_user_max) return;
  int looked_at = 0;
  for (auto row = submissions.upper_bound(now.excerpts_from); row != submissions.end(); ++row) {
    if (row->second.submission.user != entry.submission.user || &row->second == &entry) continue;
    for (auto& [judging, report] : row->second.reports) {
      now.reports.count -= strip(report);
      ++looked_at;
    }
    now.excerpts_from = row->first;
    if (looked_at >= kReportsLookedAt || now.reports <= options.reports_a_user_max) return;
  }
  if (looked_at == 0) now.excerpts_from = {};
}

std::int64_t State::strip(Report& report) {
  const Bytes before = size_of(report);
  remove_excerpts(report);
  return before.count - size_of(report).count;
}

Result<Tidied> Upkeep::sweep() {
  MutexLock lock(state_.mutex);
  const Time now = state_.clock.now();
  Tidied done;
  for (auto row = state_.runs.begin(); row != state_.runs.end();) {
    const auto answered = state_.answered_at.find(row->first);
    const bool old = answered == state_.answered_at.end() ? row->second.created_at <= now - kRunKept
                                                          : answered->second <= now - kRunAnswerKept;
    if (old) {
      state_.jobs.erase(row->first);
      state_.answered_at.erase(row->first);
      ++done.rows;
    }
    row = old ? state_.runs.erase(row) : std::next(row);
  }
  done.rows += static_cast<int>(
      std::erase_if(state_.keys, [&](const auto& key) { return key.second.created_at <= now - kIdempotencyKept; }));
  return done;
}

Result<Tidied> Upkeep::forget_runs(Time before) {
  MutexLock lock(state_.mutex);
  Tidied done;
  for (auto row = state_.runs.begin(); row != state_.runs.end();) {
    const auto job = state_.jobs.find(row->first);
    const bool begun = job != state_.jobs.end() && job->second.state == JobState::leased;
    if (row->first >= JobId(first_id_at(before)) || begun) {
      ++row;
      continue;
    }
    if (job != state_.jobs.end()) state_.jobs.erase(job);
    state_.answered_at.erase(row->first);
    row = state_.runs.erase(row);
    ++done.rows;
  }
  return done;
}

Result<TidiedReports> Upkeep::remove_excerpts(Time before, SubmissionId after) {
  MutexLock lock(state_.mutex);
  TidiedReports done{0, after, false};
  for (auto row = state_.submissions.upper_bound(after);
       row != state_.submissions.end() && row->first < SubmissionId(first_id_at(before)); ++row) {
    for (auto& [judging, report] : row->second.reports) {
      const std::int64_t shorter = State::strip(report);
      state_.stored[row->second.submission.user].reports.count -= shorter;
      done.reports += shorter > 0 ? 1 : 0;
    }
    done.next = row->first;
  }
  if (done.reports > 0) ++state_.changes;
  return done;
}

}  // namespace autograder::memory
