#include "domain/report_codec.h"
#include "storage/queue_rules.h"
#include "storage/sql/queue_rows.h"
#include "storage/sql/roles.h"

namespace autograder::sql {

template <>
struct Columns<Verification> {
  static constexpr auto list = std::tuple(
      column("problem_version", &Verification::problem_version), column("time_limit_ns", &Verification::time_limit),
      column("terms", &Verification::terms), column("created_at_ms", &Verification::created_at));
};
template <>
struct Columns<BundledRow> {
  static constexpr auto list = std::tuple(column("job_id", &BundledRow::job), column("path", &BundledRow::path),
                                          column("language", &BundledRow::language));
};
template <>
struct Columns<NewBundled> {
  static constexpr auto list = std::tuple(column("job_id", &NewBundled::job), column("path", &NewBundled::path),
                                          column("language", &NewBundled::language), column("code", &NewBundled::code));
};

namespace {

const std::string kInsertSet = insert_into<Verification>("verifications", "problem_id");
const std::string kSet = "SELECT " + columns_of<Verification>() + " FROM verifications WHERE problem_id = ?";
const std::string kInsertBundled = insert_into<NewBundled>("bundled_submissions", "problem_id, position");
const std::string kBundled = "SELECT " + columns_of<BundledRow>("b") +
                             ", b.report, j.leased_until_ms FROM bundled_submissions b "
                             "LEFT JOIN jobs j ON j.id = b.job_id AND b.report IS NULL AND j.state = 'leased' "
                             "WHERE b.problem_id = ? ORDER BY b.position";

void forget_earlier(Connection& db, ProblemId problem) {
  const auto jobs = db.query("SELECT job_id FROM bundled_submissions WHERE problem_id = ?").bind(problem).all<JobId>();
  for (const JobId job : jobs) db.query("DELETE FROM jobs WHERE id = ?").bind(job).run();
  db.query("DELETE FROM verifications WHERE problem_id = ?").bind(problem).run();  // and its submissions
}

void insert_bundled(Connection& db, QueueLength& length, const NewVerification& set, const NewBundled& one,
                    int position) {
  Job job;
  job.id = one.job;
  job.kind = JobKind::verify;
  job.subject = set.problem;
  job.language = one.language;
  job.priority = kPriorityRejudge;
  job.created_at = set.created_at;
  insert_job(db, length, job, set.user);
  db.query(kInsertBundled).bind(one, set.problem, position).run();
}

Result<BundledRow> read_bundled(const Query& row, Time now) {
  auto [one, report, leased_until] = row.read<BundledRow, std::optional<std::string>, std::optional<Time>>();
  one.phase = phase_of(report.has_value(), leased_until, now);
  if (report) {
    AG_ASSIGN(one.report, decode_report(*report));
  }
  return std::move(one);
}

}  // namespace

Result<> Verifications::put(const NewVerification& set) {
  AG_TRY(check_verification(set));
  return database_.write("storing bundled submissions", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM problems WHERE id = ?").bind(set.problem).next()) return no_problem(set.problem);
    forget_earlier(db, set.problem);
    const int most = rejudges_max(database_.options().queue_max);
    if (!set.submissions.empty()) {
      if (count_waiting(db, most) + static_cast<int>(set.submissions.size()) > most) return queue_full(most);
      AG_TRY(database_.check_room(db, {}));
    }
    const Verification row{set.problem_version, set.time_limit, set.terms, {}, set.created_at};
    db.query(kInsertSet).bind(row, set.problem).run();
    int position = 0;
    for (const auto& one : set.submissions) insert_bundled(db, length_, set, one, position++);
    return {};
  });
}

Result<std::optional<Verification>> Verifications::find(ProblemId problem) {
  using Answer = Result<std::optional<Verification>>;
  return database_.read("finding bundled submissions", [&](Connection& db) -> Answer {
    const Time now = database_.now(db);
    auto set = db.query(kSet).bind(problem).one<Verification>();
    if (!set) return std::nullopt;
    Query row = db.query(kBundled);
    row.bind(problem);
    while (row.next()) {
      AG_ASSIGN(auto one, read_bundled(row, now));
      set->submissions.push_back(std::move(one));
    }
    return set;
  });
}

Result<int> Verifications::count_unjudged(ProblemId problem) {
  return database_.read("counting bundled submissions", [&](Connection& db) -> Result<int> {
    return db.query("SELECT count(*) FROM bundled_submissions WHERE problem_id = ? AND report IS NULL")
        .bind(problem)
        .one<int>()
        .value();
  });
}

Result<std::optional<BundledWork>> Verifications::work(JobId job) {
  return database_.read("finding a bundled submission", [&](Connection& db) -> Result<std::optional<BundledWork>> {
    auto row = db.query(
                     "SELECT b.problem_id, b.language, b.code, v.time_limit_ns FROM bundled_submissions b "
                     "JOIN verifications v ON v.problem_id = b.problem_id WHERE b.job_id = ?")
                   .bind(job)
                   .one<ProblemId, std::string, std::string, Duration>();
    if (!row) return std::nullopt;
    auto& [problem, language, code, time_limit] = *row;
    return BundledWork{problem, std::move(language), std::move(code), time_limit};
  });
}

}  // namespace autograder::sql
