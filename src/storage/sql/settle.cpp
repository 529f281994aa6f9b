#include "storage/sql/settle.h"

#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sql/stored_rows.h"
#include "storage/upkeep.h"

namespace autograder::sql {
namespace {

void store_bundled_report(Connection& db, JobId id, const Report& report) {
  const int changed = db.query("UPDATE bundled_submissions SET report = ? WHERE job_id = ? AND report IS NULL")
                          .bind(encode_report(report), id)
                          .run();
  if (changed != 1) throw CorruptRow{"bundled submission " + id.hex() + " has a job, but waits for no report"};
}

UserId owner_of(Connection& db, RunId run) {
  const auto owner = db.query("SELECT user_id FROM runs WHERE id = ?").bind(run).one<UserId>();
  if (!owner) throw CorruptRow{"run " + run.hex() + " is gone"};
  return *owner;
}

void store_result(Connection& db, RunId id, const RunResult& result, Time now) {
  const std::string said = encode_run_result(result);
  note_row(db, owner_of(db, id), Bytes{static_cast<std::int64_t>(said.size())}, now);
  // Nobody asks for code and input again: they are nearly all of the row.
  const int changed = db.query(
                            "UPDATE runs SET result = ?, code = '', input = ?, forget_at_ms = ? "
                            "WHERE id = ? AND result IS NULL")
                          .bind(said, Blob{}, Time(now + kRunAnswerKept), id)
                          .run();
  if (changed != 1) throw CorruptRow{"run " + id.hex() + " has a job, but waits for no result"};
}

// For a submission that waits for it. Returns the report's size.
Bytes insert_report(Connection& db, SubmissionId id, const Report& report, Time now) {
  const std::string body = encode_report(report);
  db.query("INSERT INTO reports (submission_id, judging, body) SELECT id, judging, ? FROM submissions WHERE id = ?")
      .bind(body, id)
      .run_later();
  db.query(
        "UPDATE submissions SET verdict = ?, score = ?, cpu_time_ms = ?, waited_ms = ?, memory_kb = ?, "
        "problem_version = ?, updated_at_ms = ? WHERE id = ? AND verdict IS NULL")
      .bind(report.verdict, report.score, report.cpu_time_ms, waited_ms(report), report.memory_kb,
            report.problem_version, now, id)
      .run_later();
  return Bytes{static_cast<std::int64_t>(body.size())};
}

void check_waits(SubmissionId id, bool waits) {
  if (!waits) throw CorruptRow{"submission " + id.hex() + " has a job, but waits for no report"};
}

// The end of a job that was done, by its subject.
struct Settle {
  Connection& db;
  const LeasedJob& leased;
  const Job& job = leased.job;
  const JobOutcome& outcome;
  const Time now;
  const StorageOptions& options;

  Result<> operator()(SubmissionId id) const {
    const auto* report = std::get_if<Report>(&outcome);
    if (report == nullptr) return other_outcome(job);
    const auto& author = leased.author;
    check_waits(id, author && author->waits);
    const Bytes size = insert_report(db, id, *report, now);
    return note_report(db, author->user, author->stored, {id, size, job.kind == JobKind::judge},
                       options.reports_a_user_max, now);
  }
  Result<> operator()(ProblemId) const {
    const auto* report = std::get_if<Report>(&outcome);
    if (report == nullptr) return other_outcome(job);
    store_bundled_report(db, job.id, *report);
    return {};
  }
  Result<> operator()(RunId id) const {
    const auto* result = std::get_if<RunResult>(&outcome);
    if (result == nullptr) return other_outcome(job);
    store_result(db, id, *result, now);
    return {};
  }
};

struct SettleDead {
  Connection& db;
  const Job& job;
  const std::string& reason;
  const Time now;

  void operator()(SubmissionId id) const { store_report(db, id, dead_report(reason, now), now); }
  void operator()(ProblemId) const { store_bundled_report(db, job.id, dead_report(reason, now)); }
  // Code and input stay: an admin may have it tried again.
  void operator()(RunId id) const {
    db.query("UPDATE runs SET result = ? WHERE id = ?").bind(encode_run_result(dead_result()), id).run();
  }
};

struct Unsettle {
  Connection& db;
  const Job& job;
  const Time now;

  void operator()(SubmissionId id) const {
    const int changed = db.query(
                              "UPDATE submissions SET judging = judging + 1, verdict = NULL, score = 0, "
                              "cpu_time_ms = 0, waited_ms = 0, memory_kb = 0, updated_at_ms = ? WHERE id = ?")
                            .bind(now, id)
                            .run();
    if (changed != 1) throw CorruptRow{"the submission of job " + job.id.hex() + " is gone"};
  }
  void operator()(ProblemId) const {
    db.query("UPDATE bundled_submissions SET report = NULL WHERE job_id = ?").bind(job.id).run();
  }
  void operator()(RunId id) const { db.query("UPDATE runs SET result = NULL WHERE id = ?").bind(id).run(); }
};

}  // namespace

Result<> settle(Connection& db, const LeasedJob& leased, const JobOutcome& outcome, Time now,
                const StorageOptions& options) {
  return std::visit(Settle{.db = db, .leased = leased, .outcome = outcome, .now = now, .options = options},
                    leased.job.subject);
}

void settle_dead(Connection& db, const Job& job, std::string reason, Time now) {
  std::visit(SettleDead{db, job, reason, now}, job.subject);
}

void unsettle(Connection& db, const Job& job, Time now) {
  std::visit(Unsettle{db, job, now}, job.subject);
}

void store_report(Connection& db, SubmissionId id, const Report& report, Time now) {
  check_waits(id, db.query("SELECT 1 FROM submissions WHERE id = ? AND verdict IS NULL").bind(id).next());
  insert_report(db, id, report, now);
}

}  // namespace autograder::sql
