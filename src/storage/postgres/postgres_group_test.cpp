// Writes of one group, which know of each other without asking the database: they leave the same rows as one by one.
#include <functional>

#include "storage/postgres/connection.h"
#include "storage/sql/roles.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/postgres_server.h"

namespace autograder {
namespace {

// One transaction in which each write is done at once. While it asks, only what they ask ahead is done.
class OneGroup final : public sql::Database {
 public:
  OneGroup(const std::string& url, const Clock& clock, bool keeps) : clock_(clock), keeps_(keeps), db_({.url = url}) {
    db_.plan_for_indexes();
    db_.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
  }
  postgres::Connection& connection() { return db_; }
  void commit() {
    db_.kept()->reset();
    db_.execute("COMMIT");
  }
  bool asks = false;

  void post_in_turn(std::string_view, Ahead ahead, Work work, Done done) override { done(write(ahead, work)); }
  bool try_post(std::string_view, Ahead ahead, Work work, Done done) override {
    done(write(ahead, work));
    return true;
  }
  Time now(sql::Connection&) override { return clock_.now(); }
  Result<> check_room(sql::Connection&, Bytes) override { return {}; }
  Result<bool> give_room_back() override { return false; }
  Result<Room> room() override { return Room{}; }
  const StorageOptions& options() const override { return options_; }
  const Clock& clock() const override { return clock_; }

 private:
  Result<> run_read(std::string_view, Work work) override { return work(db_); }
  Result<> run_write(std::string_view, Work work, sql::Turn, Ahead ahead) override { return write(ahead, work); }
  Result<> write(Ahead& ahead, Work& work) {
    if (!asks) return work(db_);
    if (keeps_) ahead(db_);
    return fail(ErrorCode::unavailable, "only asked");
  }

  const Clock& clock_;
  const bool keeps_;
  const StorageOptions options_;
  postgres::Connection db_;
};

class Group : public testing::Test {
 protected:
  static constexpr int kUsers = 3;
  // A new day of work in a database of its own, in one group that keeps what it knows or does not. All its rows.
  std::string rows_after(bool keeps) {
    const std::string name = server_.make_database();
    const std::string rows = [&] {
      std::vector<Lease> held;
      {
        OneGroup group(server_.url(name), clock_, false);
        sql::QueueLength length(clock_, 1000);
        sql::Submissions submissions(group, length);
        sql::Jobs jobs(group);
        for (int i = 0; i < 30; ++i) must(create(submissions, i));
        for (int i = 0; i < 4; ++i) held.push_back(must(jobs.lease(request(i))).value());
        group.commit();
      }
      clock_.advance(std::chrono::milliseconds(500));
      OneGroup group(server_.url(name), clock_, keeps);
      sql::QueueLength length(clock_, 1000);
      sql::Submissions submissions(group, length);
      sql::Jobs jobs(group);
      group.asks = true;
      use(submissions, jobs, held);
      group.asks = false;
      use(submissions, jobs, held);
      group.commit();
      return rows_of(name);
    }();
    clock_.advance(-std::chrono::milliseconds(500));
    server_.drop_database(name);
    return rows;
  }

  // Leases, ends and creates of the same users, who know of one another. More leases than are looked at together.
  void use(sql::Submissions& submissions, sql::Jobs& jobs, const std::vector<Lease>& held) {
    finish(jobs, held[0]);
    lease(jobs, 0);
    create(submissions, 40);
    lease(jobs, 1);
    finish(jobs, held[1]);
    finish(jobs, held[1]);  // again: refused
    create(submissions, 41);
    create(submissions, 44);
    lease(jobs, 2);
    for (int i = 0; i < 20; ++i) lease(jobs, i);
    finish(jobs, held[2]);
    create(submissions, 42);
    finish(jobs, held[3]);
    lease(jobs, 3);
    lease(jobs, 4);
  }

  static Result<Submitted> create(sql::Submissions& submissions, int number) {
    NewSubmission one;
    one.id = SubmissionId(IdBytes{1, static_cast<std::uint8_t>(number)});
    one.job = JobId(IdBytes{2, static_cast<std::uint8_t>(number)});
    one.user = UserId(IdBytes{3, static_cast<std::uint8_t>(number % kUsers)});
    one.problem = ProblemId(IdBytes{9});
    one.language = number % 2 == 0 ? "cpp" : "c";
    one.code = std::string(100, 'x');
    Result<Submitted> stored = fail(ErrorCode::failed, "not stored");
    submissions.submit(std::move(one), [&](Result<Submitted> done) { stored = std::move(done); });
    return stored;
  }
  static void lease(sql::Jobs& jobs, int worker) { static_cast<void>(jobs.lease(request(worker))); }
  static void finish(sql::Jobs& jobs, const Lease& lease) {
    Report report;
    report.verdict = Verdict::accepted;
    jobs.finish(lease, report, [](Result<> /*done*/) {});
  }
  static LeaseRequest request(int worker) {
    LeaseRequest wanted{WorkerId(IdBytes{static_cast<std::uint8_t>(worker)}), {JobKind::judge}, {"cpp", "c"}};
    wanted.slots = 64;
    return wanted;
  }
  std::string rows_of(const std::string& name) const {
    std::string rows;
    postgres::Connection db({.url = server_.url(name)});
    for (const char* table : {"jobs", "fair_shares", "virtual_clocks", "counters", "stored_bytes", "reports"}) {
      const std::string text = "SELECT CAST(t AS text) FROM " + std::string(table) + " t ORDER BY 1";
      sql::Query row = db.query(text);
      while (row.next()) rows += table + (": " + row.text(0)) + "\n";
    }
    return rows;
  }

  PostgresServer& server_ = PostgresServer::shared();
  ManualClock clock_{SystemClock().now()};
};

TEST_F(Group, LeavesTheRowsOfWritesOneByOne) {
  const std::string one_by_one = rows_after(false);
  EXPECT_NE(one_by_one.find("reports: "), std::string::npos);
  EXPECT_NE(one_by_one.find("worked:0"), std::string::npos) << one_by_one;
  EXPECT_EQ(rows_after(true), one_by_one);
}

// Plans of all that a lease, an end and a create do, while 100,000 jobs wait in tables whose statistics are those of empty ones.
TEST_F(Group, FindsItsRowsAlongIndexesAmongAHundredThousand) {
  const std::string name = server_.make_database();
  {
    postgres::Connection db({.url = server_.url(name)});
    db.execute(
        "INSERT INTO jobs (id, kind, subject_kind, subject_id, owner_id, language, priority, virtual_start, state, "
        "not_before_ms, lease_token, failures, expiries, suspect, reason, created_at_ms) "
        "SELECT decode(lpad(to_hex(n), 24, '0'), 'hex'), 'judge', 'submission', decode(lpad(to_hex(n), 24, '0'), "
        "'hex'), decode(lpad(to_hex(n % 250), 24, '0'), 'hex'), 'java', 0, n - 100001, 'waiting', 0, 0, 0, 0, 0, '', 0 "
        "FROM generate_series(1, 100000) n");
    OneGroup group(server_.url(name), clock_, true);
    sql::QueueLength length(clock_, 1'000'000);
    sql::Submissions submissions(group, length);
    sql::Jobs jobs(group);
    must(create(submissions, 1));
    const auto held = must(jobs.lease(request(1)));  // behind all that nobody serves
    ASSERT_TRUE(held);
    finish(jobs, *held);
    sql::Query prepared = group.connection().query(
        "SELECT name, statement, CAST(cardinality(parameter_types) AS BIGINT) FROM pg_prepared_statements");
    const auto statements = prepared.all<std::string, std::string, int>();
    EXPECT_GT(statements.size(), 15U);
    std::string plans;
    for (const auto& [called, text, parameters] : statements) {
      if (text.find("pg_prepared_statements") != std::string::npos) continue;
      std::string values;
      for (int i = 0; i < parameters; ++i) values += i == 0 ? "(NULL" : ", NULL";
      sql::Query plan = group.connection().query("EXPLAIN EXECUTE " + called + values + (parameters > 0 ? ")" : ""));
      while (plan.next()) {
        const std::string step = plan.text(0);
        plans += step + "\n";
        const bool scan = step.find("Seq Scan") != std::string::npos && step.find(" on workers") == std::string::npos;
        EXPECT_FALSE(scan || step.find("Sort") != std::string::npos) << step << "\n  in " << text;
      }
    }
    for (const char* step : {"using jobs_in_order on jobs", "using jobs_to_lease on jobs",
                             "using jobs_of_owner on jobs", "using jobs_pkey on jobs", "using jobs_leased on jobs"}) {
      EXPECT_NE(plans.find(step), std::string::npos) << step << "\n" << plans;
    }
    group.commit();
  }
  server_.drop_database(name);
}

}  // namespace
}  // namespace autograder
