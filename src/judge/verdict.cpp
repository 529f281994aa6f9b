#include "judge/verdict.h"

#include <signal.h>
#include <string.h>

#include <algorithm>

namespace autograder {
namespace {

constexpr int kExitOfMinusOne = 255;
constexpr int kExitOfNoProgram = 126;  // the kernel did not take it: no main ran

std::int64_t in_ms(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

Judgement because(Verdict verdict, Reason reason) {
  auto message = sentence_of(reason);
  return {verdict, std::move(reason), std::move(message)};
}

Judgement over_time(ReasonCode code, Duration limit) {
  Reason reason;
  reason.code = code;
  reason.limit_ms = in_ms(limit);
  return because(Verdict::time_limit, std::move(reason));
}

Judgement over_size(Verdict verdict, ReasonCode code, Bytes limit) {
  Reason reason;
  reason.code = code;
  reason.limit_kb = limit.count / 1024;
  return because(verdict, std::move(reason));
}

Judgement over_memory(const RunBounds& bounds) {
  return over_size(Verdict::memory_limit, ReasonCode::memory,
                   Bytes{bounds.limits.memory.count - bounds.memory_overhead.count});
}

Judgement runtime_error(Reason reason, const Outcome& outcome, const RunBounds& bounds) {
  if (outcome.process_limit_hit) reason.processes = bounds.limits.processes;
  return because(Verdict::runtime_error, std::move(reason));
}

bool among(int number, const std::vector<int>& numbers) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// One overload an ending: a new ending does not compile until it has its verdict.
struct Judge {
  const Outcome& outcome;
  const RunBounds& bounds;

  Judgement operator()(const Exited& exited) const {
    if (exited.code != 0 && among(exited.code, bounds.memory_exit_codes)) return over_memory(bounds);
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_time(ReasonCode::cpu_time, bounds.limits.cpu_time);
    if (exited.code == 0) return {Verdict::accepted, {}, {}};
    Reason reason;
    reason.code = ReasonCode::exit_code;
    reason.number = exited.code;
    if (exited.code == kExitOfMinusOne) {
      reason.hint = ReasonHint::minus_one;
    } else if (bounds.main_returns_exit_code && exited.code != kExitOfNoProgram) {
      reason.hint = ReasonHint::main_returns_zero;
    }
    return runtime_error(std::move(reason), outcome, bounds);
  }
  Judgement operator()(const Signalled& signalled) const {
    if (among(signalled.signal, bounds.memory_signals)) return over_memory(bounds);
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_time(ReasonCode::cpu_time, bounds.limits.cpu_time);
    if (signalled.signal == SIGXFSZ) {
      return over_size(Verdict::runtime_error, ReasonCode::file_size, bounds.limits.file_size);
    }
    Reason reason;
    reason.code = signalled.signal == SIGSYS ? ReasonCode::forbidden_call : ReasonCode::signal;
    reason.name = name_of_signal(signalled.signal);
    // Compilers put an instruction that traps where they proved that a divisor is zero.
    const bool traps = signalled.signal == SIGILL || signalled.signal == SIGTRAP;
    if (signalled.signal == SIGFPE || traps) reason.hint = ReasonHint::division_by_zero;
    return runtime_error(std::move(reason), outcome, bounds);
  }
  Judgement operator()(const CpuLimit&) const { return over_time(ReasonCode::cpu_time, bounds.limits.cpu_time); }
  Judgement operator()(const WallLimit&) const {
    // It was not idle.
    if (outcome.cpu_time > bounds.limits.cpu_time) return over_time(ReasonCode::cpu_time, bounds.limits.cpu_time);
    auto verdict = over_time(ReasonCode::idle, bounds.limits.wall_time);
    verdict.message += " (the limit of CPU time is " + in_words(bounds.limits.cpu_time) + ")";
    return verdict;
  }
  Judgement operator()(const MemoryLimit&) const { return over_memory(bounds); }
  Judgement operator()(const OutputLimit& ending) const {
    if (ending.of_stderr) return over_size(Verdict::output_limit, ReasonCode::standard_error, bounds.errors);
    return over_size(Verdict::output_limit, ReasonCode::standard_output, bounds.output);
  }
  // Only the judge itself kills a box, and it asks for no verdict then.
  Judgement operator()(const Killed&) const { return {Verdict::internal_error, {}, "the run was stopped"}; }
};

}  // namespace

Judgement verdict_of(const Outcome& outcome, const RunBounds& bounds) {
  return std::visit(Judge{outcome, bounds}, outcome.ending);
}

bool is_borderline(const Outcome& outcome, const RunBounds& bounds) {
  const bool by_itself =
      std::holds_alternative<Exited>(outcome.ending) || std::holds_alternative<Signalled>(outcome.ending);
  return by_itself && outcome.cpu_time > bounds.limits.cpu_time;
}

std::string name_of_signal(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

}  // namespace autograder
