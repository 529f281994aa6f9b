#include "storage/queue_view.h"

#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

#define AG_QUEUED_COLUMNS                                                                                              \
  "j.id, j.kind, j.subject_kind, j.subject_id, j.language, j.priority, j.created_at_ms, j.not_before_ms, j.failures, " \
  "j.expiries, j.owner_id, s.problem_id, j.leased_by, j.leased_until_ms, j.reason, j.died_at_ms "                      \
  "FROM jobs j LEFT JOIN submissions s ON s.id = j.subject_id AND j.subject_kind = 'submission' "

QueuedJob read_queued(const Query& row, QueuePart part) {
  QueuedJob queued;
  queued.job = read_job(row);
  if (!row.null(10)) queued.owner = row.id<UserId>(10);
  if (!row.null(11)) queued.problem = row.id<ProblemId>(11);
  if (const auto* problem = std::get_if<ProblemId>(&queued.job.subject)) queued.problem = *problem;
  if (!row.null(12)) queued.worker = row.id<WorkerId>(12);
  queued.until = queued.job.not_before;
  if (part == QueuePart::running && !row.null(13)) queued.until = row.time(13);
  queued.reason = row.text(14);
  if (!row.null(15)) queued.died_at = row.time(15);
  return queued;
}

// One text a part, each a range of its own index: the second condition holds of every row.
std::string_view statement_of(QueuePart part) {
  switch (part) {
    case QueuePart::waiting:
      return "SELECT " AG_QUEUED_COLUMNS
             "WHERE j.state = 'waiting' AND j.priority < 1000 ORDER BY j.priority DESC, j.virtual_start, j.id LIMIT ?2 "
             "OFFSET ?3";
    case QueuePart::delayed:
      return "SELECT " AG_QUEUED_COLUMNS
             "WHERE j.state = 'delayed' AND j.not_before_ms >= 0 ORDER BY j.not_before_ms LIMIT ?2 OFFSET ?3";
    case QueuePart::running:
      return "SELECT " AG_QUEUED_COLUMNS
             "WHERE j.state = 'leased' AND j.leased_until_ms > ?1 ORDER BY j.leased_until_ms LIMIT ?2 OFFSET ?3";
    case QueuePart::dead:
      return "SELECT " AG_QUEUED_COLUMNS "WHERE j.state = 'dead' AND j.id > x'00' ORDER BY j.id LIMIT ?2 OFFSET ?3";
  }
  return {};
}

// Those whose worker was lost count as waiting, though nobody has booked that yet.
constexpr std::string_view kLost =
    "SELECT " AG_QUEUED_COLUMNS
    "WHERE j.state = 'leased' AND j.leased_until_ms <= ?1 ORDER BY j.leased_until_ms LIMIT ?2 OFFSET ?3";

}  // namespace

Result<std::vector<QueuedJob>> QueueView::list(QueuePart part, int offset, int limit) {
  AG_TRY(check_page(limit, offset));
  const Time now = database_.clock.now();
  return database_.readers.read("listing the queue", [&](Connection& db) -> Result<std::vector<QueuedJob>> {
    std::vector<QueuedJob> jobs;
    const auto add = [&](std::string_view statement) {
      Query row = db.query(statement);
      row.bind(now, limit - static_cast<int>(jobs.size()), offset);
      while (row.next()) jobs.push_back(read_queued(row, part));
    };
    if (part == QueuePart::delayed && offset == 0) add(kLost);
    if (static_cast<int>(jobs.size()) < limit) add(statement_of(part));
    return jobs;
  });
}

}  // namespace autograder::sqlite
