#include "api/watch.h"

#include <gtest/gtest.h>

#include <latch>

namespace autograder::api {
namespace {

using std::chrono::seconds;

class WatchTest : public ::testing::Test {
 protected:
  static constexpr std::chrono::milliseconds kLookEvery{500};
  static constexpr auto kTicksALook = kLookEvery / Watch::kTick;

  ~WatchTest() override { pool_.stop(); }

  std::unique_ptr<Watcher> watch(const Subject& subject) {
    return watch_.add(subject, kLookEvery, [this] {
      MutexLock lock(mutex_);
      ++looks_;
      looked_.notify_all();
      while (slow_) looked_.wait(mutex_);
    });
  }
  void wait_for_looks(int count) {
    MutexLock lock(mutex_);
    EXPECT_TRUE(looked_.wait_for(mutex_, seconds(30), [&]() REQUIRES(mutex_) { return looks_ >= count; }));
  }
  void be_slow(bool slow) {
    MutexLock lock(mutex_);
    slow_ = slow;
    looked_.notify_all();
  }
  // When all that was asked for has been done.
  int looks() {
    pool_.stop();
    MutexLock lock(mutex_);
    return looks_;
  }
  void tick(std::int64_t times) {
    for (; times > 0; --times) watch_.tick();
  }

  const Subject one_ = SubmissionId(IdBytes{1});
  const Subject other_ = SubmissionId(IdBytes{2});
  ThreadPool pool_{"watch", 2, 100};
  Watch watch_{pool_};
  Mutex mutex_;
  Condition looked_;
  int looks_ GUARDED_BY(mutex_) = 0;
  bool slow_ GUARDED_BY(mutex_) = false;
};

TEST_F(WatchTest, ARingMakesAllLookWhoWatchTheSubject) {
  const auto first = watch(one_);
  const auto second = watch(one_);
  const auto third = watch(other_);
  watch_.ring(one_);
  wait_for_looks(2);
  EXPECT_EQ(looks(), 2);
}

TEST_F(WatchTest, NobodyLooksBeforeThereIsAReason) {
  const auto watcher = watch(one_);
  tick(kTicksALook - 1);
  EXPECT_EQ(looks(), 0);
}

TEST_F(WatchTest, LooksNowAndThenWithoutAnyRing) {
  const auto watcher = watch(one_);
  tick(kTicksALook);
  wait_for_looks(1);
  tick(kTicksALook);
  wait_for_looks(2);
  EXPECT_EQ(looks(), 2);
}

TEST_F(WatchTest, ALookForAnyReasonPutsTheNextOneOff) {
  const auto watcher = watch(one_);
  tick(kTicksALook - 1);
  watcher->look();
  tick(kTicksALook - 1);
  EXPECT_EQ(looks(), 1);
}

TEST_F(WatchTest, ARingDuringALookMakesOneMore) {
  const auto watcher = watch(one_);
  be_slow(true);
  watcher->look();
  wait_for_looks(1);
  watch_.ring(one_);
  watch_.ring(one_);
  be_slow(false);
  wait_for_looks(2);
  EXPECT_EQ(looks(), 2);
}

TEST_F(WatchTest, WhoHasEndedIsNotRungForAndDoesNotLook) {
  auto watcher = watch(one_);
  watcher.reset();
  watch_.ring(one_);
  tick(kTicksALook);
  EXPECT_EQ(looks(), 0);
}

TEST_F(WatchTest, ALookMayEndItsOwnWatcher) {
  std::latch done(1);
  std::unique_ptr<Watcher> own;
  own = watch_.add(one_, kLookEvery, [&] {
    own.reset();
    done.count_down();
  });
  watch_.ring(one_);
  done.wait();
  watch_.ring(one_);
  tick(kTicksALook);
  pool_.stop();
  EXPECT_EQ(own, nullptr);
}

}  // namespace
}  // namespace autograder::api
