#include "sandbox/linux/server_slot.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace autograder {
namespace {

TEST(ServerSlot, TellsWhoseIdsTheyAre) {
  const auto owner = owner_of_ids(0);
  ASSERT_TRUE(owner) << owner.error().message;
  EXPECT_EQ(*owner, "user root has id 0");
}

TEST(ServerSlot, NobodyHasTheIdsOfBoxes) {
  const auto owner = owner_of_ids(1'900'000'000);
  ASSERT_TRUE(owner) << owner.error().message;
  EXPECT_EQ(*owner, "");
}

TEST(ServerSlot, DoesNotTakeIdsOfAccounts) {
  if (::geteuid() != 0) GTEST_SKIP() << "SKIPPED: only root reserves ids";
  // The first 512 are the system's own: the second range is taken, or what another server left of the next.
  const auto slot = reserve_server_slot(0);
  ASSERT_TRUE(slot) << slot.error().message;
  EXPECT_GE(slot->first_uid, kUidsOfServer);
  EXPECT_EQ(slot->first_uid % kUidsOfServer, 0u);
}

}  // namespace
}  // namespace autograder
