// Slots that work through the real queue, in a world whose clock moves from one event to the next: who waits how long
// beside any mix of work.
//
// Knows:          users who send work of a pattern, slots, when a worker sets a judging aside.
// Does not know:  programs, boxes, threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/clock.h"
#include "storage/storage.h"

namespace autograder::simulation {

enum class Pattern {
  sleeper,     // tests that use up their wall time
  long_cpu,    // many tests of a few seconds
  borderline,  // tests that are run three times
  short_ones,  // as many as a user may have in the queue
  runs,        // one after the other
  import,      // packages with many submissions
  compiles     // sources that keep their compiler as long as it may take, and one test
};
constexpr int kPatterns = 7;

// All that happens follows from it.
struct Mix {
  std::uint64_t seed = 1;
  int slots = 2;
  std::vector<Pattern> users;
  std::chrono::milliseconds piece{21'000};      // the longest time from one test to the next
  std::chrono::milliseconds compiling{21'000};  // the longest compilation
  std::chrono::milliseconds judging{600'000};   // the longest judging
  std::chrono::milliseconds length{1'800'000};
};
Mix any_mix(std::uint64_t seed);
std::string describe(const Mix& mix);

// The longest wait of a newcomer's short submission until it was begun, and the bound of docs/queue.md for it.
struct Worst {
  double times_bound = 0;
  std::chrono::milliseconds waited{};
  std::chrono::milliseconds bound{};
  int newcomers = 0;
  int judged = 0;
};
Worst simulate(const Mix& mix, Storage& storage, ManualClock& clock);

}  // namespace autograder::simulation
