// Limits of one run. The only page of domain that the sandbox reads.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>

#include "foundation/clock.h"

namespace autograder {

// A size in memory or on disk.
struct Bytes {
  std::int64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }
};
constexpr Bytes kib(std::int64_t n) {
  return {n * 1024};
}
constexpr Bytes mib(std::int64_t n) {
  return {n * 1024 * 1024};
}

// How long a program may take on the clock: it may sleep for as long as it may compute, and a second more.
constexpr Duration wall_time_for(Duration cpu_time) {
  return 2 * cpu_time + std::chrono::seconds(1);
}
// The least limit of CPU time whose wall time is not shorter.
constexpr Duration cpu_time_for(Duration wall_time) {
  return std::max(Duration{}, (wall_time - std::chrono::seconds(1)) / 2);
}

struct RunLimits {
  Duration cpu_time = std::chrono::seconds(5);    // of the whole group; a run is killed at 1.15 x this + 50 ms
  Duration wall_time = std::chrono::seconds(11);  // on the host's clock
  Bytes memory = mib(256);                        // of the whole group, page cache and tmpfs included
  int processes = 64;                             // and threads
  int open_files = 128;
  Bytes file_size = mib(64);  // one file
  Bytes disk = mib(256);      // the working directory, and again /tmp
};

}  // namespace autograder
