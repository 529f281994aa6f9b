#include "judge/verdict.h"

#include <signal.h>
#include <string.h>

#include <algorithm>
#include <cctype>

namespace autograder {
namespace {

RunVerdict over_cpu_time(const RunBounds& bounds) {
  return {Verdict::time_limit, "CPU time over the limit of " + in_words(bounds.limits.cpu_time)};
}

RunVerdict over_memory(const RunBounds& bounds) {
  return {Verdict::memory_limit,
          "memory over the limit of " + in_words(Bytes{bounds.limits.memory.count - bounds.memory_overhead.count})};
}

RunVerdict runtime_error(std::string message, const Outcome& outcome, const RunBounds& bounds) {
  if (outcome.process_limit_hit) {
    message += "; it met the limit of " + std::to_string(bounds.limits.processes) + " processes and threads";
  }
  return {Verdict::runtime_error, std::move(message)};
}

bool among(int number, const std::vector<int>& numbers) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// One overload an ending: a new ending does not compile until it has its verdict.
struct Judge {
  const Outcome& outcome;
  const RunBounds& bounds;

  RunVerdict operator()(const Exited& exited) const {
    if (exited.code != 0 && among(exited.code, bounds.memory_exit_codes)) return over_memory(bounds);
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_cpu_time(bounds);
    if (exited.code != 0) return runtime_error("exit code " + std::to_string(exited.code), outcome, bounds);
    return {Verdict::accepted, {}};
  }
  RunVerdict operator()(const Signalled& signalled) const {
    if (among(signalled.signal, bounds.memory_signals)) return over_memory(bounds);
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_cpu_time(bounds);
    switch (signalled.signal) {
      case SIGSYS:
        return runtime_error("forbidden system call (killed by SIGSYS)", outcome, bounds);
      case SIGXFSZ:
        return runtime_error("killed by SIGXFSZ: a file over the limit of " + in_words(bounds.limits.file_size),
                             outcome, bounds);
      default:
        return runtime_error("killed by " + signal_in_words(signalled.signal), outcome, bounds);
    }
  }
  RunVerdict operator()(const CpuLimit&) const { return over_cpu_time(bounds); }
  RunVerdict operator()(const WallLimit&) const {
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_cpu_time(bounds);  // it was not idle
    return {Verdict::time_limit, "idle too long: still there after " + in_words(bounds.limits.wall_time) +
                                     " on the clock (the limit of CPU time is " + in_words(bounds.limits.cpu_time) +
                                     ")"};
  }
  RunVerdict operator()(const MemoryLimit&) const { return over_memory(bounds); }
  RunVerdict operator()(const OutputLimit& ending) const {
    const std::string stream = ending.of_stderr ? "standard error" : "standard output";
    return {Verdict::output_limit,
            stream + " over the limit of " + in_words(ending.of_stderr ? bounds.errors : bounds.output)};
  }
  // Nobody but ourselves kills, and whoever did asks for no verdict.
  RunVerdict operator()(const Killed&) const { return {Verdict::internal_error, "the run was stopped"}; }
};

}  // namespace

RunVerdict verdict_of(const Outcome& outcome, const RunBounds& bounds) {
  return std::visit(Judge{outcome, bounds}, outcome.ending);
}

bool is_borderline(const Outcome& outcome, const RunBounds& bounds) {
  const bool by_itself =
      std::holds_alternative<Exited>(outcome.ending) || std::holds_alternative<Signalled>(outcome.ending);
  return by_itself && outcome.cpu_time > bounds.limits.cpu_time;
}

std::string in_words(Duration duration) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  std::string text = std::to_string(ms / 1000);
  if (ms % 1000 != 0) {
    auto fraction = std::to_string(1000 + ms % 1000).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    text += "." + fraction;
  }
  return text + " s";
}

std::string in_words(Bytes size) {
  if (size.count >= mib(1).count && size.count % mib(1).count == 0)
    return std::to_string(size.count / mib(1).count) + " MB";
  if (size.count >= kib(1).count && size.count % kib(1).count == 0)
    return std::to_string(size.count / kib(1).count) + " KB";
  return std::to_string(size.count) + " bytes";
}

std::string signal_in_words(int signal) {
  const char* name = ::sigabbrev_np(signal);
  const char* description = ::sigdescr_np(signal);
  if (!name || !description) return "signal " + std::to_string(signal);
  std::string words = description;
  words[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(words[0])));
  return std::string("SIG") + name + " (" + words + ")";
}

}  // namespace autograder
