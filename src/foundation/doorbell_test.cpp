#include "foundation/doorbell.h"

#include <gtest/gtest.h>

#include <future>
#include <latch>

namespace autograder {
namespace {

using namespace std::chrono_literals;

TEST(Doorbell, ARingBeforeTheWaitIsNotMissed) {
  Doorbell bell;
  const auto heard = bell.rings();
  bell.ring_one();
  bell.wait_for_ring(heard, 1h);
  EXPECT_NE(bell.rings(), heard);
}

TEST(Doorbell, ARingWakesWhoWaits) {
  Doorbell bell;
  const auto heard = bell.rings();
  std::latch begun(2);
  const auto wait = [&] {
    begun.count_down();
    bell.wait_for_ring(heard, 1h);
  };
  auto one = std::async(std::launch::async, wait);
  auto two = std::async(std::launch::async, wait);
  begun.wait();
  bell.ring_all();
  one.get();
  two.get();
}

TEST(Doorbell, WaitsHaveAnEnd) {
  Doorbell bell;
  bell.wait_for_ring(bell.rings(), 1ms);
  EXPECT_FALSE(bell.wait_for_stop(1ms));
}

TEST(Doorbell, ARingIsNoStop) {
  Doorbell bell;
  bell.ring_all();
  EXPECT_FALSE(bell.wait_for_stop(1ms));
  EXPECT_FALSE(bell.stopped());
}

TEST(Doorbell, AStopEndsAllWaitsOnce) {
  Doorbell bell;
  std::latch begun(2);
  auto slot = std::async(std::launch::async, [&] {
    begun.count_down();
    bell.wait_for_ring(bell.rings(), 1h);
  });
  auto timer = std::async(std::launch::async, [&] {
    begun.count_down();
    return bell.wait_for_stop(1h);
  });
  begun.wait();
  EXPECT_TRUE(bell.stop());
  EXPECT_FALSE(bell.stop()) << "it was stopped before";
  slot.get();
  EXPECT_TRUE(timer.get());
  EXPECT_TRUE(bell.wait_for_stop(1h));
}

}  // namespace
}  // namespace autograder
