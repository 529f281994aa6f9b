#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/stored_rows.h"

namespace autograder::sqlite {
namespace {

Result<> submit_row(Connection& db, const NewRun& run, Database& database) {
  if (db.query("SELECT 1 FROM runs WHERE id = ?").bind(run.id).next() ||
      db.query("SELECT 1 FROM jobs WHERE id = ?").bind(run.id).next()) {
    return fail(ErrorCode::conflict, "run " + run.id.hex() + " exists already");
  }
  if (count_waiting(db) >= database.options.queue_max) return queue_full(database.options.queue_max);
  AG_TRY(database.disk.check([&db] { return inside_of(db); }, bytes_of(run)));
  if (run.alone && db.query("SELECT 1 FROM jobs WHERE owner_id = ? AND priority = ? AND state <> 'dead' LIMIT 1")
                       .bind(run.user, kPriorityRun)
                       .next()) {
    return not_alone();
  }
  AG_TRY(charge_row(db, run.user, bytes_of(run), database.options.stored_a_day_max, database.clock.now()));
  Job job;
  job.id = JobId(run.id.bytes());
  job.kind = run.kind;
  job.subject = run.id;
  job.language = run.language;
  job.priority = kPriorityRun;
  job.created_at = run.created_at;
  insert_job(db, job, run.user);
  Query row = db.query(
      "INSERT INTO runs (id, user_id, kind, language, code, created_at_ms, forget_at_ms, input, time_limit_ns, "
      "memory_limit_bytes, output_limit_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(run.id, run.user, name_of(run.kind), run.language, run.code, run.created_at, run.created_at + kRunKept)
      .bind_blob(run.input);
  if (run.limits) {
    row.bind(static_cast<std::int64_t>(run.limits->time.count()), run.limits->memory.count, run.limits->output.count);
  } else {
    row.bind(nullptr, nullptr, nullptr);
  }
  row.run();
  return {};
}

#define AG_WITH_LEASE "FROM runs r LEFT JOIN jobs j ON j.id = r.id AND r.result IS NULL AND j.state = 'leased' "

Phase read_phase(const Query& row, int result, int leased_until, Time now) {
  if (!row.null(result)) return Phase::judged;
  return !row.null(leased_until) && row.time(leased_until) > now ? Phase::running : Phase::queued;
}

Result<RunRow> read_run(const Query& row, Time now) {
  RunRow run;
  run.id = row.id<RunId>(0);
  run.user = row.id<UserId>(1);
  const auto kind = job_kind_from(row.text(2));
  if (!kind || (*kind != JobKind::run && *kind != JobKind::rerun))
    throw CorruptRow{"run " + run.id.hex() + " is of no kind"};
  run.kind = *kind;
  run.language = row.text(3);
  run.code = row.text(4);
  run.input = row.blob(5);
  if (!row.null(6)) run.limits = ProblemLimits{Duration(row.integer(6)), Bytes{row.integer(7)}, Bytes{row.integer(8)}};
  run.created_at = row.time(9);
  run.phase = read_phase(row, 10, 11, now);
  if (run.phase == Phase::judged) {
    AG_ASSIGN(run.result, decode_run_result(row.text(10)));
  }
  return run;
}

}  // namespace

void Runs::submit(NewRun run, Done done) {
  if (auto fit = check_run(run); !fit) return done(std::move(fit));
  auto kept = std::make_shared<Done>(std::move(done));
  Writer::Work work = [this, run = std::move(run)](Connection& db) { return submit_row(db, run, database_); };
  Writer::Done written = [kept](Result<> outcome) { (*kept)(std::move(outcome)); };
  if (!database_.writer.try_post("storing a run", work, written)) {
    (*kept)(fail(ErrorCode::unavailable, "too many submissions are being stored at this moment"));
  }
}

Result<std::optional<RunRow>> Runs::find(RunId id) {
  const Time now = database_.clock.now();
  return database_.readers.read("finding a run", [&](Connection& db) -> Result<std::optional<RunRow>> {
    Query row = db.query(
        "SELECT r.id, r.user_id, r.kind, r.language, r.code, r.input, r.time_limit_ns, r.memory_limit_bytes, "
        "r.output_limit_bytes, r.created_at_ms, r.result, j.leased_until_ms " AG_WITH_LEASE
        "WHERE r.id = ? AND r.created_at_ms > ?");
    if (!row.bind(id, now - kRunKept).next()) return std::nullopt;
    return read_run(row, now);
  });
}

Result<std::optional<Phase>> Runs::phase(RunId id) {
  const Time now = database_.clock.now();
  return database_.readers.read("asking for the phase of a run", [&](Connection& db) -> Result<std::optional<Phase>> {
    Query row = db.query("SELECT r.result, j.leased_until_ms " AG_WITH_LEASE "WHERE r.id = ? AND r.created_at_ms > ?");
    if (!row.bind(id, now - kRunKept).next()) return std::nullopt;
    return read_phase(row, 0, 1, now);
  });
}

Result<bool> Runs::abandon(RunId id) {
  return database_.writer.ask<bool>("giving a run up", [&](Connection& db) -> Result<bool> {
    const int gone =
        db.query("DELETE FROM jobs WHERE id = ? AND subject_kind = 'run' AND state IN ('waiting', 'delayed')")
            .bind(id)
            .run();
    if (gone == 0) return false;
    db.query("DELETE FROM runs WHERE id = ?").bind(id).run();
    return true;
  });
}

}  // namespace autograder::sqlite
