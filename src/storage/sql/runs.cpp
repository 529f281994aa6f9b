#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"
#include "storage/sql/stored_rows.h"

namespace autograder::sql {

template <>
struct Columns<ProblemLimits> {
  static constexpr auto list =
      std::tuple(column("time_limit_ns", &ProblemLimits::time), column("memory_limit_bytes", &ProblemLimits::memory),
                 column("output_limit_bytes", &ProblemLimits::output));
};
template <>
struct Columns<NewRun> {
  static constexpr auto list = std::tuple(
      column("id", &NewRun::id), column("user_id", &NewRun::user), column("kind", &NewRun::kind),
      column("language", &NewRun::language), column("code", &NewRun::code), bytes_column("input", &NewRun::input),
      column("time_limit_ns, memory_limit_bytes, output_limit_bytes", &NewRun::limits),
      column("created_at_ms", &NewRun::created_at));
};
template <>
struct Columns<RunRow> {
  static constexpr auto list = std::tuple(
      column("id", &RunRow::id), column("user_id", &RunRow::user), column("kind", &RunRow::kind),
      column("language", &RunRow::language), column("code", &RunRow::code), bytes_column("input", &RunRow::input),
      column("time_limit_ns, memory_limit_bytes, output_limit_bytes", &RunRow::limits),
      column("created_at_ms", &RunRow::created_at));
};

namespace {

constexpr const char* kWithLease =
    ", r.result, j.leased_until_ms FROM runs r "
    "LEFT JOIN jobs j ON j.id = r.id AND r.result IS NULL AND j.state = 'leased' WHERE r.id = ? AND r.created_at_ms > "
    "?";
const std::string kInsert = insert_into<NewRun>("runs", "forget_at_ms");
const std::string kFind = "SELECT " + columns_of<RunRow>("r") + kWithLease;
const std::string kPhase = std::string("SELECT r.id") + kWithLease;

Result<> submit_row(Connection& db, const NewRun& run, Database& database, QueueLength& length) {
  if (db.query("SELECT 1 FROM runs WHERE id = ?").bind(run.id).next() ||
      db.query("SELECT 1 FROM jobs WHERE id = ?").bind(run.id).next()) {
    return fail(ErrorCode::conflict, "run " + run.id.hex() + " exists already");
  }
  if (!length.has_room(db)) return queue_full(length.most());
  AG_TRY(database.check_room(db, bytes_of(run)));
  if (run.alone && db.query("SELECT 1 FROM jobs WHERE owner_id = ? AND priority = ? AND state <> 'dead' LIMIT 1")
                       .bind(run.user, kPriorityRun)
                       .next()) {
    return not_alone();
  }
  AG_TRY(charge_row(db, run.user, bytes_of(run), database.options().stored_a_day_max, database.now(db)));
  Job job;
  job.id = JobId(run.id.bytes());
  job.kind = run.kind;
  job.subject = run.id;
  job.language = run.language;
  job.priority = kPriorityRun;
  job.created_at = run.created_at;
  insert_job(db, length, job, run.user);
  db.query(kInsert).bind(run, Time(run.created_at + kRunKept)).run();
  return {};
}

Result<RunRow> read_run(RunRow run, const std::optional<std::string>& result, std::optional<Time> leased_until,
                        Time now) {
  if (run.kind != JobKind::run && run.kind != JobKind::rerun) {
    throw CorruptRow{"run " + run.id.hex() + " is of no kind"};
  }
  run.phase = phase_of(result.has_value(), leased_until, now);
  if (result) {
    AG_ASSIGN(run.result, decode_run_result(*result));
  }
  return run;
}

}  // namespace

void Runs::submit(NewRun run, Done done) {
  if (auto fit = check_run(run); !fit) return done(std::move(fit));
  auto kept = std::make_shared<Done>(std::move(done));
  Database::Work work = [this, run = std::move(run)](Connection& db) {
    return submit_row(db, run, database_, length_);
  };
  Database::Done written = [kept](Result<> outcome) { (*kept)(std::move(outcome)); };
  if (!database_.try_post("storing a run", {}, std::move(work), std::move(written))) {
    (*kept)(fail(ErrorCode::unavailable, "too many submissions are being stored at this moment"));
  }
}

Result<std::optional<RunRow>> Runs::find(RunId id) {
  return database_.read("finding a run", [&](Connection& db) -> Result<std::optional<RunRow>> {
    const Time now = database_.now(db);
    auto row =
        db.query(kFind).bind(id, Time(now - kRunKept)).one<RunRow, std::optional<std::string>, std::optional<Time>>();
    if (!row) return std::nullopt;
    auto& [run, result, leased_until] = *row;
    return read_run(std::move(run), result, leased_until, now);
  });
}

Result<std::optional<Phase>> Runs::phase(RunId id) {
  return database_.read("asking for the phase of a run", [&](Connection& db) -> Result<std::optional<Phase>> {
    const Time now = database_.now(db);
    const auto row =
        db.query(kPhase).bind(id, Time(now - kRunKept)).one<RunId, std::optional<std::string>, std::optional<Time>>();
    if (!row) return std::nullopt;
    const auto& [run, result, leased_until] = *row;
    return phase_of(result.has_value(), leased_until, now);
  });
}

Result<bool> Runs::abandon(RunId id) {
  return database_.write("giving a run up", [&](Connection& db) -> Result<bool> {
    const int gone =
        db.query("DELETE FROM jobs WHERE id = ? AND subject_kind = 'run' AND state IN ('waiting', 'delayed')")
            .bind(id)
            .run();
    if (gone == 0) return false;
    db.query("DELETE FROM runs WHERE id = ?").bind(id).run();
    return true;
  });
}

}  // namespace autograder::sql
