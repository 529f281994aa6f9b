#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/share_rows.h"
#include "storage/sqlite/stored_rows.h"
#include "storage/upkeep.h"

namespace autograder::sqlite {
namespace {

Result<> submit_row(Connection& db, const NewRun& run, Database& database) {
  if (db.query("SELECT 1 FROM runs WHERE job_id = ?").bind(run.job).next() ||
      db.query("SELECT 1 FROM jobs WHERE id = ?").bind(run.job).next()) {
    return fail(ErrorCode::conflict, "run " + run.job.hex() + " exists already");
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
  job.id = run.job;
  job.kind = run.kind;
  job.subject = run.job.bytes();
  job.language = run.language;
  job.priority = kPriorityRun;
  job.created_at = run.created_at;
  insert_job(db, job, run.user);
  Query row = db.query(
      "INSERT INTO runs (job_id, user_id, kind, language, code, created_at_ms, forget_at_ms, input, time_limit_ns, "
      "memory_limit_bytes, output_limit_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(run.job, run.user, name_of(run.kind), run.language, run.code, run.created_at, run.created_at + kRunKept)
      .bind_blob(run.input);
  if (run.limits) {
    row.bind(static_cast<std::int64_t>(run.limits->time.count()), run.limits->memory.count, run.limits->output.count);
  } else {
    row.bind(nullptr, nullptr, nullptr);
  }
  row.run();
  return {};
}

#define AG_WITH_LEASE "FROM runs r LEFT JOIN jobs j ON j.id = r.job_id AND r.result IS NULL AND j.state = 'leased' "

UserId owner_of(Connection& db, JobId run) {
  Query row = db.query("SELECT user_id FROM runs WHERE job_id = ?");
  if (!row.bind(run).next()) throw CorruptRow{"run " + run.hex() + " is gone"};
  return row.id<UserId>(0);
}

Phase read_phase(const Query& row, int result, int leased_until, Time now) {
  if (!row.null(result)) return Phase::judged;
  return !row.null(leased_until) && row.time(leased_until) > now ? Phase::running : Phase::queued;
}

Result<RunRow> read_run(const Query& row, Time now) {
  RunRow run;
  run.job = row.id<JobId>(0);
  run.user = row.id<UserId>(1);
  const auto kind = job_kind_from(row.text(2));
  if (!kind || !makes_result(*kind)) throw CorruptRow{"run " + run.job.hex() + " is of no kind"};
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

Result<std::optional<RunRow>> Runs::find(JobId id) {
  const Time now = database_.clock.now();
  return database_.readers.read("finding a run", [&](Connection& db) -> Result<std::optional<RunRow>> {
    Query row = db.query(
        "SELECT r.job_id, r.user_id, r.kind, r.language, r.code, r.input, r.time_limit_ns, r.memory_limit_bytes, "
        "r.output_limit_bytes, r.created_at_ms, r.result, j.leased_until_ms " AG_WITH_LEASE
        "WHERE r.job_id = ? AND r.created_at_ms > ?");
    if (!row.bind(id, now - kRunKept).next()) return std::nullopt;
    return read_run(row, now);
  });
}

Result<std::optional<Phase>> Runs::phase(JobId id) {
  const Time now = database_.clock.now();
  return database_.readers.read("asking where a run stands", [&](Connection& db) -> Result<std::optional<Phase>> {
    Query row =
        db.query("SELECT r.result, j.leased_until_ms " AG_WITH_LEASE "WHERE r.job_id = ? AND r.created_at_ms > ?");
    if (!row.bind(id, now - kRunKept).next()) return std::nullopt;
    return read_phase(row, 0, 1, now);
  });
}

Result<bool> Runs::abandon(JobId id) {
  return database_.writer.ask<bool>("giving a run up", [&](Connection& db) -> Result<bool> {
    const int gone =
        db.query("DELETE FROM jobs WHERE id = ? AND kind IN ('run', 'rerun') AND state IN ('waiting', 'delayed')")
            .bind(id)
            .run();
    if (gone == 0) return false;
    db.query("DELETE FROM runs WHERE job_id = ?").bind(id).run();
    return true;
  });
}

void Runs::finish(const Lease& lease, RunResult result, Done done) {
  database_.writer.post(
      "finishing a run",
      [this, lease, result = std::move(result)](Connection& db) -> Result<> {
        const Time now = database_.clock.now();
        const auto job = find_ours(db, lease, now);
        if (!job) return lease_lost(lease.job.id);
        if (!makes_result(job->kind)) return is_no_run(job->id);
        const std::string said = encode_run_result(result);
        note_row(db, owner_of(db, job->id), Bytes{static_cast<std::int64_t>(said.size())}, now);
        // Nobody asks for code and input again: they are nearly all of the row.
        const int changed = db.query(
                                  "UPDATE runs SET result = ?, code = '', input = x'', forget_at_ms = ? "
                                  "WHERE job_id = ? AND result IS NULL")
                                .bind(said, now + kRunAnswerKept, job->id)
                                .run();
        if (changed != 1) throw CorruptRow{"run " + job->id.hex() + " has a job, but waits for no result"};
        charge_work(db, job->id, now, lease.lent);
        db.query("DELETE FROM jobs WHERE id = ?").bind(job->id).run();
        return {};
      },
      std::move(done));
}

}  // namespace autograder::sqlite
