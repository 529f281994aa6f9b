#include "judge/placeholders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace autograder {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Placeholders, AreNumbersOfTheMemoryOfTheRun) {
  EXPECT_EQ(memory_placeholder("memory_mb", mib(256)), "256");
  EXPECT_EQ(memory_placeholder("memory_kb", mib(256)), "262144");
  EXPECT_EQ(memory_placeholder("memory_mb+64", mib(256)), "320");
  EXPECT_EQ(memory_placeholder("memory_mb-16", mib(256)), "240");
  EXPECT_EQ(memory_placeholder("memory_mb*90%", mib(256)), "230");
  EXPECT_EQ(memory_placeholder("memory_kb*40%+8", mib(256)), "104865");
  EXPECT_EQ(memory_placeholder("memory_mb*110%", mib(16)), "17");
}

TEST(Placeholders, AreNeverBelowOne) {
  EXPECT_EQ(memory_placeholder("memory_mb-64", mib(16)), "1");
  EXPECT_EQ(memory_placeholder("memory_mb*5%", mib(16)), "1");
}

TEST(Placeholders, OtherFormsAreNoPlaceholders) {
  for (const char* inside :
       {"", "memory", "memory_gb", "memory_mb*", "memory_mb*90", "memory_mb*%", "memory_mb*1000%", "memory_mb+",
        "memory_mb+x", "memory_mb+1234567", "memory_mb+1+1", "memory_mb 1", "memory_mb+1*5%", "memory_mbx"}) {
    EXPECT_EQ(memory_placeholder(inside, mib(256)), std::nullopt) << inside;
  }
}

TEST(Placeholders, AreReplacedWhereverTheyStand) {
  EXPECT_THAT(with_memory(std::vector<std::string>{"a", "-Xmx{memory_mb}m", "{memory_mb+64}{memory_kb}",
                                                   "{memory_mb+x}", "{}", "{x{memory_mb}", "{memory_mb"},
                          mib(256)),
              ElementsAre("a", "-Xmx256m", "320262144", "{memory_mb+x}", "{}", "{x256", "{memory_mb"));
  EXPECT_THAT(with_memory(std::map<std::string, std::string>{{"GOMEMLIMIT", "{memory_mb*90%}MiB"}}, mib(100)),
              ElementsAre(Pair("GOMEMLIMIT", "90MiB")));
}

}  // namespace
}  // namespace autograder
