#include "sandbox/linux/rootless.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace autograder {
namespace {

using ::testing::HasSubstr;

TEST(Watches, TakenByFewMegabytesAreTold) {
  const auto why = why_watches_may_run_out(666'000);
  EXPECT_THAT(why, HasSubstr("programs of 114 MiB together"));
  EXPECT_THAT(why, HasSubstr("sysctl fs.epoll.max_user_watches=100000000"));
}

TEST(Watches, OfTheRemedyAreEnough) {
  EXPECT_EQ(why_watches_may_run_out(100'000'000), "");
}

TEST(Watches, AreAllowedByThisHost) {
  EXPECT_GT(watches_allowed(), 0);
}

}  // namespace
}  // namespace autograder
