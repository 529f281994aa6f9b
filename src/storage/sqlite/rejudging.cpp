// Later changes of a submission: rejudged, cancelled; and its history.
#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/settle.h"

namespace autograder::sqlite {
namespace {

struct Again {
  SubmissionId id;
  UserId user;
  std::string language;
  JobId old_job;
  std::optional<Verdict> verdict;  // absent: it waits or runs
  int problem_version = 0;         // of its current report
};

bool of_the_program(Verdict verdict) {
  return verdict != Verdict::cancelled && verdict != Verdict::internal_error;
}

bool wanted(const Again& again, std::optional<int> rules_version) {
  if (!again.verdict || *again.verdict == Verdict::cancelled) return false;
  return !rules_version || (of_the_program(*again.verdict) && again.problem_version < *rules_version);
}

#define AG_AGAIN_COLUMNS "id, user_id, language, job_id, verdict, problem_version"
Again read_again(const Query& row) {
  Again again{row.id<SubmissionId>(0), row.id<UserId>(1), row.text(2), row.id<JobId>(3), {}, row.small(5)};
  if (!row.null(4)) again.verdict = read_verdict(row, 4);
  return again;
}

// For a judged submission.
Result<> queue_again(Connection& db, const Again& again, JobId id, int priority, Time at) {
  if (db.query("SELECT 1 FROM jobs WHERE id = ?").bind(id).next()) {
    return fail(ErrorCode::conflict, "job " + id.hex() + " exists already");
  }
  db.query("DELETE FROM jobs WHERE id = ? AND state = 'dead'").bind(again.old_job).run();
  Job job;
  job.id = id;
  job.kind = JobKind::rejudge;
  job.subject = again.id;
  job.language = again.language;
  job.priority = priority;
  job.created_at = at;
  insert_job(db, job, again.user);
  db.query(
        "UPDATE submissions SET job_id = ?, judging = judging + 1, verdict = NULL, score = 0, cpu_time_ms = 0, "
        "memory_kb = 0, updated_at_ms = ? WHERE id = ?")
      .bind(id, at, again.id)
      .run();
  return {};
}

}  // namespace

Result<std::optional<SubmissionState>> Submissions::state(SubmissionId id) {
  const Time now = database_.clock.now();
  using Answer = Result<std::optional<SubmissionState>>;
  return database_.readers.read("asking for the phase of a submission", [&](Connection& db) -> Answer {
    Query row = db.query(
        "SELECT s.verdict, j.leased_until_ms FROM submissions s LEFT JOIN jobs j ON j.id = s.job_id "
        "AND s.verdict IS NULL AND j.state = 'leased' WHERE s.id = ?");
    if (!row.bind(id).next()) return std::nullopt;
    if (!row.null(0)) return SubmissionState{Phase::judged, read_verdict(row, 0)};
    return SubmissionState{!row.null(1) && row.time(1) > now ? Phase::running : Phase::queued, {}};
  });
}

Result<> Submissions::rejudge(SubmissionId id, JobId job, Time at) {
  return database_.writer.run("queueing a rejudge", [&](Connection& db) -> Result<> {
    std::optional<Again> again;
    {
      Query row = db.query("SELECT " AG_AGAIN_COLUMNS " FROM submissions WHERE id = ?");
      if (!row.bind(id).next()) return no_submission(id);
      again = read_again(row);
    }
    if (!again->verdict) return still_in_queue(id);
    if (count_waiting(db) >= database_.options.queue_max) return queue_full(database_.options.queue_max);
    return queue_again(db, *again, job, kPriorityJudge, at);
  });
}

Result<RejudgeStep> Submissions::rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                                 std::optional<int> rules_version, NextJob job, Time at) {
  AG_TRY(check_rejudge_step(limit));
  return database_.writer.ask<RejudgeStep>("queueing rejudges", [&](Connection& db) -> Result<RejudgeStep> {
    std::vector<Again> found;
    RejudgeStep step;
    step.next = after;
    {
      Query row =
          db.query("SELECT " AG_AGAIN_COLUMNS " FROM submissions WHERE problem_id = ? AND id > ? ORDER BY id LIMIT ?");
      row.bind(problem, after, limit + 1);
      while (row.next()) {
        step.more = static_cast<int>(found.size()) == limit;
        if (!step.more) found.push_back(read_again(row));
      }
    }
    int room = rejudges_max(database_.options.queue_max) - count_waiting(db);
    for (const Again& again : found) {
      if (wanted(again, rules_version)) {
        step.full = room-- <= 0;
        step.more = step.more || step.full;
        if (step.full) break;
        AG_TRY(queue_again(db, again, job(), kPriorityRejudge, at));
        ++step.queued;
      }
      step.next = again.id;
    }
    return step;
  });
}

Result<Outdated> Submissions::count_outdated(ProblemId problem, int rules_version) {
  return database_.readers.read("counting older verdicts", [&](Connection& db) -> Result<Outdated> {
    Query row = db.query(
        "SELECT count(*), sum(verdict NOT IN ('CANCELLED', 'IE')), sum(verdict NOT IN ('CANCELLED', 'IE') AND "
        "problem_version < ?1), sum(verdict IS NULL AND judging > 1), sum(verdict = 'AC' AND problem_version >= ?1), "
        "max(CASE WHEN verdict = 'AC' AND problem_version >= ?1 THEN cpu_time_ms ELSE 0 END) "
        "FROM (SELECT verdict, problem_version, judging, cpu_time_ms FROM submissions WHERE problem_id = ?2 "
        "ORDER BY id DESC LIMIT ?3)");
    row.bind(rules_version, problem, kOutdatedLookedAt + 1).next();
    // A sum of nothing but NULL, of those without a verdict, is NULL.
    const auto sum = [&](int column) { return row.null(column) ? 0 : row.small(column); };
    return Outdated{
        sum(1), sum(2), sum(3), sum(4), row.null(5) ? 0 : row.integer(5), row.integer(0) > kOutdatedLookedAt};
  });
}

Result<ChangedVerdicts> Submissions::changed_verdicts(ProblemId problem, int rules_version) {
  return database_.readers.read("comparing verdicts", [&](Connection& db) -> Result<ChangedVerdicts> {
    ChangedVerdicts found;
    Query row = db.query(
        "SELECT s.id, s.user_id, s.verdict, s.score, e.verdict, e.score FROM submissions s "
        "LEFT JOIN earlier_verdicts e ON e.submission_id = s.id AND s.judging > 1 AND s.problem_version >= ?2 "
        "AND s.verdict NOT IN ('CANCELLED', 'IE') AND e.judging = (SELECT max(judging) FROM earlier_verdicts "
        "WHERE submission_id = s.id AND judging < s.judging AND problem_version < ?2) "
        "WHERE s.problem_id = ?1 ORDER BY s.id DESC LIMIT ?3");
    row.bind(problem, rules_version, kChangesLookedAt + 1);
    for (int looked_at = 1; row.next(); ++looked_at) {
      found.capped = looked_at > kChangesLookedAt;
      if (found.capped) break;
      if (row.null(4)) continue;
      ++found.compared;
      const ChangedVerdict one{row.id<SubmissionId>(0), row.id<UserId>(1), read_verdict(row, 4), row.real(5),
                               read_verdict(row, 2),    row.real(3)};
      if (one.before != one.now || one.score_before != one.score_now) found.changed.push_back(one);
    }
    return found;
  });
}

Result<> Submissions::cancel(SubmissionId id, Time at) {
  return database_.writer.run("cancelling a submission", [&](Connection& db) -> Result<> {
    JobId job;
    {
      Query row = db.query(
          "SELECT s.verdict, j.id, j.state, j.leased_until_ms FROM submissions s "
          "LEFT JOIN jobs j ON j.id = s.job_id WHERE s.id = ?");
      if (!row.bind(id).next()) return no_submission(id);
      if (!row.null(0)) return not_waiting(id);
      if (row.null(1)) throw CorruptRow{"submission " + id.hex() + " waits for no job"};
      if (row.text(2) == "leased" && row.time(3) > database_.clock.now()) return not_waiting(id);
      job = row.id<JobId>(1);
    }
    db.query("DELETE FROM jobs WHERE id = ?").bind(job).run();
    store_report(db, id, cancelled_report(at), database_.clock.now());
    return {};
  });
}

Result<std::vector<Report>> Submissions::history(SubmissionId id) {
  return database_.readers.read("reading earlier reports", [&](Connection& db) -> Result<std::vector<Report>> {
    if (!db.query("SELECT 1 FROM submissions WHERE id = ?").bind(id).next()) return no_submission(id);
    Query row = db.query("SELECT body FROM reports WHERE submission_id = ? ORDER BY judging DESC LIMIT ?");
    row.bind(id, kHistoryMax);
    std::vector<Report> reports;
    while (row.next()) {
      AG_ASSIGN(Report report, decode_report(row.text(0)));
      reports.push_back(std::move(report));
    }
    return reports;
  });
}

}  // namespace autograder::sqlite
