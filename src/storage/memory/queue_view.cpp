#include <algorithm>

#include "storage/memory/roles.h"

namespace autograder::memory {
namespace {

bool belongs(const State& state, const JobEntry& entry, QueuePart part) {
  switch (part) {
    case QueuePart::waiting:
      return entry.state == JobState::waiting;
    case QueuePart::delayed:
      return entry.state == JobState::delayed || (entry.state == JobState::leased && !state.live(entry));
    case QueuePart::running:
      return state.live(entry);
    case QueuePart::dead:
      return entry.state == JobState::dead;
  }
  return false;
}

bool goes_before(const JobEntry& a, const JobEntry& b, QueuePart part) {
  if (part == QueuePart::waiting) return queue_key(a) < queue_key(b);
  if (part == QueuePart::running) return std::pair(a.leased_until, a.job.id) < std::pair(b.leased_until, b.job.id);
  if (part == QueuePart::dead) return a.job.id < b.job.id;
  return std::tuple(a.state != JobState::leased, a.job.not_before, a.job.id) <
         std::tuple(b.state != JobState::leased, b.job.not_before, b.job.id);
}

}  // namespace

Result<std::vector<QueuedJob>> QueueView::list(QueuePart part, int offset, int limit) {
  AG_TRY(check_page(limit, offset));
  MutexLock lock(state_.mutex);
  std::vector<const JobEntry*> found;
  for (const auto& [id, entry] : state_.jobs) {
    if (belongs(state_, entry, part)) found.push_back(&entry);
  }
  std::ranges::sort(found, [&](const auto* a, const auto* b) { return goes_before(*a, *b, part); });
  std::vector<QueuedJob> jobs;
  for (auto i = static_cast<std::size_t>(offset); i < found.size() && static_cast<int>(jobs.size()) < limit; ++i) {
    const JobEntry& entry = *found[i];
    QueuedJob queued{entry.job, entry.owner, {}, {}, entry.job.not_before, entry.reason, entry.died_at};
    if (entry.state == JobState::leased) queued.worker = entry.leased_by;
    if (part == QueuePart::running) queued.until = entry.leased_until;
    if (verifies(entry.job.kind)) queued.problem = ProblemId(entry.job.subject);
    if (makes_report(entry.job.kind)) {
      queued.problem = state_.submissions.at(SubmissionId(entry.job.subject)).submission.problem;
    }
    jobs.push_back(std::move(queued));
  }
  return jobs;
}

}  // namespace autograder::memory
