#include "judge/verdict.h"

#include <gtest/gtest.h>
#include <signal.h>

#include "sandbox/testing/fake_sandbox.h"

namespace autograder {
namespace {

using namespace std::chrono_literals;

RunBounds bounds() {
  RunBounds made;
  made.limits.cpu_time = 5s;
  made.limits.wall_time = 11s;
  made.limits.memory = mib(320);
  made.memory_overhead = mib(64);  // the runtime's own: nobody is told of it
  made.output = kib(16384);
  made.errors = mib(256);
  made.memory_exit_codes = {3};
  made.memory_signals = {SIGQUIT};
  return made;
}

Outcome after(Duration cpu_time, Ending ending) {
  auto outcome = ended(ending);
  outcome.cpu_time = cpu_time;
  return outcome;
}

TEST(VerdictOfARun, FollowsTheEndingAndTheFigures) {
  const struct {
    Duration cpu_time;
    Ending ending;
    Verdict verdict;
    std::string message;
  } cases[] = {
      {10ms, Exited{0}, Verdict::accepted, ""},
      {5s, Exited{0}, Verdict::accepted, ""},
      {5001ms, Exited{0}, Verdict::time_limit, "CPU time over the limit of 5 s"},
      {5001ms, Exited{1}, Verdict::time_limit, "CPU time over the limit of 5 s"},
      {5001ms, Signalled{SIGSEGV}, Verdict::time_limit, "CPU time over the limit of 5 s"},
      {10ms, CpuLimit{}, Verdict::time_limit, "CPU time over the limit of 5 s"},
      {10ms, WallLimit{}, Verdict::time_limit,
       "idle too long: still there after 11 s on the clock (the limit of CPU time is 5 s)"},
      {5s + 11ms, WallLimit{}, Verdict::time_limit, "CPU time over the limit of 5 s"},
      {10ms, Exited{1}, Verdict::runtime_error, "exit code 1"},
      {10ms, Exited{139}, Verdict::runtime_error, "exit code 139"},
      {10ms, Exited{3}, Verdict::memory_limit, "memory over the limit of 256 MB"},
      {10ms, Signalled{SIGQUIT}, Verdict::memory_limit, "memory over the limit of 256 MB"},
      {10ms, MemoryLimit{}, Verdict::memory_limit, "memory over the limit of 256 MB"},
      {10ms, OutputLimit{}, Verdict::output_limit, "standard output over the limit of 16 MB"},
      {10ms, OutputLimit{true}, Verdict::output_limit, "standard error over the limit of 256 MB"},
      {10ms, Signalled{SIGSEGV}, Verdict::runtime_error,
       "killed by SIGSEGV (segmentation fault: reading or writing memory that is not yours)"},
      {10ms, Signalled{SIGABRT}, Verdict::runtime_error, "killed by SIGABRT (aborted)"},
      {10ms, Signalled{SIGKILL}, Verdict::runtime_error, "killed by SIGKILL (killed)"},
      {10ms, Signalled{SIGSYS}, Verdict::runtime_error, "forbidden system call (killed by SIGSYS)"},
      {10ms, Signalled{SIGXFSZ}, Verdict::runtime_error, "killed by SIGXFSZ: a file over the limit of 64 MB"},
      {10ms, Signalled{40}, Verdict::runtime_error, "killed by signal 40"},
      {10ms, Killed{}, Verdict::internal_error, "the run was stopped"},
  };
  for (const auto& c : cases) {
    const auto [verdict, reason, message, points, judge_message] = verdict_of(after(c.cpu_time, c.ending), bounds());
    EXPECT_EQ(code_of(verdict), code_of(c.verdict)) << c.message;
    EXPECT_EQ(message, c.message);
    EXPECT_EQ(reason.code == ReasonCode::none, verdict == Verdict::accepted || verdict == Verdict::internal_error);
  }
}

TEST(VerdictOfARun, NamesTheLimitOfProcessesWhenItWasMet) {
  auto crowded = ended(Exited{1});
  crowded.process_limit_hit = true;
  EXPECT_EQ(verdict_of(crowded, bounds()).message, "exit code 1; it met the limit of 64 processes and threads");
}

TEST(Borderline, IsWhatEndedByItselfAfterItsLimit) {
  EXPECT_TRUE(is_borderline(after(5001ms, Exited{0}), bounds()));
  EXPECT_TRUE(is_borderline(after(5001ms, Signalled{SIGSEGV}), bounds()));
  EXPECT_FALSE(is_borderline(after(5s, Exited{0}), bounds()));
  EXPECT_FALSE(is_borderline(after(5801ms, CpuLimit{}), bounds()));
  EXPECT_FALSE(is_borderline(after(5001ms, MemoryLimit{}), bounds()));
}

TEST(VerdictOfARun, HintsAtWhatAnExitCodeMeans) {
  const auto message = [](int code, bool of_main, std::string errors = {}) {
    auto made = bounds();
    made.main_returns_exit_code = of_main;
    auto outcome = ended(Exited{code});
    outcome.stderr_text = std::move(errors);
    return verdict_of(outcome, made).message;
  };
  EXPECT_EQ(message(2, true), "exit code 2; main must return 0");
  EXPECT_EQ(message(2, true, "a trace of its own\n"), "exit code 2; main must return 0");
  EXPECT_EQ(message(2, false), "exit code 2");
  EXPECT_EQ(message(255, true), "exit code 255 (-1)");
  EXPECT_EQ(message(126, true), "exit code 126");
  EXPECT_EQ(verdict_of(ended(Signalled{SIGFPE}), bounds()).message,
            "killed by SIGFPE (arithmetic error); division by zero?");
}

TEST(VerdictOfARun, HasAReasonWithArguments) {
  const auto reason = [](Ending ending) { return verdict_of(ended(ending), bounds()).reason; };
  EXPECT_EQ(reason(CpuLimit{}).code, ReasonCode::cpu_time);
  EXPECT_EQ(reason(CpuLimit{}).limit_ms, 5000);
  EXPECT_EQ(reason(WallLimit{}).code, ReasonCode::idle);
  EXPECT_EQ(reason(WallLimit{}).limit_ms, 11'000);
  EXPECT_EQ(reason(MemoryLimit{}).limit_kb, 256 * 1024);
  EXPECT_EQ(reason(Exited{4}).number, 4);
  EXPECT_EQ(reason(Signalled{SIGSEGV}).name, "SIGSEGV");
  EXPECT_EQ(reason(Exited{0}), Reason{});
}

}  // namespace
}  // namespace autograder
