// From the way a run ended to a verdict and its reason. Pure: cgroup events, wait status and figures decide, never text
// that a program can print.
#pragma once

#include <string>
#include <vector>

#include "domain/judgement.h"
#include "sandbox/sandbox.h"

namespace autograder {

// The limits of one run, as the sandbox was told.
struct RunBounds {
  RunLimits limits;
  Bytes output;  // on stdout
  Bytes errors;  // on stderr
  std::vector<int> memory_exit_codes{};
  std::vector<int> memory_signals{};
  Bytes memory_overhead{};              // of limits.memory, the runtime's own: not what the problem allows
  bool main_returns_exit_code = false;  // an exit code is mostly what main returned
};

// Accepted: it ended well and in time, and its output is still to be judged. The message names the bound that was
// passed; there are no points yet.
Judgement verdict_of(const Outcome& outcome, const RunBounds& bounds);

// It ended by itself, but after its limit of CPU time and before the kill: measure again.
bool is_borderline(const Outcome& outcome, const RunBounds& bounds);

// "SIGSEGV", "signal 40"
std::string name_of_signal(int signal);

}  // namespace autograder
