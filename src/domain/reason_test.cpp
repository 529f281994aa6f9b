#include "domain/reason.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using namespace std::chrono_literals;

Reason made(ReasonCode code, std::string name = {}, int line = 0) {
  Reason reason;
  reason.code = code;
  reason.name = std::move(name);
  reason.line = line;
  return reason;
}

Reason over(ReasonCode code, std::int64_t limit_ms, std::int64_t limit_kb) {
  auto reason = made(code);
  reason.limit_ms = limit_ms;
  reason.limit_kb = limit_kb;
  return reason;
}

Reason exit_of(int number, ReasonHint hint) {
  auto reason = made(ReasonCode::exit_code);
  reason.number = number;
  reason.hint = hint;
  return reason;
}

TEST(Reason, IsOneSentence) {
  EXPECT_EQ(sentence_of(Reason{}), "");
  EXPECT_EQ(sentence_of(over(ReasonCode::cpu_time, 500, 0)), "CPU time over the limit of 0.5 s");
  EXPECT_EQ(sentence_of(over(ReasonCode::memory, 0, 256 * 1024)), "memory over the limit of 256 MB");
  EXPECT_EQ(sentence_of(over(ReasonCode::standard_error, 0, 64)), "standard error over the limit of 64 KB");
  EXPECT_EQ(sentence_of(made(ReasonCode::exception, "ValueError", 7)), "line 7: ValueError");
  EXPECT_EQ(sentence_of(made(ReasonCode::exception)), "an uncaught error ended the program");
  EXPECT_EQ(sentence_of(exit_of(2, ReasonHint::main_returns_zero)), "exit code 2; main must return 0");
  EXPECT_EQ(sentence_of(exit_of(255, ReasonHint::minus_one)), "exit code 255 (-1)");
  EXPECT_EQ(sentence_of(made(ReasonCode::exit_code)), "the exit code was not 0");
  auto signal = made(ReasonCode::signal, "SIGFPE");
  signal.hint = ReasonHint::division_by_zero;
  EXPECT_EQ(sentence_of(signal), "killed by SIGFPE (arithmetic error); division by zero?");
  signal = made(ReasonCode::signal, "SIGSEGV");
  signal.processes = 64;
  EXPECT_EQ(sentence_of(signal),
            "killed by SIGSEGV (segmentation fault: reading or writing memory that is not yours); it met the limit of "
            "64 processes and threads");
  EXPECT_EQ(sentence_of(made(ReasonCode::compiler_refused)), "the compiler did not accept the program");
}

TEST(Reason, EveryCodeHasANameAndASentence) {
  for (int i = 0; i <= static_cast<int>(ReasonCode::no_problem); ++i) {
    const auto code = static_cast<ReasonCode>(i);
    EXPECT_EQ(reason_code_from(name_of(code)), code);
    EXPECT_EQ(sentence_of(made(code)).empty(), code == ReasonCode::none);
  }
  for (int i = 0; i <= static_cast<int>(ReasonHint::stack_is_full); ++i) {
    const auto hint = static_cast<ReasonHint>(i);
    EXPECT_EQ(reason_hint_from(name_of(hint)), hint);
  }
  EXPECT_FALSE(reason_code_from("other"));
}

TEST(Reason, LeavesOutWhatAProgramChoosesFreely) {
  EXPECT_EQ(sentence_of(without_choice(exit_of(255, ReasonHint::minus_one))), "the exit code was not 0");
  EXPECT_EQ(sentence_of(without_choice(exit_of(72, ReasonHint::main_returns_zero))),
            "the exit code was not 0; main must return 0");
  auto difference = made(ReasonCode::difference);
  difference.output_line = 3;
  difference.output_column = 7;
  EXPECT_EQ(without_choice(difference), made(ReasonCode::difference));
}

TEST(InWords, NamesTimesAndSizes) {
  EXPECT_EQ(in_words(Duration(100ms)), "0.1 s");
  EXPECT_EQ(in_words(Duration(1250ms)), "1.25 s");
  EXPECT_EQ(in_words(Duration(5ms)), "0.005 s");
  EXPECT_EQ(in_words(Duration(10min)), "600 s");
  EXPECT_EQ(in_words(mib(16)), "16 MB");
  EXPECT_EQ(in_words(kib(1500)), "1500 KB");
  EXPECT_EQ(in_words(Bytes{10}), "10 bytes");
}

}  // namespace
}  // namespace autograder
