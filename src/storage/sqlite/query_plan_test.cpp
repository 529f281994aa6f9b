// No verb reads a whole table: every statement that the roles prepare is looked at with EXPLAIN QUERY PLAN.
#include <algorithm>
#include <set>

#include "storage/sql/roles.h"
#include "storage/sqlite/database.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

using sql::Blobs;
using sql::Drafts;
using sql::Jobs;
using sql::Problems;
using sql::QueueView;
using sql::Runs;
using sql::Submissions;
using sql::Upkeep;
using sql::Users;
using sql::Verifications;
using sql::WaitingOrder;
using sql::Workers;

class QueryPlan : public testing::Test {
 protected:
  NewSubmission submission() {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.user = UserId(IdBytes{1});
    one.problem = ProblemId(IdBytes{2});
    one.language = "cpp";
    one.idempotency_key = one.id.hex();
    one.created_at = clock_.now();
    return one;
  }
  SubmissionId submit(Submissions& submissions) {
    std::promise<Result<Submitted>> promise;
    submissions.submit(submission(), [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return must(promise.get_future().get()).id;
  }
  // Also after a failure, when its retry is due.
  std::optional<Lease> lease_what_is_due(Jobs& jobs, const LeaseRequest& request) {
    clock_.advance(std::chrono::seconds(4));
    must(jobs.expire(kPageMax));
    return must(jobs.lease(request));
  }
  void use_submissions_and_jobs() {
    Submissions submissions(*database_, length_);
    Jobs jobs(*database_);
    const SubmissionId id = submit(submissions);
    const SubmissionId second = submit(submissions);
    const LeaseRequest request{WorkerId(IdBytes{1}), {JobKind::judge}, {"cpp"}, true};
    must(submissions.queue_position(id, {}));
    must(jobs.suspect_waits(request));
    auto held = must(jobs.lease(request));
    must(submissions.queue_position(second, {}));  // its user has a share already
    must(jobs.renew(*held));
    must(jobs.give_back(*held));
    held = must(jobs.lease(request));
    std::promise<void> finished;
    jobs.finish(*held, Report{}, [&](Result<> done) {
      must(done);
      finished.set_value();
    });
    finished.get_future().wait();
    for (int i = 0; i < kFailuresMax; ++i) {
      held = lease_what_is_due(jobs, request);
      if (i == 0) {  // let one lease run out
        clock_.advance(kLeaseTime);
        held = lease_what_is_due(jobs, request);
      }
      must(jobs.fail(*held, "broken"));
    }
    must(jobs.depth());
    must(submissions.count_outdated(ProblemId(IdBytes{2}), 1));
    must(submissions.changed_verdicts(ProblemId(IdBytes{2}), 1));
    QueueView view(*database_);
    for (const auto part : {QueuePart::waiting, QueuePart::delayed, QueuePart::running, QueuePart::dead}) {
      must(view.list(part, 0, 10));
    }
    must(jobs.list({}, 10));
    must(jobs.requeue(held->job.id));
    EXPECT_FALSE(jobs.purge(held->job.id));
    must(submissions.find(id));
    must(submissions.count_in_flight(UserId(IdBytes{1}), 20));
    must(submissions.find_repeated(UserId(IdBytes{1}), "key", {}));
    for (int bits = 0; bits < 16; ++bits) {
      for (const char* state : {"QUEUED", "RUNNING", "AC"}) {
        SubmissionFilter filter;
        if ((bits & 1) != 0) filter.user = UserId(IdBytes{1});
        if ((bits & 2) != 0) filter.problem = ProblemId(IdBytes{2});
        if ((bits & 4) != 0) filter.language = "cpp";
        if ((bits & 8) != 0) filter.state = state_from(state);
        filter.code_max = mib(1);
        must(submissions.list(filter));
      }
    }
  }
  void use_what_comes_after() {
    Submissions submissions(*database_, length_);
    Jobs jobs(*database_);
    const auto next = [this] { return ids_.next<JobId>(); };
    const SubmissionId id = submit(submissions);
    must(submissions.state(id));
    must(submissions.cancel(id, clock_.now()));
    must(submissions.rejudge(id, next(), clock_.now()));
    must(submissions.cancel(id, clock_.now()));
    must(submissions.rejudge_problem(ProblemId(IdBytes{2}), {}, 10, {}, next, clock_.now()));
    must(submissions.history(id));
    Runs runs(*database_, length_);
    for (int i = 0; i < 2; ++i) {
      NewRun run;
      run.id = ids_.next<RunId>();
      run.language = "run";
      run.alone = true;
      run.created_at = clock_.now();
      std::promise<void> stored;
      runs.submit(run, [&](Result<> done) {
        must(done);
        stored.set_value();
      });
      stored.get_future().wait();
      must(runs.find(run.id));
      must(runs.phase(run.id));
      if (i == 1) {
        EXPECT_TRUE(must(runs.abandon(run.id)));
        break;
      }
      auto held = must(jobs.lease({WorkerId(IdBytes{1}), {JobKind::run}, {"run"}, true}));
      std::promise<void> finished;
      jobs.finish(*held, RunResult{}, [&](Result<> done) {
        must(done);
        finished.set_value();
      });
      finished.get_future().wait();
      clock_.advance(kRunKept);
    }
    Upkeep upkeep(*database_);
    must(upkeep.sweep());
    must(upkeep.forget_runs(clock_.now()));
    must(upkeep.remove_excerpts(clock_.now(), {}));
    must(upkeep.room());
  }
  // So long that a place is looked up in the order.
  void use_a_long_queue() {
    Submissions submissions(*database_, length_);
    for (int i = 0; i <= WaitingOrder::kCounted; ++i) submit(submissions);
    must(submissions.queue_position(submit(submissions), {}));
  }
  void use_the_rest() {
    Users users(*database_);
    User user;
    user.id = ids_.next<UserId>();
    must(users.create(user));
    must(users.find(user.id));
    must(users.find_by_email("x"));
    must(users.add_identity({"i", "s"}, user.id));
    must(users.find_by_identity({"i", "s"}));
    must(users.update(user));
    must(users.list({}, 10));
    must(users.search({}));
    must(users.search({.search = "x y"}));
    must(users.names({user.id}));
    Problems problems(*database_);
    Problem problem;
    problem.id = ids_.next<ProblemId>();
    problem.tags = {"tag"};
    problem.tests = {TestCase{}};
    must(problems.create(problem));
    problem.version = 2;
    must(problems.update(problem));
    must(problems.find(problem.id));
    must(problems.find_test(problem.tests[0].id));
    must(problems.test_versions(problem.tests[0].id));
    must(problems.progress(user.id));
    must(problems.names({problem.id}));
    must(problems.rules_version(problem.id));
    problem.version = 3;
    problem.uuid = "11111111-2222-3333-4444-555555555555";
    must(problems.put_package(problem, {{"problem.yaml", {}, {}}}));
    must(problems.find_by_uuid(problem.uuid));
    must(problems.files(problem.id));
    must(problems.find_file(problem.id, "problem.yaml"));
    Drafts drafts(*database_);
    const DraftKey key{user.id, problem.id, "cpp"};
    for (int i = 0; i < 6; ++i) {  // one too many for the bytes of a user
      must(
          drafts.save({key, std::string(kCodeMax, static_cast<char>('a' + i)), std::nullopt, i > 1, {}, clock_.now()}));
    }
    must(drafts.newest(user.id, problem.id));
    must(drafts.versions(key));
    Verifications verifications(*database_, length_);
    NewVerification set;
    set.problem = problem.id;
    set.problem_version = 3;
    set.time_limit = std::chrono::seconds(1);
    set.created_at = clock_.now();
    for (int round = 0; round < 2; ++round) {  // the second takes the place of the first
      set.submissions = {{ids_.next<JobId>(), "a", "verify", ""}};
      must(verifications.put(set));
    }
    must(verifications.find(problem.id));
    must(verifications.count_unjudged(problem.id));
    Jobs jobs(*database_);
    const LeaseRequest request{WorkerId(IdBytes{1}), {JobKind::verify}, {"verify"}, true};
    for (int i = 0; i < kFailuresMax; ++i) {
      must(jobs.fail(*lease_what_is_due(jobs, request), "broken"));
    }
    must(jobs.requeue(set.submissions[0].job));
    const auto held = must(jobs.lease(request));
    must(verifications.work(held->job.id));
    std::promise<void> finished;
    jobs.finish(*held, Report{}, [&](Result<> done) {
      must(done);
      finished.set_value();
    });
    finished.get_future().wait();
    must(problems.set_deleted(problem.id, true, clock_.now()));
    for (int bits = 0; bits < 32; ++bits) {
      ProblemFilter filter;
      filter.deleted = (bits & 16) != 0;
      filter.with_unpublished = (bits & 1) != 0;
      if ((bits & 2) != 0) filter.difficulty = Difficulty::easy;
      if ((bits & 4) != 0) filter.tag = "tag";
      if ((bits & 8) != 0) filter.search = "x";
      must(problems.list(filter));
    }
    Blobs blobs(*database_);
    must(blobs.read(must(blobs.put("body")), 0, 10));
    Workers workers(*database_);
    WorkerRow row;
    row.languages.resize(1);
    must(workers.heartbeat(row));
    must(workers.list());
    must(workers.remove(row.id));
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  TemporaryDirectory directory_;
  std::string path_ = directory_.path() + "/autograder.db";
  std::unique_ptr<Database> database_ = must(open_database(path_, clock_, {.reports_a_user_max = {1}}));
  sql::QueueLength length_{clock_, StorageOptions{}.queue_max};
};

TEST_F(QueryPlan, NoStatementScansATable) {
  use_submissions_and_jobs();
  use_what_comes_after();
  use_the_rest();
  use_a_long_queue();
  std::set<std::string> statements;
  for (const auto& reader : database_->readers.all())
    statements.merge([&] {
      const auto texts = reader->statements();
      return std::set<std::string>(texts.begin(), texts.end());
    }());
  must(database_->writer.run("looking", [&](Connection& db) -> Result<> {
    const auto texts = db.statements();
    statements.insert(texts.begin(), texts.end());
    return {};
  }));
  EXPECT_GT(statements.size(), 100U);
  // What a lease does, what is booked between leases, and the order of those that wait.
  for (const char* verb :
       {"SET state = 'leased'", "SET state = 'waiting', leased_until_ms = NULL",
        "state = 'leased' AND leased_until_ms <= ? ORDER BY", "state = 'delayed' AND not_before_ms <= ?",
        "priority < 1000 ORDER BY priority DESC, virtual_start, id LIMIT ?"}) {
    EXPECT_TRUE(std::ranges::any_of(statements, [&](const auto& text) { return text.contains(verb); })) << verb;
  }

  // A handful of rows each.
  const std::set<std::string> small = {"SCAN workers", "SCAN sqlite_master", "SCAN counted", "SCAN CONSTANT ROW"};
  // How many jobs are in a state is counted, and without a look into the table.
  const std::set<std::string> indexes = {"SCAN jobs USING COVERING INDEX jobs_in_order",
                                         "SCAN jobs USING COVERING INDEX jobs_delayed",
                                         "SCAN jobs USING COVERING INDEX jobs_dead"};
  SQLite::Database raw(path_);
  int explained = 0;
  for (const std::string& text : statements) {
    if (text.starts_with("PRAGMA")) continue;
    SQLite::Statement plan(raw, "EXPLAIN QUERY PLAN " + text);
    while (plan.executeStep()) {
      const std::string step = plan.getColumn(3).getString();
      ++explained;
      const bool counts = text.starts_with("SELECT (SELECT count(*)") && indexes.contains(step);
      const bool scan = step.starts_with("SCAN") && !small.contains(step) && !counts;
      const bool sort =
          step.find("TEMP B-TREE FOR ORDER BY") != std::string::npos && text.find("FROM workers") == std::string::npos;
      EXPECT_FALSE(scan || sort) << step << "\n  in " << text;
    }
  }
  EXPECT_GT(explained, 100);
}

}  // namespace
}  // namespace autograder::sqlite
