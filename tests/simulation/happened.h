// Counts what broke in a world and what came of it.
#pragma once

#include <string>

namespace autograder::simulation {

// So that a test can say that nothing was left out.
struct Happened {
  int accepted = 0;  // submissions
  int reports = 0;
  int crashes = 0;
  int restarts = 0;
  int stalls = 0;
  int lost_bells = 0;
  int broken_calls = 0;  // periods in which calls to the storage failed
  int run_out = 0;       // leases that another worker got, because their time was over
  int deaths = 0;        // judgings that ended as IE
  int cancelled = 0;
  int rejudged = 0;

  Happened& operator+=(const Happened& other);
};
std::string describe(const Happened& happened);

}  // namespace autograder::simulation
