// Workers over a real queue, in a world that breaks: stalls, crashes, lost bells, restarts of the server and calls to the
// storage that fail. Whatever comes, each accepted submission ends in exactly one report a judging.
//
// Knows:          the real worker, pipeline and storage; a clock that moves by hand, a sandbox that runs nothing.
// Does not know:  own threads, real time: all that happens follows from the seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "simulation/happened.h"

namespace autograder::simulation {

struct Recovery {
  std::vector<std::string> broken;  // invariants, in words; empty when all hold
  Happened happened;
  std::size_t steps = 0;  // a hash of all steps and their times
};
// `tell`: each step is printed as it happens.
Recovery simulate_recovery(std::uint64_t seed, bool tell);

}  // namespace autograder::simulation
