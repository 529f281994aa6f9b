#include "domain/reason.h"

#include <array>

namespace autograder {
namespace {

template <class Code>
struct Named {
  Code code;
  std::string_view name;
};

constexpr std::array kCodes{
    Named{ReasonCode::none, ""},
    Named{ReasonCode::difference, "difference"},
    Named{ReasonCode::no_output, "noOutput"},
    Named{ReasonCode::output_in_file, "outputInFile"},
    Named{ReasonCode::cpu_time, "cpuTime"},
    Named{ReasonCode::idle, "idle"},
    Named{ReasonCode::memory, "memory"},
    Named{ReasonCode::standard_output, "standardOutput"},
    Named{ReasonCode::standard_error, "standardError"},
    Named{ReasonCode::file_size, "fileSize"},
    Named{ReasonCode::exception, "exception"},
    Named{ReasonCode::exit_code, "exitCode"},
    Named{ReasonCode::signal, "signal"},
    Named{ReasonCode::forbidden_call, "forbiddenCall"},
    Named{ReasonCode::compiler_refused, "compilerRefused"},
    Named{ReasonCode::not_run, "notRun"},
    Named{ReasonCode::compiled_file, "compiledFile"},
    Named{ReasonCode::whole_time, "wholeTime"},
    Named{ReasonCode::no_tests, "noTests"},
    Named{ReasonCode::no_problem, "noProblem"},
};

constexpr std::array kHints{
    Named{ReasonHint::none, ""},
    Named{ReasonHint::main_returns_zero, "mainReturnsZero"},
    Named{ReasonHint::minus_one, "minusOne"},
    Named{ReasonHint::division_by_zero, "divisionByZero"},
    Named{ReasonHint::null_pointer, "nullPointer"},
    Named{ReasonHint::stack_is_full, "stackIsFull"},
};

template <class Table, class Code>
std::string_view name_in(const Table& table, Code code) {
  for (const auto& row : table) {
    if (row.code == code) return row.name;
  }
  return "";
}

template <class Code, std::size_t N>
std::optional<Code> code_in(const std::array<Named<Code>, N>& table, std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

struct SignalWords {
  std::string_view name;
  std::string_view words;
};
constexpr std::array kSignals{
    SignalWords{"SIGSEGV", "segmentation fault: reading or writing memory that is not yours"},
    SignalWords{"SIGABRT", "aborted"},
    SignalWords{"SIGFPE", "arithmetic error"},
    SignalWords{"SIGBUS", "bus error: memory that is not there"},
    SignalWords{"SIGILL", "illegal instruction: code that must never be reached"},
    SignalWords{"SIGTRAP", "trap"},
    SignalWords{"SIGKILL", "killed"},
    SignalWords{"SIGTERM", "terminated"},
    SignalWords{"SIGPIPE", "broken pipe"},
    SignalWords{"SIGINT", "interrupted"},
    SignalWords{"SIGALRM", "alarm clock"},
    SignalWords{"SIGQUIT", "quit"},
    SignalWords{"SIGHUP", "hangup"},
    SignalWords{"SIGXCPU", "CPU time limit exceeded"},
    SignalWords{"SIGXFSZ", "file size limit exceeded"},
};

std::string limit_in_words(const Reason& reason) {
  return in_words(kib(reason.limit_kb));
}

std::string words_of(const Reason& reason) {
  switch (reason.code) {
    case ReasonCode::none:
      return {};
    case ReasonCode::difference:
      return "the output differs from the expected output";
    case ReasonCode::no_output:
      return "the program printed nothing";
    case ReasonCode::output_in_file:
      return "the program printed nothing, but it wrote the file output.txt; the answer belongs on standard output";
    case ReasonCode::cpu_time:
      return "CPU time over the limit of " + in_words(std::chrono::milliseconds(reason.limit_ms));
    case ReasonCode::idle:
      return "idle too long: still there after " + in_words(std::chrono::milliseconds(reason.limit_ms)) +
             " on the clock";
    case ReasonCode::memory:
      return "memory over the limit of " + limit_in_words(reason);
    case ReasonCode::standard_output:
      return "standard output over the limit of " + limit_in_words(reason);
    case ReasonCode::standard_error:
      return "standard error over the limit of " + limit_in_words(reason);
    case ReasonCode::file_size:
      return "killed by SIGXFSZ: a file over the limit of " + limit_in_words(reason);
    case ReasonCode::exception:
      return reason.name.empty() ? "an uncaught error ended the program" : reason.name;
    case ReasonCode::exit_code:
      return reason.number ? "exit code " + std::to_string(*reason.number) : "the exit code was not 0";
    case ReasonCode::signal:
      return "killed by " + signal_in_words(reason.name);
    case ReasonCode::forbidden_call:
      return "forbidden system call (killed by SIGSYS)";
    case ReasonCode::compiler_refused:
      return "the compiler did not accept the program";
    case ReasonCode::not_run:
      return "not run: the time of the whole submission was used up";
    case ReasonCode::compiled_file:
      return reason.limit_kb > 0 ? "the compiled program is larger than " + limit_in_words(reason)
                                 : "the compiler made no file that can be run";
    case ReasonCode::whole_time:
      return "compiling and all tests together took longer than " +
             in_words(std::chrono::milliseconds(reason.limit_ms));
    case ReasonCode::no_tests:
      return "the problem has no tests";
    case ReasonCode::no_problem:
      return "the problem of this submission is gone";
  }
  return {};
}

}  // namespace

std::string_view name_of(ReasonCode code) {
  return name_in(kCodes, code);
}

std::optional<ReasonCode> reason_code_from(std::string_view name) {
  return code_in(kCodes, name);
}

std::string_view name_of(ReasonHint hint) {
  return name_in(kHints, hint);
}

std::optional<ReasonHint> reason_hint_from(std::string_view name) {
  return code_in(kHints, name);
}

Reason without_choice(Reason reason) {
  reason.number.reset();
  reason.output_line = 0;
  reason.output_column = 0;
  if (reason.hint == ReasonHint::minus_one) reason.hint = ReasonHint::none;
  return reason;
}

std::string sentence_of(const Reason& reason) {
  auto words = words_of(reason) + sentence_of(reason.hint);
  if (reason.processes > 0) {
    words += "; it met the limit of " + std::to_string(reason.processes) + " processes and threads";
  }
  return reason.line > 0 ? "line " + std::to_string(reason.line) + ": " + words : words;
}

std::string sentence_of(ReasonHint hint) {
  switch (hint) {
    case ReasonHint::none:
      return {};
    case ReasonHint::main_returns_zero:
      return "; main must return 0";
    case ReasonHint::minus_one:
      return " (-1)";
    case ReasonHint::division_by_zero:
      return "; division by zero?";
    case ReasonHint::null_pointer:
      return "; a null pointer?";
    case ReasonHint::stack_is_full:
      return "; calls without end, or too large variables?";
  }
  return {};
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

std::string signal_in_words(std::string_view name) {
  for (const auto& signal : kSignals) {
    if (signal.name == name) return std::string(name) + " (" + std::string(signal.words) + ")";
  }
  return std::string(name);
}

}  // namespace autograder
