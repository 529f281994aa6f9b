// Why a program got its verdict, as a code with arguments: a page says it in its reader's language, and the one English
// sentence is made of it. Nothing in it is free text that a program printed, so it may be told of private tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/limits.h"

namespace autograder {

enum class ReasonCode {
  none,              // accepted, or not known: a report of an earlier version
  difference,        // the output is not the expected one
  no_output,         // nothing was printed where something was expected
  output_in_file,    // the same, and the program wrote a file output.txt
  cpu_time,          // over limit_ms
  idle,              // over limit_ms on the clock
  memory,            // over limit_kb
  standard_output,   // over limit_kb
  standard_error,    // over limit_kb
  file_size,         // over limit_kb
  exception,         // uncaught: `name` and `line` where they are known
  exit_code,         // `number`
  signal,            // `name`
  forbidden_call,    // a system call that the sandbox refuses
  compiler_refused,  // the compiler did not accept the program
  not_run,           // the time of the whole submission was used up before
  compiled_file,     // the compiler made none that can be run; larger than limit_kb when that is not 0
  whole_time,        // ours: all tests passed, and together they took longer than limit_ms
  no_tests,          // ours: the problem has none
  no_problem,        // ours: the problem is gone
};

enum class ReasonHint {
  none,
  main_returns_zero,  // an exit code of a language where it is what main returned
  minus_one,          // exit code 255 is what -1 becomes
  division_by_zero,   // SIGFPE, and what compilers put in its place
  null_pointer,       // SIGSEGV at an address near 0
  stack_is_full,      // SIGSEGV at the end of the stack: mostly calls without end
};

struct Reason {
  ReasonCode code = ReasonCode::none;
  // The exception's class or the runtime's own phrase: one that the language file knows, or an identifier of the
  // submitted source. Of a signal: "SIGSEGV". Printable ASCII, at most kReasonNameMax.
  std::string name;
  std::optional<int> number;  // exit code; of private tests for admins alone
  std::int64_t limit_ms = 0;
  std::int64_t limit_kb = 0;
  int processes = 0;  // the limit of processes and threads, when it was met
  int line = 0;       // of the submitted source, from 1; 0: not known
  // difference: where in the output it begins, from 1; 0: not known. Never told of private tests.
  std::int64_t output_line = 0;
  std::int64_t output_column = 0;
  ReasonHint hint = ReasonHint::none;
  bool operator==(const Reason&) const = default;
};

constexpr std::size_t kReasonNameMax = 80;

std::string_view name_of(ReasonCode code);  // "cpuTime", as the wire says it
std::optional<ReasonCode> reason_code_from(std::string_view name);
std::string_view name_of(ReasonHint hint);  // "mainReturnsZero"
std::optional<ReasonHint> reason_hint_from(std::string_view name);

// The part of a reason that a student may know of a private test: an exit code could be a byte of its input, a place in the output tells of
// what is expected there.
Reason without_choice(Reason reason);
// One English sentence without a full stop; empty for `none`.
std::string sentence_of(const Reason& reason);
// "; main must return 0", or empty.
std::string sentence_of(ReasonHint hint);

// "5 s", "0.25 s"
std::string in_words(Duration duration);
// "256 MB", "64 KB", "10 bytes"
std::string in_words(Bytes size);
// "SIGSEGV (segmentation fault)"
std::string signal_in_words(std::string_view name);

}  // namespace autograder
