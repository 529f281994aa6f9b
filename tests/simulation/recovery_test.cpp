// Whatever breaks, each accepted submission ends in exactly one report a judging.
//
// `simulation_test --seed 17` (or AUTOGRADER_SEED=17) replays one seed and prints its steps. 200 seeds are tried by
// default; AUTOGRADER_SEEDS=300 tries 6,000, as `./test --all` does.
#include "simulation/recovery.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <iterator>

#include "simulation/seeds.h"

namespace autograder::simulation {
namespace {

constexpr std::uint64_t kOfEachSeed = 20;  // worlds here are small

std::ptrdiff_t descriptors_open() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(RecoverySimulation, EachSubmissionEndsInOneReportWhateverBreaks) {
  const auto only = only_seed();
  const auto first = only.value_or(1);
  const auto last = only.value_or(seeds() * kOfEachSeed);
  Happened happened;
  int failed = 0;
  const auto descriptors = descriptors_open();
  for (auto seed = first; seed <= last && failed < 3; ++seed) {
    auto found = simulate_recovery(seed, only.has_value());
    if (const auto open = descriptors_open(); open != descriptors) {
      found.broken.push_back(std::to_string(open - descriptors) + " descriptors remain");
    }
    happened += found.happened;
    failed += found.broken.empty() ? 0 : 1;
    for (const auto& what : found.broken) {
      ADD_FAILURE() << what << "\nreplay: simulation_test --seed " << seed
                    << " --gtest_filter=RecoverySimulation.EachSubmissionEndsInOneReportWhateverBreaks";
    }
  }
  std::cout << last - first + 1 << " seeds: " << describe(happened) << "\n";
  if (only || failed > 0) return;
  for (const int count :
       {happened.crashes, happened.restarts, happened.stalls, happened.lost_bells, happened.broken_calls,
        happened.run_out, happened.deaths, happened.cancelled, happened.rejudged}) {
    EXPECT_GT(count, 0) << "something never happened";
  }
}

TEST(RecoverySimulation, ASeedReplaysStepByStep) {
  for (const std::uint64_t seed : {3U, 4U, 5U}) {
    EXPECT_EQ(simulate_recovery(seed, false).steps, simulate_recovery(seed, false).steps);
  }
  EXPECT_NE(simulate_recovery(3, false).steps, simulate_recovery(4, false).steps);
}

}  // namespace
}  // namespace autograder::simulation
