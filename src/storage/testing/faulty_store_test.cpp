#include "storage/testing/faulty_store.h"

#include <gtest/gtest.h>

#include "storage/testing/waiting_storage.h"

namespace autograder {
namespace {

TEST(FaultyStorage, FailsTheCallsItIsToldTo) {
  const ManualClock clock;
  WaitingStorage database(clock);
  FaultyStorage storage(database);
  EXPECT_TRUE(storage.ping());
  storage.plan().fail_calls(2, 2);
  EXPECT_TRUE(storage.blobs().put("one"));
  const auto refused = storage.blobs().put("two");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  bool told = false;
  NewSubmission submission;
  submission.id = SubmissionId(IdBytes{1});
  storage.submissions().submit(submission, [&](Result<Submitted> done) { told = !done; });
  EXPECT_TRUE(told);
  EXPECT_FALSE(*database.submissions().find(submission.id));
  EXPECT_FALSE(database.blobs().size(sha256("two")));
  EXPECT_TRUE(storage.jobs().depth());
  EXPECT_EQ(storage.plan().calls(), 5);
}

TEST(FaultyStorage, StaysBrokenUntilHealed) {
  const ManualClock clock;
  WaitingStorage database(clock);
  FaultyStorage storage(database);
  storage.plan().fail_calls(1, std::numeric_limits<int>::max(), {ErrorCode::exhausted, "disk full"});
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(storage.workers().list());
  storage.plan().heal();
  EXPECT_TRUE(storage.workers().list());
}

}  // namespace
}  // namespace autograder
