#include "domain/id.h"

#include <gtest/gtest.h>

#include <set>

namespace autograder {
namespace {

TEST(Id, ParsesOnlyTwentyFourLowerCaseHexCharacters) {
  EXPECT_TRUE(UserId::parse("0123456789abcdef01234567"));
  for (const char* bad : {"", "0123456789abcdef0123456", "0123456789abcdef012345678", "0123456789ABCDEF01234567",
                          "0123456789abcdef0123456g", "0123456789abcdef 1234567"}) {
    EXPECT_FALSE(UserId::parse(bad)) << bad;
  }
  EXPECT_EQ(UserId::parse("0123456789abcdef01234567")->hex(), "0123456789abcdef01234567");
}

TEST(IdGenerator, GrowsWithinOneMillisecondAndWhenTheClockStepsBack) {
  ManualClock clock;
  IdGenerator ids(clock);
  auto last = ids.next<UserId>();
  for (int i = 0; i < 70'000; ++i) {
    const auto next = ids.next<UserId>();
    ASSERT_LT(last, next);
    last = next;
  }
  clock.advance(std::chrono::milliseconds(-100'000));
  EXPECT_LT(last, ids.next<UserId>());
}

TEST(IdGenerator, BeginsWithTheTimeInMilliseconds) {
  ManualClock clock(from_ms(0x0123456789ab));
  IdGenerator ids(clock);
  EXPECT_EQ(ids.next<UserId>().hex().substr(0, 12), "0123456789ab");
}

}  // namespace
}  // namespace autograder
