// A run with custom input, and its result: compiled and run once, compared with nothing.
#pragma once

#include <cstdint>
#include <string>

#include "domain/report.h"

namespace autograder {

// Texts are UTF-8: what was not is replaced by U+FFFD and `lossy` says so.
struct RunResult {
  Verdict verdict = Verdict::internal_error;  // AC: it ended by itself with exit code 0; nothing is compared
  std::string output;                         // at most kOutputMax; or the compiler's words
  bool lossy = false;
  bool truncated = false;
  std::string message;  // "exit code 1", "killed by SIGSEGV"
  std::int64_t cpu_time_ms = 0;
  std::int64_t wall_time_ms = 0;
  std::int64_t memory_kb = 0;
  Reason reason{};
  std::string errors{};  // as of a test
  std::vector<TraceLine> trace{};
  bool operator==(const RunResult&) const = default;
};

}  // namespace autograder
