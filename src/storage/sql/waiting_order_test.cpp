#include "storage/sql/waiting_order.h"

#include <atomic>
#include <future>
#include <thread>

#include "storage/sql/roles.h"
#include "storage/sqlite/database.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sql {
namespace {

constexpr int kMany = WaitingOrder::kCounted + 50;

class WaitingOrderTest : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kMany; ++i) ids_.push_back(submit());
  }
  SubmissionId submit(const std::string& language = "cpp") {
    NewSubmission one;
    one.id = next_.next<SubmissionId>();
    one.job = next_.next<JobId>();
    one.user = UserId(IdBytes{1});
    one.problem = ProblemId(IdBytes{2});
    one.language = language;
    one.created_at = clock_.now();
    std::promise<Result<Submitted>> stored;
    submissions_.submit(std::move(one), [&](Result<Submitted> done) { stored.set_value(std::move(done)); });
    return must(stored.get_future().get()).id;
  }
  // Of a higher priority: all go before the submissions.
  void submit_runs(int count) {
    for (int i = 0; i < count; ++i) {
      NewRun run;
      run.id = next_.next<RunId>();
      run.user = UserId(IdBytes{3});
      run.language = "cpp";
      run.created_at = clock_.now();
      std::promise<Result<>> stored;
      runs_.submit(std::move(run), [&](Result<> done) { stored.set_value(std::move(done)); });
      must(stored.get_future().get());
    }
  }
  void cancel_first(int count) {
    for (int i = 0; i < count; ++i) must(submissions_.cancel(ids_[static_cast<std::size_t>(i)], clock_.now()));
  }
  int ahead_of(int number, const std::vector<std::string>& judged = {}) {
    const auto found = must(submissions_.queue_position(ids_[static_cast<std::size_t>(number)], judged));
    return found ? found->ahead : -1;
  }

  ManualClock clock_;
  IdGenerator next_{clock_};
  const TemporaryDirectory directory_{in_memory()};
  std::unique_ptr<Database> database_ =
      must(sqlite::open_database(directory_.path() + "/autograder.db", clock_, {.free_min = {}}));
  QueueLength length_{clock_, StorageOptions{}.queue_max};
  Submissions submissions_{*database_, length_};
  Runs runs_{*database_, length_};
  std::vector<SubmissionId> ids_;
};

TEST_F(WaitingOrderTest, NearTheFrontItIsExact) {
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);  // reads the order
  EXPECT_EQ(ahead_of(0), 0);
  EXPECT_EQ(ahead_of(WaitingOrder::kCounted), WaitingOrder::kCounted);
  cancel_first(10);
  EXPECT_EQ(ahead_of(10), 0);
  EXPECT_EQ(ahead_of(WaitingOrder::kCounted), WaitingOrder::kCounted - 10);
}

TEST_F(WaitingOrderTest, FartherBackTheOrderIsReadOnceASecond) {
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);
  cancel_first(10);
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);
  clock_.advance(WaitingOrder::kReadEvery - std::chrono::milliseconds(1));
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 11);
}

TEST_F(WaitingOrderTest, ANewcomerHasItsPlaceInTheOrderThatWasRead) {
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);
  ids_.push_back(submit());
  EXPECT_EQ(ahead_of(kMany), kMany);
}

TEST_F(WaitingOrderTest, ThoseThatWentAheadSinceAreCountedAsFarAsItCounts) {
  EXPECT_EQ(ahead_of(kMany - 1), kMany - 1);
  submit_runs(WaitingOrder::kCounted + 1);
  EXPECT_EQ(ahead_of(5), WaitingOrder::kCounted + 1) << "the order says 5";
  clock_.advance(WaitingOrder::kReadEvery);
  EXPECT_EQ(ahead_of(5), WaitingOrder::kCounted + 6);
}

TEST_F(WaitingOrderTest, WhatNobodyCanJudgeHoldsNobodyUpHoweverManyThereAre) {
  ids_.push_back(submit("go"));
  ids_.push_back(submit("go"));
  EXPECT_EQ(ahead_of(kMany + 1, {"go", "java"}), 1);
  clock_.advance(WaitingOrder::kReadEvery);
  EXPECT_EQ(ahead_of(kMany + 1, {"go", "cpp"}), kMany + 1);
}

TEST_F(WaitingOrderTest, ManyAskWhileTheOrderIsReadAgain) {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 6; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        if (ahead_of(kMany - 1) != kMany - 1) ++wrong;
        clock_.advance(std::chrono::milliseconds(300));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace autograder::sql
