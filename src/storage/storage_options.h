// Options of every backend.
#pragma once

#include <chrono>
#include <cstddef>

#include "domain/limits.h"

namespace autograder {

struct StorageOptions {
  // So many jobs may wait; submit answers `exhausted` beyond.
  int queue_max = 10'000;
  // The caller holds the lock of the data directory, so the owners of leases here are dead: their time is over, and
  // JobQueue::expire() books them.
  bool end_leases_at_open = false;

  // Sources, inputs of runs, reports and results that one user may have stored in a day of UTC; submit answers
  // `over_budget` beyond. 0: no bound.
  Bytes stored_a_day_max{};
  // Reports that one user may have; beyond, the oldest give up their excerpts. 0: no bound.
  Bytes reports_a_user_max{};

  // The rest is SQLite's alone.

  // Below so much free space on the file's disk submit answers `exhausted`; 0: never. Asked once a second.
  Bytes free_min = mib(256);

  // Reads at the same time, each on its own connection.
  int read_connections = 4;
  // Submissions waiting for the writer; beyond, submit answers `unavailable`.
  std::size_t write_queue_max = 8'192;
  // Writes in one transaction: more is faster, fewer answers sooner.
  std::size_t write_group_max = 128;
  // How long a statement waits for another process that holds the database.
  std::chrono::milliseconds busy_timeout{5'000};
};

}  // namespace autograder
