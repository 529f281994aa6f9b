// Whatever breaks, each accepted submission ends in exactly one report a judging.
//
// `simulation_test --seed 17` (or AUTOGRADER_SEED=17) replays one seed and prints its steps. AUTOGRADER_SEEDS=300 tries
// thirty thousand, as `./test --all` does.
#include "simulation/recovery.h"

#include <gtest/gtest.h>

#include <iostream>

#include "simulation/seeds.h"

namespace autograder::simulation {
namespace {

constexpr std::uint64_t kOfEachSeed = 100;  // worlds here are small

TEST(RecoverySimulation, EachSubmissionEndsInOneReportWhateverBreaks) {
  const auto only = only_seed();
  const auto first = only.value_or(1);
  const auto last = only.value_or(seeds() * kOfEachSeed);
  Happened happened;
  int failed = 0;
  for (auto seed = first; seed <= last && failed < 3; ++seed) {
    const auto found = simulate_recovery(seed, only.has_value());
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

TEST(RecoverySimulation, ASeedReplays) {
  for (const std::uint64_t seed : {3U, 4U}) {
    EXPECT_EQ(describe(simulate_recovery(seed, false).happened), describe(simulate_recovery(seed, false).happened));
  }
}

}  // namespace
}  // namespace autograder::simulation
