#include "sandbox/linux/host_counts.h"

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

TEST(OpenFiles, TakenByProgramsOnAllCoresAreTold) {
  const auto why = why_open_files_may_run_out(400'000, 2);
  EXPECT_THAT(why, HasSubstr("programs on 2 cores can hold 524288 open files together, and this host allows 400000"));
  EXPECT_THAT(why, HasSubstr("sysctl fs.file-max=624288"));
}

TEST(OpenFiles, OfTheRemedyAreEnough) {
  EXPECT_EQ(why_open_files_may_run_out(624'288, 2), "");
  EXPECT_NE(why_open_files_may_run_out(624'287, 2), "");
}

TEST(OpenFiles, AreAllowedByThisHost) {
  EXPECT_GT(open_files_allowed(), 0);
}

}  // namespace
}  // namespace autograder
