#include "api/waits.h"

#include <gtest/gtest.h>

#include <future>
#include <latch>

namespace autograder::api {
namespace {

using std::chrono::seconds;

class WaitsTest : public ::testing::Test {
 protected:
  static constexpr std::chrono::milliseconds kLookEvery{1000};
  static constexpr auto kTicksALook = kLookEvery / Waits::kTick;

  ~WaitsTest() override { pool_.stop(); }

  // Waits for `subject_`, and returns when the first look has found nothing.
  std::future<http::Response> begin(std::chrono::milliseconds time_left = seconds(60)) {
    auto answered = std::make_shared<std::promise<http::Response>>();
    auto answer = answered->get_future();
    Waits::Waiter waiter;
    waiter.subject = subject_;
    waiter.address = "203.0.113.7";
    waiter.time_left = time_left;
    waiter.look = [this](bool over) -> std::optional<http::Response> { return look(over); };
    http::Reply reply = [answered](http::Response response) { answered->set_value(std::move(response)); };
    EXPECT_FALSE(waits_.add(std::move(waiter), reply));
    wait_for_looks(1);
    return answer;
  }
  std::optional<http::Response> look(bool over) {
    MutexLock lock(mutex_);
    ++looks_;
    looked_.notify_all();
    while (slow_) looked_.wait(mutex_);
    if (!judged_ && !over) return std::nullopt;
    return http::Response{.status = judged_ ? 200 : 202};
  }
  void wait_for_looks(int count) {
    MutexLock lock(mutex_);
    EXPECT_TRUE(looked_.wait_for(mutex_, seconds(30), [&]() REQUIRES(mutex_) { return looks_ >= count; }));
  }
  int looks() {
    MutexLock lock(mutex_);
    return looks_;
  }
  void judge() {
    MutexLock lock(mutex_);
    judged_ = true;
  }
  void be_slow(bool slow) {
    MutexLock lock(mutex_);
    slow_ = slow;
    looked_.notify_all();
  }
  void tick(std::int64_t times) {
    for (; times > 0; --times) {
      watch_.tick();
      waits_.tick();
    }
  }
  static void expect_answer(std::future<http::Response>& answer, int status) {
    ASSERT_EQ(answer.wait_for(seconds(10)), std::future_status::ready) << "no answer";
    EXPECT_EQ(answer.get().status, status);
  }

  const Subject subject_ = SubmissionId(IdBytes{1});
  ThreadPool pool_{"waits", 2, 100};
  Watch watch_{pool_};
  Waits waits_{watch_, {10, 10, 10, seconds(60), kLookEvery}};
  Mutex mutex_;
  Condition looked_;
  int looks_ GUARDED_BY(mutex_) = 0;
  bool judged_ GUARDED_BY(mutex_) = false;
  bool slow_ GUARDED_BY(mutex_) = false;
};

TEST_F(WaitsTest, TheBellEndsAWaitWithoutAnyTick) {
  auto answer = begin();
  judge();
  watch_.ring(subject_);
  expect_answer(answer, 200);
}

TEST_F(WaitsTest, ALookNowAndThenEndsAWaitWithoutAnyBell) {
  auto answer = begin();
  judge();
  tick(kTicksALook - 1);
  EXPECT_EQ(looks(), 1) << "too early";
  tick(1);
  expect_answer(answer, 200);
}

TEST_F(WaitsTest, ABellDuringALookIsNotMissed) {
  be_slow(true);
  auto answer = begin();  // the first look has begun, and what it reads is from before the verdict
  watch_.ring(subject_);
  EXPECT_EQ(looks(), 1);
  be_slow(false);
  wait_for_looks(2);
  judge();
  watch_.ring(subject_);
  expect_answer(answer, 200);
}

TEST_F(WaitsTest, TheBellOfAnotherMakesNobodyLook) {
  auto answer = begin();
  watch_.ring(SubmissionId(IdBytes{2}));
  watch_.ring(ProblemId(IdBytes{1}));
  EXPECT_EQ(looks(), 1);
  judge();
  watch_.ring(subject_);
  expect_answer(answer, 200);
}

TEST_F(WaitsTest, AWaitEndsWhenItsTimeIsOver) {
  auto answer = begin(Waits::kTick * 3);
  tick(2);
  EXPECT_EQ(looks(), 1);
  tick(1);
  expect_answer(answer, 202);
}

TEST_F(WaitsTest, ClosingAnswersEverybody) {
  auto answer = begin();
  waits_.close();
  expect_answer(answer, 202);
}

}  // namespace
}  // namespace autograder::api
