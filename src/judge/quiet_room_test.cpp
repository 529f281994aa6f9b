#include "judge/quiet_room.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace autograder {
namespace {

TEST(QuietRoom, HoldsNoMoreThanItHasPlaces) {
  constexpr int kPlaces = 3;
  QuietRoom room(kPlaces);
  std::atomic<int> inside{0};
  std::atomic<int> too_many{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        Stay stay(room);
        if (++inside > kPlaces) ++too_many;
        std::this_thread::yield();
        --inside;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(too_many, 0);
}

TEST(QuietRoom, TellsWhetherAStayHadCompany) {
  QuietRoom room(2);
  {
    Stay lonely(room);
    EXPECT_FALSE(lonely.had_company());
  }
  std::optional<Stay> first(std::in_place, room);
  Stay second(room);
  EXPECT_TRUE(first->had_company());
  EXPECT_TRUE(second.had_company());
  first.reset();
  EXPECT_TRUE(second.had_company());  // gone by now, but it was here
}

}  // namespace
}  // namespace autograder
