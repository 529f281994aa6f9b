#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

constexpr int kRunsForgotten = 4;  // old runs dropped with each new one

// With their jobs, whatever became of these: nobody can ask for the result any more.
void forget_old(Connection& db, Time now) {
  std::vector<JobId> old;
  {
    Query row = db.query("SELECT job_id FROM runs WHERE created_at_ms <= ? ORDER BY created_at_ms LIMIT ?");
    row.bind(now - kRunKept, kRunsForgotten);
    while (row.next()) old.push_back(row.id<JobId>(0));
  }
  for (const JobId id : old) {
    db.query("DELETE FROM jobs WHERE id = ?").bind(id).run();
    db.query("DELETE FROM runs WHERE job_id = ?").bind(id).run();
  }
}

Result<> submit_row(Connection& db, const NewRun& run, Database& database) {
  forget_old(db, database.clock.now());
  if (db.query("SELECT 1 FROM runs WHERE job_id = ?").bind(run.job).next() ||
      db.query("SELECT 1 FROM jobs WHERE id = ?").bind(run.job).next()) {
    return fail(ErrorCode::conflict, "run " + run.job.hex() + " exists already");
  }
  if (count_waiting(db) >= database.options.queue_max) return queue_full(database.options.queue_max);
  AG_TRY(database.disk.check());
  if (run.alone && db.query("SELECT 1 FROM jobs WHERE owner_id = ? AND priority = ? AND state <> 'dead' LIMIT 1")
                       .bind(run.user, kPriorityRun)
                       .next()) {
    return not_alone();
  }
  Job job;
  job.id = run.job;
  job.kind = run.kind;
  job.subject = run.job.bytes();
  job.language = run.language;
  job.priority = kPriorityRun;
  job.created_at = run.created_at;
  insert_job(db, job, run.user);
  Query row = db.query(
      "INSERT INTO runs (job_id, user_id, kind, language, code, created_at_ms, input, time_limit_ns, "
      "memory_limit_bytes, output_limit_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(run.job, run.user, name_of(run.kind), run.language, run.code, run.created_at).bind_blob(run.input);
  if (run.limits) {
    row.bind(static_cast<std::int64_t>(run.limits->time.count()), run.limits->memory.count, run.limits->output.count);
  } else {
    row.bind(nullptr, nullptr, nullptr);
  }
  row.run();
  return {};
}

#define AG_WITH_LEASE "FROM runs r LEFT JOIN jobs j ON j.id = r.job_id AND r.result IS NULL AND j.state = 'leased' "

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
        const auto job = find_ours(db, lease, database_.clock.now());
        if (!job) return lease_lost(lease.job.id);
        if (!makes_result(job->kind)) return is_no_run(job->id);
        const int changed = db.query("UPDATE runs SET result = ? WHERE job_id = ? AND result IS NULL")
                                .bind(encode_run_result(result), job->id)
                                .run();
        if (changed != 1) throw CorruptRow{"run " + job->id.hex() + " has a job, but waits for no result"};
        db.query("DELETE FROM jobs WHERE id = ?").bind(job->id).run();
        return {};
      },
      std::move(done));
}

}  // namespace autograder::sqlite
