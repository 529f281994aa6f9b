// Deletion of old data. Each step is its own write, so that no refusal undoes it.
#include "storage/queue_rules.h"
#include "storage/sql/roles.h"
#include "storage/sql/stored_rows.h"

namespace autograder::sql {
namespace {

constexpr int kRunsAStep = 32;
constexpr int kKeysAStep = 500;
constexpr int kReportsAStep = 100;

const std::string kReports =
    "SELECT " + columns_of<ReportRow>() +
    " FROM reports WHERE submission_id > ? AND submission_id < ? ORDER BY submission_id, judging "
    "LIMIT ?";

Tidied drop_runs(Connection& db, const std::vector<RunId>& old) {
  for (const RunId id : old) {
    db.query("DELETE FROM jobs WHERE id = ?").bind(id).run();
    db.query("DELETE FROM runs WHERE id = ?").bind(id).run();
  }
  const int rows = static_cast<int>(old.size());
  return {rows, rows == kRunsAStep};
}

Tidied drop_old_keys(Connection& db, Time now) {
  const int rows = db.query(
                         "DELETE FROM idempotency_keys WHERE (user_id, key) IN (SELECT user_id, key FROM "
                         "idempotency_keys WHERE created_at_ms <= ? ORDER BY created_at_ms LIMIT ?)")
                       .bind(Time(now - kIdempotencyKept), kKeysAStep)
                       .run();
  return {rows, rows == kKeysAStep};
}

}  // namespace

Result<Tidied> Upkeep::sweep() {
  AG_ASSIGN(const auto runs, database_.write("forgetting runs", [&](Connection& db) -> Result<Tidied> {
    return drop_runs(db, db.query("SELECT id FROM runs WHERE forget_at_ms <= ? ORDER BY forget_at_ms LIMIT ?")
                             .bind(database_.now(db), kRunsAStep)
                             .all<RunId>());
  }));
  AG_ASSIGN(const auto keys, database_.write("forgetting keys", [&](Connection& db) -> Result<Tidied> {
    return drop_old_keys(db, database_.now(db));
  }));
  AG_ASSIGN(const bool given, database_.give_room_back());
  return Tidied{runs.rows + keys.rows, runs.more || keys.more || given};
}

Result<Tidied> Upkeep::forget_runs(Time before) {
  return database_.write("forgetting runs", [&](Connection& db) -> Result<Tidied> {
    return drop_runs(db, db.query("SELECT id FROM runs WHERE id < ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = "
                                  "runs.id AND jobs.state = 'leased') ORDER BY id LIMIT ?")
                             .bind(RunId(first_id_at(before)), kRunsAStep)
                             .all<RunId>());
  });
}

Result<TidiedReports> Upkeep::remove_excerpts(Time before, SubmissionId after) {
  return database_.write("removing excerpts", [&](Connection& db) -> Result<TidiedReports> {
    auto rows = db.query(kReports).bind(after, SubmissionId(first_id_at(before)), kReportsAStep).all<ReportRow>();
    TidiedReports done{0, after, false};
    done.more = static_cast<int>(rows.size()) == kReportsAStep;
    // The reports of the last submission may go on behind the page: it is left to the next one.
    if (done.more && rows.front().submission != rows.back().submission) {
      const SubmissionId last = rows.back().submission;
      while (rows.back().submission == last) rows.pop_back();
    }
    for (const ReportRow& row : rows) {
      AG_ASSIGN(const auto shorter, strip_report(db, row));
      if (shorter > 0) note_stripped(db, row.submission, shorter);
      done.reports += shorter > 0 ? 1 : 0;
      done.next = row.submission;
    }
    // Caches of judged submissions hear of it.
    if (done.reports > 0) db.query("UPDATE counters SET value = value + 1 WHERE name = 'changes'").run();
    return done;
  });
}

}  // namespace autograder::sql
