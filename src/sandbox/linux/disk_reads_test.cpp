#include "sandbox/linux/disk_reads.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(DiskReads, TheKernelsCountIsFoundByItsName) {
  EXPECT_EQ(reads_in("nr_free_pages 7\npgpgin 4711\npgpgout 3\n"), 4711);
  EXPECT_EQ(reads_in("nr_free_pages 7\nxpgpgin 4711\n"), std::nullopt);
  EXPECT_EQ(reads_in("nr_free_pages 7\npgpgin many\n"), std::nullopt);
  EXPECT_EQ(reads_in(""), std::nullopt);
}

TEST(DiskReads, ADiskWithARequestIsFound) {
  const std::string idle = "   7       0 loop0 12 0 236 4 0 0 0 0 0 8 4 0 0 0 0 0 0\n";
  const std::string busy = " 254       0 vda 9 8 7 6 5 4 3 2 1 8 4 0 0 0 0 0 0\n";
  EXPECT_FALSE(requests_in(idle));
  EXPECT_TRUE(requests_in(busy));
  EXPECT_TRUE(requests_in(idle + busy + idle));
  EXPECT_FALSE(requests_in(idle + idle));
  EXPECT_FALSE(requests_in(""));
  EXPECT_FALSE(requests_in("254 0 vda 9\n")) << "an older kernel's line of a partition";
}

TEST(DiskReads, ThisHostTells) {
  const auto before = reads_asked();
  ASSERT_TRUE(before);
  EXPECT_GE(*reads_asked(), *before);
  (void)disks_are_busy();
}

}  // namespace
}  // namespace autograder
