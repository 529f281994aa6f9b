#include "storage/queue_view.h"

#include "storage/queue_rules.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"

namespace autograder::sql {
namespace {

const std::string kSelect =
    "SELECT " + columns_of<Job>("j") +
    ", j.owner_id, s.problem_id, j.leased_by, j.leased_until_ms, j.reason, j.died_at_ms "
    "FROM jobs j LEFT JOIN submissions s ON s.id = j.subject_id AND j.subject_kind = 'submission' ";
// Each is a range of its own index: the second condition holds of every row.
const std::string kWaiting = kSelect +
                             "WHERE j.state = 'waiting' AND j.priority < 1000 ORDER BY j.priority DESC, "
                             "j.virtual_start, j.id LIMIT ? OFFSET ?";
const std::string kDelayed =
    kSelect + "WHERE j.state = 'delayed' AND j.not_before_ms >= 0 ORDER BY j.not_before_ms LIMIT ? OFFSET ?";
const std::string kDead = kSelect + "WHERE j.state = 'dead' AND j.id > ? ORDER BY j.id LIMIT ? OFFSET ?";
const std::string kRunning =
    kSelect + "WHERE j.state = 'leased' AND j.leased_until_ms > ? ORDER BY j.leased_until_ms LIMIT ? OFFSET ?";
// Those whose worker was lost count as waiting, though nobody has booked that yet.
const std::string kLost =
    kSelect + "WHERE j.state = 'leased' AND j.leased_until_ms <= ? ORDER BY j.leased_until_ms LIMIT ? OFFSET ?";

QueuedJob read_queued(const Query& row, QueuePart part) {
  QueuedJob queued;
  std::optional<WorkerId> worker;
  std::optional<Time> leased_until;
  std::optional<Time> died_at;
  std::tie(queued.job, queued.owner, queued.problem, worker, leased_until, queued.reason, died_at) =
      row.read<Job, std::optional<UserId>, std::optional<ProblemId>, std::optional<WorkerId>, std::optional<Time>,
               std::string, std::optional<Time>>();
  if (const auto* problem = std::get_if<ProblemId>(&queued.job.subject)) queued.problem = *problem;
  queued.worker = worker.value_or(WorkerId{});
  queued.until = queued.job.not_before;
  if (part == QueuePart::running && leased_until) queued.until = *leased_until;
  queued.died_at = died_at.value_or(Time{});
  return queued;
}

void bind_part(Query& query, QueuePart part, Time now) {
  if (part == QueuePart::running) query.bind(now);
  if (part == QueuePart::dead) query.bind(JobId{});
}

const std::string& statement_of(QueuePart part) {
  switch (part) {
    case QueuePart::waiting:
      return kWaiting;
    case QueuePart::delayed:
      return kDelayed;
    case QueuePart::running:
      return kRunning;
    case QueuePart::dead:
      break;
  }
  return kDead;
}

}  // namespace

Result<std::vector<QueuedJob>> QueueView::list(QueuePart part, int offset, int limit) {
  AG_TRY(check_page(limit, offset));
  return database_.read("listing the queue", [&](Connection& db) -> Result<std::vector<QueuedJob>> {
    const Time now = database_.now(db);
    std::vector<QueuedJob> jobs;
    const auto add = [&](Query& row) {
      row.bind(limit - static_cast<int>(jobs.size()), offset);
      while (row.next()) jobs.push_back(read_queued(row, part));
    };
    if (part == QueuePart::delayed && offset == 0) add(db.query(kLost).bind(now));
    if (static_cast<int>(jobs.size()) < limit) {
      Query row = db.query(statement_of(part));
      bind_part(row, part, now);
      add(row);
    }
    return jobs;
  });
}

}  // namespace autograder::sql
