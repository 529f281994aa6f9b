#include "foundation/seldom.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(Seldom, letsOneASecondThroughAndCountsTheOthers) {
  ManualClock clock;
  Seldom seldom;
  EXPECT_EQ(seldom.pass(clock.steady_now()), 0u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(seldom.pass(clock.steady_now()), std::nullopt);
  clock.advance(std::chrono::milliseconds(999));
  EXPECT_EQ(seldom.pass(clock.steady_now()), std::nullopt);
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(seldom.pass(clock.steady_now()), 6u);
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(seldom.pass(clock.steady_now()), 0u);
}

}  // namespace
}  // namespace autograder
