#include "simulation/happened.h"

#include <utility>

namespace autograder::simulation {

Happened& Happened::operator+=(const Happened& other) {
  accepted += other.accepted;
  reports += other.reports;
  crashes += other.crashes;
  restarts += other.restarts;
  stalls += other.stalls;
  lost_bells += other.lost_bells;
  broken_calls += other.broken_calls;
  run_out += other.run_out;
  deaths += other.deaths;
  cancelled += other.cancelled;
  rejudged += other.rejudged;
  return *this;
}

std::string describe(const Happened& happened) {
  const std::pair<const char*, int> parts[] = {
      {" submissions", happened.accepted},
      {" reports", happened.reports},
      {" crashes", happened.crashes},
      {" restarts", happened.restarts},
      {" stalls", happened.stalls},
      {" lost bells", happened.lost_bells},
      {" broken calls", happened.broken_calls},
      {" leases run out", happened.run_out},
      {" deaths", happened.deaths},
      {" cancelled", happened.cancelled},
      {" rejudged", happened.rejudged},
  };
  std::string words;
  for (const auto& [name, count] : parts) words += (words.empty() ? "" : ", ") + std::to_string(count) + name;
  return words;
}

}  // namespace autograder::simulation
