// Later changes of a submission: rejudged, cancelled; and its history.
#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"
#include "storage/sql/settle.h"

namespace autograder::sql {
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

}  // namespace

template <>
struct Columns<Again> {
  static constexpr auto list =
      std::tuple(column("id", &Again::id), column("user_id", &Again::user), column("language", &Again::language),
                 column("job_id", &Again::old_job), column("verdict", &Again::verdict),
                 column("problem_version", &Again::problem_version));
};
template <>
struct Columns<ChangedVerdict> {
  static constexpr auto list =
      std::tuple(column("s.id", &ChangedVerdict::id), column("s.user_id", &ChangedVerdict::user),
                 column("e.verdict", &ChangedVerdict::before), column("e.score", &ChangedVerdict::score_before),
                 column("s.verdict", &ChangedVerdict::now), column("s.score", &ChangedVerdict::score_now));
};

namespace {

const std::string kAgain = "SELECT " + columns_of<Again>() + " FROM submissions WHERE id = ?";
const std::string kAgainOfProblem =
    "SELECT " + columns_of<Again>() + " FROM submissions WHERE problem_id = ? AND id > ? ORDER BY id LIMIT ?";
const std::string kCompared =
    "SELECT e.judging, " + columns_of<ChangedVerdict>() +
    " FROM submissions s "
    "LEFT JOIN earlier_verdicts e ON e.submission_id = s.id AND s.judging > 1 AND s.problem_version >= ?2 "
    "AND s.verdict NOT IN ('CANCELLED', 'IE') AND e.judging = (SELECT max(judging) FROM earlier_verdicts "
    "WHERE submission_id = s.id AND judging < s.judging AND problem_version < ?2) "
    "WHERE s.problem_id = ?1 ORDER BY s.id DESC LIMIT ?3";

// For a judged submission.
Result<> queue_again(Connection& db, QueueLength& length, const Again& again, JobId id, int priority, Time at) {
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
  insert_job(db, length, job, again.user);
  db.query(
        "UPDATE submissions SET job_id = ?, judging = judging + 1, verdict = NULL, score = 0, cpu_time_ms = 0, "
        "waited_ms = 0, memory_kb = 0, updated_at_ms = ? WHERE id = ?")
      .bind(id, at, again.id)
      .run();
  return {};
}

}  // namespace

Result<std::optional<SubmissionState>> Submissions::state(SubmissionId id) {
  using Answer = Result<std::optional<SubmissionState>>;
  return database_.read("asking for the phase of a submission", [&](Connection& db) -> Answer {
    const auto row = db.query(
                           "SELECT s.verdict, j.leased_until_ms FROM submissions s LEFT JOIN jobs j ON j.id = s.job_id "
                           "AND s.verdict IS NULL AND j.state = 'leased' WHERE s.id = ?")
                         .bind(id)
                         .one<std::optional<Verdict>, std::optional<Time>>();
    if (!row) return std::nullopt;
    const auto& [verdict, leased_until] = *row;
    return state_of(verdict, leased_until, database_.now(db));
  });
}

Result<> Submissions::rejudge(SubmissionId id, JobId job, Time at) {
  return database_.write("queueing a rejudge", [&](Connection& db) -> Result<> {
    const auto again = db.query(kAgain).bind(id).one<Again>();
    if (!again) return no_submission(id);
    if (!again->verdict) return still_in_queue(id);
    if (!length_.has_room(db)) return queue_full(length_.most());
    return queue_again(db, length_, *again, job, kPriorityJudge, at);
  });
}

Result<RejudgeStep> Submissions::rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                                 std::optional<int> rules_version, NextJob job, Time at) {
  AG_TRY(check_rejudge_step(limit));
  return database_.write("queueing rejudges", [&](Connection& db) -> Result<RejudgeStep> {
    RejudgeStep step;
    step.next = after;
    auto found = db.query(kAgainOfProblem).bind(problem, after, limit + 1).all<Again>();
    step.more = static_cast<int>(found.size()) > limit;
    if (step.more) found.pop_back();
    const int most = rejudges_max(database_.options().queue_max);
    int room = most - count_waiting(db, most);
    for (const Again& again : found) {
      if (wanted(again, rules_version)) {
        step.full = room-- <= 0;
        step.more = step.more || step.full;
        if (step.full) break;
        AG_TRY(queue_again(db, length_, again, job(), kPriorityRejudge, at));
        ++step.queued;
      }
      step.next = again.id;
    }
    return step;
  });
}

Result<Outdated> Submissions::count_outdated(ProblemId problem, int rules_version) {
  return database_.read("counting older verdicts", [&](Connection& db) -> Result<Outdated> {
    const auto [all, judged, outdated, waiting, accepted, slowest_ms] =
        db.query(
              "SELECT count(*), count(*) FILTER (WHERE verdict NOT IN ('CANCELLED', 'IE')), "
              "count(*) FILTER (WHERE verdict NOT IN ('CANCELLED', 'IE') AND problem_version < ?1), "
              "count(*) FILTER (WHERE verdict IS NULL AND judging > 1), "
              "count(*) FILTER (WHERE verdict = 'AC' AND problem_version >= ?1), "
              "max(cpu_time_ms) FILTER (WHERE verdict = 'AC' AND problem_version >= ?1) "
              "FROM (SELECT verdict, problem_version, judging, cpu_time_ms FROM submissions WHERE problem_id = ?2 "
              "ORDER BY id DESC LIMIT ?3) AS counted")
            .bind(rules_version, problem, kOutdatedLookedAt + 1)
            .one<int, int, int, int, int, std::optional<std::int64_t>>()
            .value();
    return Outdated{judged, outdated, waiting, accepted, slowest_ms.value_or(0), all > kOutdatedLookedAt};
  });
}

Result<ChangedVerdicts> Submissions::changed_verdicts(ProblemId problem, int rules_version) {
  return database_.read("comparing verdicts", [&](Connection& db) -> Result<ChangedVerdicts> {
    ChangedVerdicts found;
    Query row = db.query(kCompared);
    row.bind(problem, rules_version, kChangesLookedAt + 1);
    for (int looked_at = 1; row.next(); ++looked_at) {
      found.capped = looked_at > kChangesLookedAt;
      if (found.capped) break;
      if (row.null(0)) continue;  // nothing to compare with
      ++found.compared;
      const auto one = std::get<1>(row.read<int, ChangedVerdict>());
      if (one.before != one.now || one.score_before != one.score_now) found.changed.push_back(one);
    }
    return found;
  });
}

Result<> Submissions::cancel(SubmissionId id, Time at) {
  return database_.write("cancelling a submission", [&](Connection& db) -> Result<> {
    const Time now = database_.now(db);
    const auto row =
        db.query(
              "SELECT s.verdict, j.id, j.state, j.leased_until_ms FROM submissions s "
              "LEFT JOIN jobs j ON j.id = s.job_id WHERE s.id = ?")
            .bind(id)
            .one<std::optional<Verdict>, std::optional<JobId>, std::optional<std::string>, std::optional<Time>>();
    if (!row) return no_submission(id);
    const auto& [verdict, job, state, leased_until] = *row;
    if (verdict) return not_waiting(id);
    if (!job) throw CorruptRow{"submission " + id.hex() + " waits for no job"};
    if (state == "leased" && leased_until > now) return not_waiting(id);
    db.query("DELETE FROM jobs WHERE id = ?").bind(*job).run();
    store_report(db, id, cancelled_report(at), now);
    return {};
  });
}

Result<std::vector<Report>> Submissions::history(SubmissionId id) {
  return database_.read("reading earlier reports", [&](Connection& db) -> Result<std::vector<Report>> {
    if (!db.query("SELECT 1 FROM submissions WHERE id = ?").bind(id).next()) return no_submission(id);
    Query row = db.query("SELECT body FROM reports WHERE submission_id = ? ORDER BY judging DESC LIMIT ?");
    row.bind(id, kHistoryMax);
    std::vector<Report> reports;
    while (row.next()) {
      AG_ASSIGN(Report report, decode_report(row.read<std::string>()));
      reports.push_back(std::move(report));
    }
    return reports;
  });
}

}  // namespace autograder::sql
