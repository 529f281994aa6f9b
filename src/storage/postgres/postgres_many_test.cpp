// Several processes on one database: whose lease it is, whose time, whose schema.
#include <atomic>
#include <map>
#include <thread>

#include "storage/postgres/connection.h"
#include "storage/postgres/postgres_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/postgres_server.h"

namespace autograder {
namespace {

class ManyProcesses : public testing::Test {
 protected:
  ~ManyProcesses() override { server_.drop_database(database_); }

  std::string url() const { return server_.url(database_); }
  std::unique_ptr<Storage> open(const Clock& clock) { return must(open_postgres_storage({.url = url()}, clock)); }
  Result<Submitted> submit(Storage& storage, UserId user) {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.user = user;
    one.problem = ProblemId(IdBytes{9});
    one.language = "cpp";
    one.created_at = clock_.now();
    std::promise<Result<Submitted>> promise;
    storage.submissions().submit(std::move(one), [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  static Result<> finish(Storage& storage, const Lease& lease) {
    Report report;
    report.verdict = Verdict::accepted;
    std::promise<Result<>> promise;
    storage.jobs().finish(lease, report, [&](Result<> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  static LeaseRequest request(int worker) {
    LeaseRequest wanted{WorkerId(IdBytes{static_cast<std::uint8_t>(worker)}), {JobKind::judge}, {"cpp"}};
    wanted.slots = 64;
    return wanted;
  }

  PostgresServer& server_ = PostgresServer::shared();
  const std::string database_ = server_.make_database();
  SystemClock clock_;
  IdGenerator ids_{clock_};
};

TEST_F(ManyProcesses, LeaseEachJobOnce) {
  constexpr int kProcesses = 3;
  constexpr int kJobsEach = 60;
  std::vector<std::unique_ptr<Storage>> storages;
  for (int i = 0; i < kProcesses; ++i) storages.push_back(open(clock_));
  std::atomic<int> finished = 0;
  std::atomic<int> refused = 0;
  std::map<JobId, int> leases;
  Mutex mutex;
  std::vector<std::thread> threads;
  for (int i = 0; i < kProcesses; ++i) {
    threads.emplace_back([&, i] {
      for (int job = 0; job < kJobsEach; ++job) {
        if (!submit(*storages[static_cast<std::size_t>(i)], UserId(IdBytes{static_cast<std::uint8_t>(job % 7)})))
          ++refused;
      }
    });
    for (int worker = 0; worker < 2; ++worker) {
      threads.emplace_back([&, i, worker] {
        Storage& storage = *storages[static_cast<std::size_t>(i)];
        while (finished < kProcesses * kJobsEach && refused == 0) {
          const auto lease = must(storage.jobs().lease(request(i * 2 + worker)));
          if (!lease) continue;
          {
            const MutexLock lock(mutex);
            ++leases[lease->job.id];
          }
          must(finish(storage, *lease));
          ++finished;
        }
      });
    }
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(leases.size(), static_cast<std::size_t>(kProcesses * kJobsEach));
  for (const auto& [job, times] : leases) EXPECT_EQ(times, 1) << job.hex();
  EXPECT_EQ(must(storages.front()->jobs().depth()).waiting, 0);
}

TEST_F(ManyProcesses, ALeaseThatRanOutIsRefusedToItsFirstHolder) {
  const auto first = open(clock_);
  const auto second = open(clock_);
  must(submit(*first, UserId(IdBytes{1})));
  const auto old = must(first->jobs().lease(request(1)));
  ASSERT_TRUE(old);
  postgres::Connection({.url = url()}).execute("UPDATE jobs SET leased_until_ms = 0");
  must(second->jobs().expire(kPageMax));
  const auto mine = must(second->jobs().lease(request(2)));
  ASSERT_TRUE(mine);
  expect_error(finish(*first, *old), ErrorCode::conflict);
  expect_error(first->jobs().renew(*old), ErrorCode::conflict);
  must(finish(*second, *mine));
}

TEST_F(ManyProcesses, LeasesLiveByTheTimeOfTheDatabase) {
  const ManualClock late(clock_.now() + std::chrono::hours(1));
  const ManualClock early(clock_.now() - std::chrono::hours(1));
  const auto first = open(late);
  const auto second = open(early);
  must(submit(*second, UserId(IdBytes{1})));
  const auto lease = must(second->jobs().lease(request(1)));
  ASSERT_TRUE(lease);
  EXPECT_LT(lease->until, clock_.now() + std::chrono::minutes(5));
  EXPECT_GT(lease->until, clock_.now() - std::chrono::minutes(5));
  EXPECT_TRUE(must(first->jobs().expire(kPageMax)).empty());
  EXPECT_EQ(must(first->jobs().depth()).leased, 1);
  must(finish(*second, *lease));
}

TEST_F(ManyProcesses, MakeTheTablesOnce) {
  server_.execute("CREATE DATABASE empty_one");
  std::vector<std::thread> threads;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      if (open_postgres_storage({.url = server_.url("empty_one")}, clock_)) ++opened;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
  server_.drop_database("empty_one");
}

TEST_F(ManyProcesses, RefuseANewerSchema) {
  postgres::Connection({.url = url()}).execute("INSERT INTO schema_version (version) VALUES (1000)");
  const auto opened = open_postgres_storage({.url = url()}, clock_);
  expect_error(opened, ErrorCode::invalid);
  EXPECT_NE(opened.error().message.find("newer version of autograder (schema 1000"), std::string::npos);
}

TEST_F(ManyProcesses, RefuseTheTablesOfAnotherProgram) {
  server_.execute("CREATE DATABASE of_others");
  postgres::Connection({.url = server_.url("of_others")}).execute("CREATE TABLE students (name text)");
  expect_error(open_postgres_storage({.url = server_.url("of_others")}, clock_), ErrorCode::invalid);
  server_.drop_database("of_others");
}

TEST_F(ManyProcesses, FindAUserInAnyCaseOfAscii) {
  const auto storage = open(clock_);
  User user;
  user.id = ids_.next<UserId>();
  user.name = "É";
  user.email = "É.Student@Example.org";
  must(storage->users().create(user));
  EXPECT_TRUE(must(storage->users().find_by_email("É.student@example.ORG")));
  EXPECT_FALSE(must(storage->users().find_by_email("é.student@example.org")));
  User other = user;
  other.id = ids_.next<UserId>();
  other.email = "É.STUDENT@example.org";
  expect_error(storage->users().create(other), ErrorCode::conflict);
}

TEST(PostgresUrl, IsShownWithoutItsPassword) {
  EXPECT_EQ(url_without_password("postgres://anna:s%40cret@db.example.org:5433/judge?sslmode=require"),
            "postgres://anna@db.example.org:5433/judge");
  EXPECT_EQ(url_without_password("postgres://anna@db/judge?password=secret"), "postgres://anna@db/judge");
  EXPECT_EQ(url_without_password("postgres://an na:secret@[db/judge"), "postgres://");
}

TEST(PostgresUrl, MustNameADatabase) {
  expect_error(check_postgres_url("postgres://anna:secret@db"), ErrorCode::invalid);
  expect_error(check_postgres_url("postgres://anna:secret@[db/judge"), ErrorCode::invalid);
  EXPECT_EQ(check_postgres_url("postgres://anna:secret@[db/judge").error().message.find("secret"), std::string::npos);
  must(check_postgres_url("postgresql:///judge?host=/run/postgresql"));
}

TEST(PostgresStorage, SaysThatNobodyListensThere) {
  const SystemClock clock;
  const auto opened = open_postgres_storage({.url = "postgres://anna:secret@127.0.0.1:1/judge"}, clock);
  expect_error(opened, ErrorCode::unavailable);
  EXPECT_NE(opened.error().message.find("postgres://anna@127.0.0.1:1/judge"), std::string::npos);
  EXPECT_EQ(opened.error().message.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace autograder
