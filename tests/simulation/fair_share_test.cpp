// No newcomer waits longer than docs/queue.md says, beside any mix of work from any number of users.
//
// AUTOGRADER_SEED=17 replays one mix and says what it was; AUTOGRADER_SEEDS=5000 tries more than a suite has time for.
#include "simulation/fair_share.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "storage/memory/memory_storage.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::simulation {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

Worst in_memory(const Mix& mix) {
  ManualClock clock;
  const auto storage = make_memory_storage(clock);
  return simulate(mix, *storage, clock);
}

std::string told(const Mix& mix, const Worst& worst) {
  return std::to_string(worst.times_bound) + " of the bound: waited " + std::to_string(worst.waited.count()) +
         " ms of " + std::to_string(worst.bound.count()) + " (" + describe(mix) + "; " +
         std::to_string(worst.newcomers) + " newcomers, " + std::to_string(worst.judged) + " jobs)";
}

TEST(FairShareSimulation, NoNewcomerWaitsLongerThanTheBound) {
  const std::uint64_t only = from_environment("AUTOGRADER_SEED", 0);
  const std::uint64_t seeds = from_environment("AUTOGRADER_SEEDS", 100);
  Mix worst_mix;
  Worst worst;
  for (std::uint64_t seed = only == 0 ? 1 : only; seed <= (only == 0 ? seeds : only); ++seed) {
    const Mix mix = any_mix(seed);
    const Worst found = in_memory(mix);
    EXPECT_LE(found.times_bound, 1) << told(mix, found);
    if (found.times_bound < worst.times_bound) continue;
    worst = found;
    worst_mix = mix;
  }
  std::cout << "worst wait: " << told(worst_mix, worst) << "\n";
}

// One user more than there are slots, all alike.
TEST(FairShareSimulation, NoPatternOfSlotsAndOneUserStopsANewcomer) {
  for (int pattern = 0; pattern < kPatterns; ++pattern) {
    for (const int slots : {1, 2, 8}) {
      Mix mix;
      mix.seed = 1;
      mix.slots = slots;
      mix.users.assign(static_cast<std::size_t>(slots + 1), static_cast<Pattern>(pattern));
      const Worst found = in_memory(mix);
      EXPECT_LE(found.times_bound, 1) << told(mix, found);
      EXPECT_GT(found.newcomers, 5);
      std::cout << told(mix, found) << "\n";
    }
  }
}

// Users with many short ones in the queue, while long judgings hold the slots and move the queue's time on.
TEST(FairShareSimulation, NoBacklogOfShortOnesStandsBeforeANewcomer) {
  Mix worst_mix;
  Worst worst;
  for (const int slots : {1, 2, 4, 8}) {
    for (const int judging_s : {11, 13, 20, 40, 200}) {
      for (const int short_users : {1, 2, 3}) {
        for (const Pattern other : {Pattern::long_cpu, Pattern::sleeper, Pattern::borderline}) {
          Mix mix;
          mix.seed = static_cast<std::uint64_t>(slots * 1000 + judging_s);
          mix.slots = slots;
          mix.users.assign(static_cast<std::size_t>(slots), other);
          mix.users.insert(mix.users.end(), static_cast<std::size_t>(short_users), Pattern::short_ones);
          mix.piece = std::chrono::milliseconds(1'500);
          mix.judging = std::chrono::seconds(judging_s);
          mix.length = std::chrono::minutes(10);
          const Worst found = in_memory(mix);
          EXPECT_LE(found.times_bound, 1) << told(mix, found);
          if (found.times_bound < worst.times_bound) continue;
          worst = found;
          worst_mix = mix;
        }
      }
    }
  }
  std::cout << "worst wait: " << told(worst_mix, worst) << "\n";
}

TEST(FairShareSimulation, SqliteDoesTheSame) {
  for (const std::uint64_t seed : {3, 4}) {
    Mix mix = any_mix(seed);
    mix.length = std::chrono::minutes(3);
    const Worst expected = in_memory(mix);
    ManualClock clock;
    const TemporaryDirectory directory;
    auto storage = open_sqlite_storage(directory.path() + "/autograder.db", clock, {});
    ASSERT_TRUE(storage);
    const Worst found = simulate(mix, **storage, clock);
    EXPECT_LE(found.times_bound, 1) << told(mix, found);
    EXPECT_EQ(told(mix, found), told(mix, expected));
  }
}

TEST(FairShareSimulation, ASeedReplays) {
  EXPECT_EQ(told(any_mix(7), in_memory(any_mix(7))), told(any_mix(7), in_memory(any_mix(7))));
}

}  // namespace
}  // namespace autograder::simulation
