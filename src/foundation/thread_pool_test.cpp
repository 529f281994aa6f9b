#include "foundation/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace autograder {
namespace {

TEST(ThreadPool, DoesWhatWasPostedBeforeItStops) {
  std::atomic<int> done = 0;
  {
    ThreadPool pool("test", 2, 100);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.post([&] { ++done; }));
  }
  EXPECT_EQ(done, 100);
}

TEST(ThreadPool, RefusesAboveItsBoundAndAfterStop) {
  ThreadPool pool("test", 1, 1);
  std::latch begun(1);
  std::latch go(1);
  ASSERT_TRUE(pool.post([&] {
    begun.count_down();
    go.wait();
  }));
  begun.wait();
  EXPECT_TRUE(pool.post([] {}));
  EXPECT_FALSE(pool.post([] {}));
  go.count_down();
  pool.stop();
  EXPECT_FALSE(pool.post([] {}));
}

}  // namespace
}  // namespace autograder
