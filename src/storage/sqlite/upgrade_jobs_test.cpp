// Jobs that waited, or that a worker had, when schema 12 gave each a subject: all are done afterwards.
#include <future>
#include <map>
#include <span>

#include "storage/sqlite/schema.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

const UserId kAda(IdBytes{1});
const ProblemId kProblem(IdBytes{2});
const WorkerId kWorker(IdBytes{9});
const SubmissionId kSent(IdBytes{11});
const SubmissionId kAgain(IdBytes{12});
const RunId kRun(IdBytes{21});
const RunId kRerun(IdBytes{22});
const RunId kDeadRun(IdBytes{23});
const JobId kBundled(IdBytes{31});

struct OldJob {
  JobId id;
  const char* kind;
  const char* subject_kind;
  Subject subject;
  int priority;
  const char* state;
};

// By schema 11: a run had the kind of subject "none", and itself as the subject.
const std::vector<OldJob> kOldJobs{
    {JobId(IdBytes{41}), "judge", "submission", kSent, 0, "waiting"},
    {JobId(IdBytes{42}), "rejudge", "submission", kAgain, -10, "leased"},
    {JobId(kRun.bytes()), "run", "none", kRun, 10, "waiting"},
    {JobId(kRerun.bytes()), "rerun", "none", kRerun, 10, "leased"},
    {JobId(kDeadRun.bytes()), "run", "none", kDeadRun, 10, "dead"},
    {kBundled, "verify", "problem", kProblem, -10, "delayed"},
};

void write_jobs(Connection& db, Time now) {
  for (const OldJob& job : kOldJobs) {
    const std::string_view state = job.state;
    db.query(
          "INSERT INTO jobs (id, kind, subject_kind, subject_id, owner_id, language, priority, virtual_start, state, "
          "not_before_ms, lease_token, failures, expiries, suspect, reason, created_at_ms, payload) "
          "VALUES (?, ?, ?, ?, ?, 'cpp', ?, 1, 'waiting', 0, 0, 0, 0, 0, '', 1, '')")
        .bind(job.id, job.kind, job.subject_kind, bytes_of(job.subject), kAda, job.priority)
        .run();
    if (state == "leased") {
      db.query("UPDATE jobs SET state = 'leased', lease_token = 1, leased_until_ms = ?, leased_by = ? WHERE id = ?")
          .bind(now + kLeaseTime, kWorker, job.id)
          .run();
    } else if (state == "dead") {
      db.query("UPDATE jobs SET state = 'dead', died_at_ms = ? WHERE id = ?").bind(now, job.id).run();
    } else if (state == "delayed") {
      db.query("UPDATE jobs SET state = 'delayed', failures = 1 WHERE id = ?").bind(job.id).run();
    }
  }
}

void write_subjects(Connection& db, Time now) {
  for (const auto& [id, job] : {std::pair{kSent, 41}, std::pair{kAgain, 42}}) {
    db.query(
          "INSERT INTO submissions (id, user_id, problem_id, language, job_id, judging, verdict, score, cpu_time_ms, "
          "memory_kb, created_at_ms, updated_at_ms) VALUES (?, ?, ?, 'cpp', ?, 1, NULL, 0, 0, 0, 1, 1)")
        .bind(id, kAda, kProblem, JobId(IdBytes{static_cast<std::uint8_t>(job)}))
        .run();
    db.query("INSERT INTO sources (submission_id, code) VALUES (?, 'int main() {}')").bind(id).run();
  }
  for (const auto& [id, kind] : {std::pair{kRun, "run"}, std::pair{kRerun, "rerun"}, std::pair{kDeadRun, "run"}}) {
    db.query(
          "INSERT INTO runs (job_id, user_id, kind, language, created_at_ms, input, code, forget_at_ms) "
          "VALUES (?, ?, ?, 'cpp', ?, x'31', 'int main() {}', ?)")
        .bind(id, kAda, kind, now, now + kRunKept)
        .run();
  }
  db.query(
        "INSERT INTO problems (id, title, description, difficulty, tags, languages, time_limit_ns, memory_limit_bytes, "
        "output_limit_bytes, checker, absolute_tolerance, relative_tolerance, scoring, published, deleted, created_by, "
        "version, test_count, created_at_ms, updated_at_ms) VALUES (?, 'Sum', '', 'easy', '[]', '[]', 1000000000, 1, "
        "1, "
        "'trim', 0, 0, 'all', 1, 0, ?, 1, 0, 1, 1)")
      .bind(kProblem, kAda)
      .run();
  db.query(
        "INSERT INTO verifications (problem_id, problem_version, time_limit_ns, created_at_ms, terms) "
        "VALUES (?, 1, 1000000000, 1, '')")
      .bind(kProblem)
      .run();
  db.query(
        "INSERT INTO bundled_submissions (job_id, problem_id, position, path, language, code) "
        "VALUES (?, ?, 0, 'accepted/a.cpp', 'cpp', 'int main() {}')")
      .bind(kBundled, kProblem)
      .run();
}

class UpgradeJobs : public testing::Test {
 protected:
  UpgradeJobs() {
    Connection db(path_, Connection::Use::write, std::chrono::seconds(1));
    const auto files = embedded_schema();
    must(apply_schema(db, std::span(files).first(11), path_, clock_.now()));
    write_subjects(db, clock_.now());
    write_jobs(db, clock_.now());
  }
  // The next job of any kind is leased, and ends well.
  std::optional<Job> do_one(Storage& storage) {
    must(storage.jobs().expire(kPageMax));
    const auto held = must(storage.jobs().lease(
        {kWorker, {JobKind::judge, JobKind::rejudge, JobKind::run, JobKind::rerun, JobKind::verify}, {"cpp"}, true}));
    if (!held) return std::nullopt;
    RunResult result;
    result.verdict = Verdict::accepted;
    Report report;
    report.verdict = Verdict::accepted;
    const bool runs = std::holds_alternative<RunId>(held->job.subject);
    std::promise<Result<>> done;
    storage.jobs().finish(*held, runs ? JobOutcome(result) : JobOutcome(report),
                          [&](Result<> said) { done.set_value(std::move(said)); });
    must(done.get_future().get());
    return held->job;
  }

  ManualClock clock_;
  TemporaryDirectory directory_;
  std::string path_ = directory_.path() + "/autograder.db";
};

TEST_F(UpgradeJobs, JobsOfEveryKindAreDone) {
  const auto storage = must(open_sqlite_storage(path_, clock_, {.end_leases_at_open = true}));
  EXPECT_EQ(must(storage->jobs().depth()).waiting, 5);
  EXPECT_EQ(must(storage->dead_letters().requeue(JobId(kDeadRun.bytes()))).subject, Subject(kDeadRun));
  std::map<JobId, Subject> done;
  while (const auto job = do_one(*storage)) done.emplace(job->id, job->subject);
  ASSERT_EQ(done.size(), kOldJobs.size());
  for (const OldJob& job : kOldJobs) EXPECT_EQ(done.at(job.id), job.subject) << job.kind << " " << job.state;

  for (const SubmissionId id : {kSent, kAgain})
    EXPECT_EQ(code_of(must(storage->submissions().state(id)).value()), "AC");
  for (const RunId id : {kRun, kRerun, kDeadRun}) {
    const auto run = must(storage->runs().find(id));
    ASSERT_TRUE(run && run->result);
    EXPECT_EQ(run->result->verdict, Verdict::accepted);
  }
  EXPECT_EQ(must(storage->verifications().count_unjudged(kProblem)), 0);
  const auto depth = must(storage->jobs().depth());
  EXPECT_EQ(depth.waiting + depth.leased + depth.dead, 0);
}

TEST_F(UpgradeJobs, NoTableListsKindsOrVerdicts) {
  must(open_sqlite_storage(path_, clock_, {}));
  Connection db(path_, Connection::Use::write, std::chrono::seconds(1));
  Query check = db.query("PRAGMA integrity_check");
  ASSERT_TRUE(check.next());
  EXPECT_EQ(check.text(0), "ok");
  Query row = db.query(
      "SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%(kind IN (%' OR sql LIKE '%(subject_kind IN (%' OR "
      "sql LIKE '%(verdict IN (%' OR (name = 'jobs' AND sql LIKE '%payload%')");
  while (row.next()) ADD_FAILURE() << row.text(0) << ": " << row.text(1);
  db.query(
        "INSERT INTO earlier_verdicts (submission_id, judging, verdict, score, problem_version) "
        "VALUES (?, 1, 'NEW', 0, 1)")
      .bind(kSent)
      .run();
}

}  // namespace
}  // namespace autograder::sqlite
