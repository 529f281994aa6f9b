#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sqlite/queue_rows.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

void forget_earlier(Connection& db, ProblemId problem) {
  std::vector<JobId> jobs;
  {
    Query row = db.query("SELECT job_id FROM bundled_submissions WHERE problem_id = ?");
    row.bind(problem);
    while (row.next()) jobs.push_back(row.id<JobId>(0));
  }
  for (const JobId job : jobs) db.query("DELETE FROM jobs WHERE id = ?").bind(job).run();
  db.query("DELETE FROM verifications WHERE problem_id = ?").bind(problem).run();  // and its submissions
}

void insert_bundled(Connection& db, const NewVerification& set, const NewBundled& one, int position) {
  Job job;
  job.id = one.job;
  job.kind = JobKind::verify;
  job.subject = set.problem;
  job.language = one.language;
  job.priority = kPriorityRejudge;
  job.created_at = set.created_at;
  insert_job(db, job, set.user);
  db.query(
        "INSERT INTO bundled_submissions (job_id, problem_id, position, path, language, code) "
        "VALUES (?, ?, ?, ?, ?, ?)")
      .bind(one.job, set.problem, position, one.path, one.language, one.code)
      .run();
}

std::optional<Verification> read_set(Connection& db, ProblemId problem) {
  Query row =
      db.query("SELECT problem_version, time_limit_ns, terms, created_at_ms FROM verifications WHERE problem_id = ?");
  if (!row.bind(problem).next()) return std::nullopt;
  Verification set;
  set.problem_version = row.small(0);
  set.time_limit = Duration(row.integer(1));
  set.terms = row.text(2);
  set.created_at = row.time(3);
  return set;
}

Result<BundledRow> read_bundled(const Query& row, Time now) {
  BundledRow one;
  one.job = row.id<JobId>(0);
  one.path = row.text(1);
  one.language = row.text(2);
  if (!row.null(3)) {
    one.phase = Phase::judged;
    AG_ASSIGN(one.report, decode_report(row.text(3)));
  } else if (!row.null(4) && row.time(4) > now) {
    one.phase = Phase::running;
  }
  return one;
}

}  // namespace

Result<> Verifications::put(const NewVerification& set) {
  AG_TRY(check_verification(set));
  return database_.writer.run("storing bundled submissions", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM problems WHERE id = ?").bind(set.problem).next()) return no_problem(set.problem);
    forget_earlier(db, set.problem);
    const int most = rejudges_max(database_.options.queue_max);
    if (!set.submissions.empty()) {
      if (count_waiting(db) + static_cast<int>(set.submissions.size()) > most) return queue_full(most);
      AG_TRY(database_.disk.check([&db] { return inside_of(db); }));
    }
    db.query(
          "INSERT INTO verifications (problem_id, problem_version, time_limit_ns, created_at_ms, terms) "
          "VALUES (?, ?, ?, ?, ?)")
        .bind(set.problem, set.problem_version, static_cast<std::int64_t>(set.time_limit.count()), set.created_at,
              set.terms)
        .run();
    int position = 0;
    for (const auto& one : set.submissions) insert_bundled(db, set, one, position++);
    return {};
  });
}

Result<std::optional<Verification>> Verifications::find(ProblemId problem) {
  const Time now = database_.clock.now();
  return database_.readers.read("finding bundled submissions",
                                [&](Connection& db) -> Result<std::optional<Verification>> {
                                  auto set = read_set(db, problem);
                                  if (!set) return std::nullopt;
                                  Query row = db.query(
                                      "SELECT b.job_id, b.path, b.language, b.report, j.leased_until_ms "
                                      "FROM bundled_submissions b "
                                      "LEFT JOIN jobs j ON j.id = b.job_id AND b.report IS NULL AND j.state = 'leased' "
                                      "WHERE b.problem_id = ? ORDER BY b.position");
                                  row.bind(problem);
                                  while (row.next()) {
                                    AG_ASSIGN(auto one, read_bundled(row, now));
                                    set->submissions.push_back(std::move(one));
                                  }
                                  return set;
                                });
}

Result<int> Verifications::count_unjudged(ProblemId problem) {
  return database_.readers.read("counting bundled submissions", [&](Connection& db) -> Result<int> {
    Query row = db.query("SELECT count(*) FROM bundled_submissions WHERE problem_id = ? AND report IS NULL");
    row.bind(problem).next();
    return row.small(0);
  });
}

Result<std::optional<BundledWork>> Verifications::work(JobId job) {
  return database_.readers.read(
      "finding a bundled submission", [&](Connection& db) -> Result<std::optional<BundledWork>> {
        Query row = db.query(
            "SELECT b.problem_id, b.language, b.code, v.time_limit_ns FROM bundled_submissions b "
            "JOIN verifications v ON v.problem_id = b.problem_id WHERE b.job_id = ?");
        if (!row.bind(job).next()) return std::nullopt;
        return BundledWork{row.id<ProblemId>(0), row.text(1), row.text(2), Duration(row.integer(3))};
      });
}

}  // namespace autograder::sqlite
