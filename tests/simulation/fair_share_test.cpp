// No newcomer waits longer than docs/queue.md says, beside any mix of work from any number of users.
//
// `simulation_test --seed 17` replays one mix and says what it was. AUTOGRADER_SEEDS=500 tries so many, and all that the other tests
// can combine; `./test --all` does. Without it a few of each are tried.
#include "simulation/fair_share.h"

#include <gtest/gtest.h>

#include <iostream>

#include "simulation/seeds.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::simulation {
namespace {

bool tries_all() {
  return seeds() >= 100;
}

Worst simulated(const Mix& mix) {
  ManualClock clock;
  WaitingStorage storage(clock);
  return simulate(mix, storage, clock);
}

std::string told(const Mix& mix, const Worst& worst) {
  return std::to_string(worst.times_bound) + " of the bound: waited " + std::to_string(worst.waited.count()) +
         " ms of " + std::to_string(worst.bound.count()) + " (" + describe(mix) + "; " +
         std::to_string(worst.newcomers) + " newcomers, " + std::to_string(worst.judged) + " jobs)";
}

TEST(FairShareSimulation, NoNewcomerWaitsLongerThanTheBound) {
  const std::uint64_t only = only_seed().value_or(0);
  Mix worst_mix;
  Worst worst;
  for (std::uint64_t seed = only == 0 ? 1 : only; seed <= (only == 0 ? seeds() : only); ++seed) {
    const Mix mix = any_mix(seed);
    const Worst found = simulated(mix);
    EXPECT_LE(found.times_bound, 1) << told(mix, found) << "\nreplay: simulation_test --seed " << seed
                                    << " --gtest_filter=FairShareSimulation.NoNewcomerWaitsLongerThanTheBound";
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
      if (!tries_all()) mix.length = std::chrono::minutes(pattern == static_cast<int>(Pattern::short_ones) ? 5 : 8);
      const Worst found = simulated(mix);
      EXPECT_LE(found.times_bound, 1) << told(mix, found);
      EXPECT_GT(found.newcomers, 5);
      std::cout << told(mix, found) << "\n";
    }
  }
}

// Users with many short ones in the queue, while long judgings hold the slots and move the queue's time on.
TEST(FairShareSimulation, NoBacklogOfShortOnesStandsBeforeANewcomer) {
  constexpr int kOneOf = 30;
  int combination = 0;
  Mix worst_mix;
  Worst worst;
  for (const int slots : {1, 2, 4, 8}) {
    for (const int judging_s : {11, 13, 20, 40, 200}) {
      for (const int short_users : {1, 2, 3}) {
        for (const Pattern other : {Pattern::long_cpu, Pattern::sleeper, Pattern::borderline}) {
          if (++combination % kOneOf != 0 && !tries_all()) continue;
          Mix mix;
          mix.seed = static_cast<std::uint64_t>(slots * 1000 + judging_s);
          mix.slots = slots;
          mix.users.assign(static_cast<std::size_t>(slots), other);
          mix.users.insert(mix.users.end(), static_cast<std::size_t>(short_users), Pattern::short_ones);
          mix.piece = mix.compiling = std::chrono::milliseconds(1'500);
          mix.judging = std::chrono::seconds(judging_s);
          mix.length = std::chrono::minutes(tries_all() ? 10 : 5);
          const Worst found = simulated(mix);
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

TEST(FairShareSimulation, ASeedReplays) {
  EXPECT_EQ(told(any_mix(7), simulated(any_mix(7))), told(any_mix(7), simulated(any_mix(7))));
}

}  // namespace
}  // namespace autograder::simulation
