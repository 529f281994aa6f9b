#include "judge/runner.h"

#include <algorithm>
#include <cmath>

#include "judge/execute.h"
#include "judge/placeholders.h"
#include "judge/run_words.h"

namespace autograder {
namespace {

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
  bounds.limits.wall_time = wall_time_for(bounds.limits.cpu_time);
  bounds.limits.memory = Bytes{times(limits.memory.count, language.memory_factor)} + language.memory_overhead;
  bounds.limits.processes = language.processes;
  bounds.limits.open_files = language.open_files;
  bounds.output = limits.output;
  bounds.errors = kErrorsKept + kErrorsLeftOut;
  bounds.memory_exit_codes = language.memory_exit_codes;
  bounds.memory_signals = language.memory_signals;
  bounds.memory_overhead = language.memory_overhead;
  bounds.main_returns_exit_code = language.main_returns_exit_code;
  return bounds;
}

bool Runner::deserves_another(const Run& run) const {
  return was_starved(run.outcome) || (run.disturbed && is_borderline(run.outcome, bounds_));
}

Result<Outcome> Runner::run(const UniqueFd& input, Visibility visibility, std::stop_token stop, Duration& spent) {
  AG_ASSIGN(auto first, run_once(input, visibility, false, stop));
  spent += first.outcome.wall_time;
  bool again = deserves_another(first);
  Outcome best = std::move(first.outcome);
  while (again && runs_again_.take()) {
    AG_ASSIGN(auto next, run_once(input, visibility, true, stop));
    spent += next.outcome.wall_time;
    again = deserves_another(next);
    const bool lower = next.outcome.cpu_time < best.cpu_time && !was_starved(next.outcome);
    if (was_starved(best) || lower) best = std::move(next.outcome);
  }
  if (never_had_its_time(best, bounds_.limits)) return host_is_too_busy(best);
  // Memory that the runtime itself needs is not the program's, and a run that met no limit passed none.
  const Bytes limit{bounds_.limits.memory.count - bounds_.memory_overhead.count};
  const bool met_limit = std::holds_alternative<MemoryLimit>(best.ending) && bounds_.memory_overhead.count == 0;
  if (!met_limit) best.memory_peak = std::min(best.memory_peak, limit);
  return best;
}

Result<Runner::Run> Runner::run_once(const UniqueFd& input, Visibility visibility, bool alone, std::stop_token stop) {
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
  for (const auto& [name, text] : language.run_files) command.files.push_back({name, text});
  command.files.push_back({"input.txt", input.get()});
  command.mounts = language_.mounts;
  command.collect.push_back({std::string(kOutputFile), Bytes{0}});  // only whether it is there is asked
  command.limits = bounds_.limits;
  command.stdin_from = FdStream{input.get()};
  command.stdout_to = Capture{bounds_.output};
  command.stderr_to = Capture{kErrorsKept, kErrorsLeftOut};
  command.alone = alone;
  command.secret = visibility == Visibility::hidden;
  const Stay stay(room_);
  Run run;
  AG_ASSIGN(run.outcome, execute(box_, command, stop));
  constexpr int kShareOfWall = 20;
  run.disturbed = stay.had_company() || run.outcome.core_wait * kShareOfWall > run.outcome.wall_time;
  return run;
}

Result<std::vector<CrashPlace>> Runner::places_of(const CrashMark& mark, Visibility visibility, std::stop_token stop) {
  const auto& language = language_.language;
  if (language.crash.locate.empty() || !program_.compiled || mark.addresses.empty()) return std::vector<CrashPlace>{};
  Command command;
  command.argv = language.crash.locate;
  command.argv.insert(command.argv.end(), mark.addresses.begin(), mark.addresses.end());
  command.environment = language.compile_environment;
  command.files.push_back({language.compiled_file, program_.compiled->get()});
  command.mounts = language_.mounts;
  command.limits.cpu_time = std::chrono::seconds(2);
  command.limits.wall_time = std::chrono::seconds(5);
  command.limits.processes = 4;
  command.stdout_to = Capture{kib(64)};
  command.secret = visibility == Visibility::hidden;
  const Stay stay(room_);
  AG_ASSIGN(const auto outcome, execute(box_, command, stop));
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  if (!exited || exited->code != 0) return std::vector<CrashPlace>{};
  return read_places(outcome.stdout_text, language.source_file, program_.code);
}

}  // namespace autograder
