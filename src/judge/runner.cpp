#include "judge/runner.h"

#include <algorithm>
#include <cmath>

#include "judge/execute.h"
#include "judge/placeholders.h"

namespace autograder {
namespace {

constexpr int kRunsAgainMax = 2;
constexpr auto kWallBeyondCpu = std::chrono::seconds(1);
// A program may trace what it does: only the ends of its stderr are kept, and no verdict comes of it but for a flood.
constexpr Bytes kErrorsKept = kib(64);
constexpr Bytes kErrorsLeftOut = Bytes{mib(256).count - kErrorsKept.count};

template <class Count>
Count times(Count count, double factor) {
  return factor == 1 ? count : static_cast<Count>(std::llround(static_cast<double>(count) * factor));
}

}  // namespace

RunBounds run_bounds(const ProblemLimits& limits, const Language& language) {
  RunBounds bounds;
  bounds.limits.cpu_time = Duration(times(limits.time.count(), language.time_factor));
  bounds.limits.wall_time = 2 * bounds.limits.cpu_time + kWallBeyondCpu;
  bounds.limits.memory = Bytes{times(limits.memory.count, language.memory_factor)} + language.memory_overhead;
  bounds.limits.processes = language.processes;
  bounds.output = limits.output;
  bounds.errors = kErrorsKept + kErrorsLeftOut;
  bounds.memory_exit_codes = language.memory_exit_codes;
  bounds.memory_signals = language.memory_signals;
  bounds.memory_overhead = language.memory_overhead;
  return bounds;
}

Result<Outcome> Runner::run(const UniqueFd& input, std::stop_token stop, Duration& spent) {
  AG_ASSIGN(auto best, run_once(input, false, stop));
  spent += best.wall_time;
  for (int again = 0; again < kRunsAgainMax && is_borderline(best, bounds_); ++again) {
    AG_ASSIGN(auto outcome, run_once(input, true, stop));
    spent += outcome.wall_time;
    if (outcome.cpu_time < best.cpu_time) best = std::move(outcome);
  }
  return best;
}

Result<Outcome> Runner::run_once(const UniqueFd& input, bool alone, std::stop_token stop) {
  const auto& language = language_.language;
  Command command;
  const Bytes memory{bounds_.limits.memory.count - language.memory_overhead.count};
  command.argv = with_memory(language_.run_argv, memory);
  command.environment = with_memory(language.run_environment, memory);
  if (program_.compiled) {
    command.files.push_back({language.compiled_file, program_.compiled->get(), true});
  } else {
    command.files.push_back({language.source_file, std::string(program_.code)});
  }
  command.files.push_back({"input.txt", input.get()});
  command.mounts = language_.mounts;
  command.limits = bounds_.limits;
  command.stdin_from = FdStream{input.get()};
  command.stdout_to = Capture{bounds_.output};
  command.stderr_to = Capture{kErrorsKept, kErrorsLeftOut};
  Stay stay(room_, alone);
  AG_ASSIGN(auto outcome, execute(box_, command, stop));
  // What the runtime needs for itself is not the program's, and is no more than what is allowed on top.
  if (language.memory_overhead > Bytes{0}) outcome.memory_peak = std::min(outcome.memory_peak, memory);
  return outcome;
}

}  // namespace autograder
