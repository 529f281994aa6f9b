#include "judge/quiet_room.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace autograder {
namespace {

TEST(QuietRoom, WhoeverIsAloneHasNoCompany) {
  QuietRoom room(4);
  std::atomic<int> inside{0};
  std::atomic<int> crowded{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const bool alone = (i + t) % 5 == 0;
        Stay stay(room, alone);
        const int company = inside.fetch_add(1);
        if (alone && company != 0) ++crowded;
        std::this_thread::yield();
        if (alone && inside != 1) ++crowded;
        --inside;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(crowded, 0);
}

TEST(QuietRoom, CompanyMayComeTogether) {
  QuietRoom room(2);
  Stay first(room, false);
  Stay second(room, false);  // does not wait
}

}  // namespace
}  // namespace autograder
