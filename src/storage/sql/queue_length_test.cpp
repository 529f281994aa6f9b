#include "storage/sql/queue_length.h"

#include <future>

#include "storage/sql/roles.h"
#include "storage/sqlite/database.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sql {
namespace {

constexpr int kMost = 3;

class QueueLengthTest : public testing::Test {
 protected:
  bool submit(Submissions& submissions) {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.user = UserId(IdBytes{1});
    one.problem = ProblemId(IdBytes{2});
    one.language = "cpp";
    one.created_at = clock_.now();
    std::promise<Result<Submitted>> promise;
    submissions.submit(one, [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    const auto submitted = promise.get_future().get();
    EXPECT_TRUE(submitted || submitted.error().code == ErrorCode::exhausted);
    return submitted.has_value();
  }
  std::optional<Lease> lease() { return must(jobs_.lease({WorkerId(IdBytes{9}), {JobKind::judge}, {"cpp"}})); }
  int counted(int up_to) {
    return must(database_->read("counting", [&](Connection& db) -> Result<int> { return count_waiting(db, up_to); }));
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  const TemporaryDirectory directory_{in_memory()};
  std::unique_ptr<Database> database_ =
      must(sqlite::open_database(directory_.path() + "/autograder.db", clock_, {.free_min = {}}));
  QueueLength length_{clock_, kMost};
  QueueLength length_elsewhere_{clock_, kMost};
  Submissions here_{*database_, length_};
  Submissions elsewhere_{*database_, length_elsewhere_};
  Jobs jobs_{*database_};
};

TEST_F(QueueLengthTest, LetsInAsManyAsMayWaitAndNoMore) {
  for (int i = 0; i < kMost; ++i) EXPECT_TRUE(submit(here_)) << i;
  EXPECT_FALSE(submit(here_));
  EXPECT_FALSE(submit(here_));
}

TEST_F(QueueLengthTest, SeesRoomAtOnceWhenAJobWasLeased) {
  for (int i = 0; i < kMost; ++i) ASSERT_TRUE(submit(here_));
  ASSERT_FALSE(submit(here_));
  ASSERT_TRUE(lease());
  EXPECT_TRUE(submit(here_));
  EXPECT_FALSE(submit(here_));
}

TEST_F(QueueLengthTest, ARetryTakesItsPlace) {
  ASSERT_TRUE(submit(here_));
  const auto held = lease();
  ASSERT_TRUE(held);
  must(jobs_.fail(*held, "the disk broke"));
  EXPECT_EQ(counted(10), 1);
  clock_.advance(QueueLength::kCountEvery);
  EXPECT_TRUE(submit(here_));
  EXPECT_TRUE(submit(here_));
  EXPECT_FALSE(submit(here_));
}

TEST_F(QueueLengthTest, HearsOfOtherProcessesWithinASecond) {
  ASSERT_TRUE(submit(here_));
  ASSERT_TRUE(submit(elsewhere_));
  ASSERT_TRUE(submit(elsewhere_));
  EXPECT_TRUE(submit(here_)) << "it counted only its own";
  clock_.advance(QueueLength::kCountEvery);
  EXPECT_FALSE(submit(here_));
}

TEST_F(QueueLengthTest, CountsUpToABound) {
  for (int i = 0; i < kMost; ++i) submit(here_);
  EXPECT_EQ(counted(2), 2);
  EXPECT_EQ(counted(10), kMost);
}

}  // namespace
}  // namespace autograder::sql
