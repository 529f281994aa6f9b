// From the way a run ended to a verdict and the words for it. Pure: cgroup events, wait status and figures decide,
// never text that a program can print.
#pragma once

#include <string>
#include <vector>

#include "domain/report.h"
#include "sandbox/sandbox.h"

namespace autograder {

// What one run was allowed, as the sandbox was told.
struct RunBounds {
  RunLimits limits;
  Bytes output;  // on stdout
  Bytes errors;  // on stderr
  std::vector<int> memory_exit_codes{};
  std::vector<int> memory_signals{};
  Bytes memory_overhead{};  // of limits.memory, the runtime's own: not what the problem allows
};

struct RunVerdict {
  Verdict verdict = Verdict::internal_error;  // accepted: ended well and in time; its output is still to be checked
  std::string message;                        // names the bound; empty when accepted
};

RunVerdict verdict_of(const Outcome& outcome, const RunBounds& bounds);

// It ended by itself, but after its limit of CPU time and before the kill: measure again.
bool is_borderline(const Outcome& outcome, const RunBounds& bounds);

// "5 s", "0.25 s"
std::string in_words(Duration duration);
// "256 MB", "64 KB", "10 bytes"
std::string in_words(Bytes size);
// "SIGSEGV (segmentation fault)"
std::string signal_in_words(int signal);

}  // namespace autograder
