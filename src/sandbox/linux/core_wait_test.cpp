#include "sandbox/linux/core_wait.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace autograder {
namespace {

using namespace std::chrono_literals;

TEST(CoreWait, IsTheTimeThatOneThreadStoodInTheQueue) {
  CoreWait wait;
  wait.look({{10, {20ms, 80ms}}}, 20ms);
  EXPECT_EQ(wait.waited(), 80ms);
  wait.look({{10, {40ms, 160ms}}}, 40ms);
  EXPECT_EQ(wait.waited(), 160ms);
  wait.look({{10, {40ms, 160ms}}}, 40ms);  // asleep
  EXPECT_EQ(wait.waited(), 160ms);
}

TEST(CoreWait, WaitingForItsOwnCompanionsGivesARunNothing) {
  CoreWait wait;
  // Two that share a core without others.
  wait.look({{10, {50ms, 50ms}}, {11, {50ms, 50ms}}}, 100ms);
  EXPECT_EQ(wait.waited(), 0ms);
  // A companion that is gone by now, but its time is in the group's figure.
  wait.look({{10, {60ms, 140ms}}}, 200ms);
  EXPECT_EQ(wait.waited(), 0ms);
}

TEST(CoreWait, IsNotTheSumOverThreads) {
  CoreWait wait;
  std::unordered_map<pid_t, ThreadTimes> herd;
  for (pid_t thread = 1; thread <= 100; ++thread) herd[thread] = {1us, 50us};
  wait.look(herd, 100us);
  EXPECT_EQ(wait.waited(), 0ms);  // 49 microseconds less than what the others ran
}

TEST(CoreWait, FollowsTheWaitFromOneProcessToTheNext) {
  CoreWait wait;
  wait.look({{10, {10ms, 90ms}}}, 10ms);
  wait.look({{11, {10ms, 90ms}}}, 20ms);
  EXPECT_EQ(wait.waited(), 180ms);
  wait.look({{11, {5ms, 30ms}}}, 25ms);  // the id belongs to another thread now
  EXPECT_EQ(wait.waited(), 210ms);
}

TEST(CoreWait, TheKernelCountsAThreadsTimes) {
  const auto before = times_of(::gettid());
  timespec now{};
  const auto spin_until = [&](long ms) {
    do ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while (now.tv_sec * 1000 + now.tv_nsec / 1'000'000 < ms);
  };
  spin_until(std::chrono::duration_cast<std::chrono::milliseconds>(before.ran).count() + 20);
  EXPECT_GE(times_of(::gettid()).ran - before.ran, 10ms);
  EXPECT_EQ(times_of(-1).ran, 0ms);
}

}  // namespace
}  // namespace autograder
