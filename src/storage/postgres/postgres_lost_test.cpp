// Connections that die: nothing is done twice, and nothing is lost.
#include <atomic>
#include <set>
#include <thread>

#include "storage/postgres/postgres_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/postgres_proxy.h"
#include "storage/testing/postgres_server.h"

namespace autograder {
namespace {

// A database of its own, reached by any number of storages as if each were a server.
class LostConnection : public testing::Test {
 protected:
  ~LostConnection() override { server_.drop_database(database_); }

  std::unique_ptr<Storage> open(const std::string& url) { return must(open_postgres_storage({.url = url}, clock_)); }
  std::unique_ptr<Storage> open_directly() { return open(server_.url(database_)); }

  NewSubmission submission() {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.user = UserId(IdBytes{1});
    one.problem = ProblemId(IdBytes{9});
    one.language = "cpp";
    one.code = "int main() {}\n";
    one.created_at = clock_.now();
    return one;
  }
  static Result<Submitted> submit(Storage& storage, NewSubmission submission) {
    std::promise<Result<Submitted>> promise;
    storage.submissions().submit(std::move(submission),
                                 [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  static Result<> finish(Storage& storage, const Lease& lease) {
    Report report;
    report.verdict = Verdict::accepted;
    report.score = 100;
    std::promise<Result<>> promise;
    storage.jobs().finish(lease, report, [&](Result<> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  static LeaseRequest request(int worker) {
    LeaseRequest wanted{WorkerId(IdBytes{static_cast<std::uint8_t>(worker)}), {JobKind::judge}, {"cpp"}};
    wanted.slots = 64;
    return wanted;
  }
  void terminate_all() {
    server_.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database_ + "'");
  }

  PostgresServer& server_ = PostgresServer::shared();
  const std::string database_ = server_.make_database();
  SystemClock clock_;
  IdGenerator ids_{clock_};
};

class LostCommit : public LostConnection, public testing::WithParamInterface<CommitFault> {};

TEST_P(LostCommit, OfASubmissionStoresItOnce) {
  PostgresProxy proxy(server_.socket_directory());
  const auto storage = open(proxy.url(database_));
  const NewSubmission one = submission();
  proxy.break_next_commit(GetParam());
  const Submitted submitted = must(submit(*storage, one));
  EXPECT_TRUE(proxy.is_broken());
  EXPECT_EQ(submitted.id, one.id);
  EXPECT_FALSE(submitted.repeated);
  EXPECT_EQ(must(storage->submissions().list({})).total, 1);
  EXPECT_EQ(must(storage->jobs().depth()).waiting, 1);
}

TEST_P(LostCommit, OfALeaseHandsOutOneLease) {
  PostgresProxy proxy(server_.socket_directory());
  const auto storage = open(proxy.url(database_));
  must(submit(*storage, submission()));
  must(submit(*storage, submission()));
  proxy.break_next_commit(GetParam());
  const auto lease = must(storage->jobs().lease(request(1)));
  EXPECT_TRUE(proxy.is_broken());
  ASSERT_TRUE(lease);
  EXPECT_EQ(must(storage->jobs().depth()).leased, 1);
  must(finish(*storage, *lease));
}

TEST_P(LostCommit, OfAnEndStoresOneReport) {
  PostgresProxy proxy(server_.socket_directory());
  const auto storage = open(proxy.url(database_));
  const NewSubmission one = submission();
  must(submit(*storage, one));
  const auto lease = must(storage->jobs().lease(request(1)));
  ASSERT_TRUE(lease);
  proxy.break_next_commit(GetParam());
  must(finish(*storage, *lease));
  EXPECT_TRUE(proxy.is_broken());
  EXPECT_EQ(must(storage->submissions().history(one.id)).size(), 1U);
  EXPECT_EQ(must(storage->jobs().depth()).leased, 0);
}

INSTANTIATE_TEST_SUITE_P(Faults, LostCommit,
                         testing::Values(CommitFault::lost, CommitFault::unanswered, CommitFault::late),
                         [](const testing::TestParamInfo<CommitFault>& fault) {
                           return fault.param == CommitFault::lost         ? "Lost"
                                  : fault.param == CommitFault::unanswered ? "Unanswered"
                                                                           : "Late";
                         });

TEST_F(LostConnection, IsNotSeenByWhoReads) {
  const auto storage = open_directly();
  const NewSubmission one = submission();
  must(submit(*storage, one));
  for (int round = 0; round < 3; ++round) {
    must(storage->ping());
    terminate_all();
    EXPECT_TRUE(must(storage->submissions().find(one.id)));
  }
}

TEST_F(LostConnection, OfAllAgainAndAgainLosesNothing) {
  constexpr int kSubmissions = 150;
  const auto api = open_directly();
  const auto worker = open_directly();
  std::atomic<int> sent = 0;
  std::atomic<bool> over = false;
  std::thread killer([&] {
    for (int seen = 0; seen < kSubmissions; seen = sent) {
      sent.wait(seen);
      terminate_all();
    }
  });
  std::thread judge([&] {
    while (!over) {
      const auto lease = worker->jobs().lease(request(1));
      if (!lease || !*lease) continue;
      // As workers do: an end that was not answered is told again.
      for (auto told = finish(*worker, **lease); !told && told.error().code != ErrorCode::conflict;) {
        told = finish(*worker, **lease);
      }
    }
  });
  std::set<SubmissionId> accepted;
  for (int i = 0; i < kSubmissions; ++i) {
    const NewSubmission one = submission();
    if (submit(*api, one)) accepted.insert(one.id);
    ++sent;
    sent.notify_one();
  }
  killer.join();
  const auto after = open_directly();
  for (auto depth = must(after->jobs().depth()); depth.waiting + depth.leased > 0;) depth = must(after->jobs().depth());
  over = true;
  judge.join();
  EXPECT_GT(accepted.size(), 0U);
  for (const SubmissionId id : accepted) EXPECT_EQ(must(after->submissions().history(id)).size(), 1U) << id.hex();
}

TEST_F(LostConnection, WithAServerThatIsAwayIsUnavailableUntilItIsBack) {
  const auto storage = open_directly();
  const NewSubmission one = submission();
  must(submit(*storage, one));
  server_.stop();
  expect_error(storage->ping(), ErrorCode::unavailable);
  expect_error(submit(*storage, submission()), ErrorCode::unavailable);
  expect_error(storage->jobs().lease(request(1)), ErrorCode::unavailable);
  server_.start();
  while (!storage->ping()) {
  }
  EXPECT_TRUE(must(storage->submissions().find(one.id)));
  must(submit(*storage, submission()));
  EXPECT_EQ(must(storage->submissions().list({})).total, 2);
}

}  // namespace
}  // namespace autograder
