// Deletion of old data. Each step is its own write, so that no refusal undoes it.
#include "storage/queue_rules.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/stored_rows.h"

namespace autograder::sqlite {
namespace {

constexpr int kRunsAStep = 32;
constexpr int kKeysAStep = 500;
constexpr int kReportsAStep = 100;
constexpr int kPagesAStep = 256;  // 1 MiB: the log needs as much for pages that move, and starts again before the next

Tidied drop_runs(Connection& db, Query& due) {
  std::vector<RunId> old;
  while (due.next()) old.push_back(due.id<RunId>(0));
  for (const RunId id : old) {
    db.query("DELETE FROM jobs WHERE id = ?").bind(id).run();
    db.query("DELETE FROM runs WHERE id = ?").bind(id).run();
  }
  const int rows = static_cast<int>(old.size());
  return {rows, rows == kRunsAStep};
}

Tidied drop_due_runs(Connection& db, Time now) {
  Query due = db.query("SELECT id FROM runs WHERE forget_at_ms <= ? ORDER BY forget_at_ms LIMIT ?");
  due.bind(now, kRunsAStep);
  return drop_runs(db, due);
}

Tidied drop_old_keys(Connection& db, Time now) {
  const int rows = db.query(
                         "DELETE FROM idempotency_keys WHERE (user_id, key) IN (SELECT user_id, key FROM "
                         "idempotency_keys WHERE created_at_ms <= ? ORDER BY created_at_ms LIMIT ?)")
                       .bind(now - kIdempotencyKept, kKeysAStep)
                       .run();
  return {rows, rows == kKeysAStep};
}

}  // namespace

Result<Tidied> Upkeep::sweep() {
  AG_ASSIGN(const auto runs, database_.writer.ask<Tidied>("forgetting runs", [&](Connection& db) -> Result<Tidied> {
    return drop_due_runs(db, database_.clock.now());
  }));
  AG_ASSIGN(const auto keys, database_.writer.ask<Tidied>("forgetting keys", [&](Connection& db) -> Result<Tidied> {
    return drop_old_keys(db, database_.clock.now());
  }));
  AG_ASSIGN(const bool given, give_back_pages());
  if (!given) AG_TRY(cut_log());
  return Tidied{runs.rows + keys.rows, runs.more || keys.more || given};
}

// Room inside is as good for submissions; large bodies and the rest of the host need it outside.
Result<bool> Upkeep::give_back_pages() {
  return database_.writer.ask<bool>("giving room back to the disk", [&](Connection& db) -> Result<bool> {
    if (free_bytes_inside(db).count == 0) return false;
    if (!database_.disk.is_low([&db] { return inside_of(db); })) return false;
    const std::int64_t before = page_count(db);
    db.execute("PRAGMA incremental_vacuum(" + std::to_string(kPagesAStep) + ")");
    if (page_count(db) == before) return false;  // a database of before schema 6 keeps its size
    database_.checkpointer.request_cut();        // only then the file is shorter
    return true;
  });
}

// A log that grew beside a long read stays as long, and where the disk is low the writes that would restart it are refused.
Result<> Upkeep::cut_log() {
  return database_.writer.run("looking at the log", [&](Connection&) -> Result<> {
    if (database_.disk.log_size() > kLogLimit) database_.checkpointer.request_cut();
    return {};
  });
}

Result<Tidied> Upkeep::forget_runs(Time before) {
  return database_.writer.ask<Tidied>("forgetting runs", [&](Connection& db) -> Result<Tidied> {
    Query due = db.query(
        "SELECT id FROM runs WHERE id < ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = runs.id "
        "AND jobs.state = 'leased') ORDER BY id LIMIT ?");
    due.bind(RunId(first_id_at(before)), kRunsAStep);
    return drop_runs(db, due);
  });
}

Result<TidiedReports> Upkeep::remove_excerpts(Time before, SubmissionId after) {
  return database_.writer.ask<TidiedReports>("removing excerpts", [&](Connection& db) -> Result<TidiedReports> {
    std::vector<ReportRow> rows;
    TidiedReports done{0, after, false};
    {
      Query row = db.query(
          "SELECT submission_id, judging, body FROM reports WHERE submission_id > ? AND submission_id < ? "
          "ORDER BY submission_id, judging LIMIT ?");
      row.bind(after, SubmissionId(first_id_at(before)), kReportsAStep);
      while (row.next()) rows.push_back({row.id<SubmissionId>(0), row.small(1), row.text(2)});
    }
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

Result<Room> Upkeep::room() {
  return database_.writer.ask<Room>("measuring the database", [&](Connection& db) -> Result<Room> {
    const Inside inside = inside_of(db);
    return Room{inside.size, inside.free, database_.disk.free_now()};
  });
}

}  // namespace autograder::sqlite
