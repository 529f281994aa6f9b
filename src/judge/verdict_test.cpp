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
      {10ms, Signalled{SIGSEGV}, Verdict::runtime_error, "killed by SIGSEGV (segmentation fault)"},
      {10ms, Signalled{SIGABRT}, Verdict::runtime_error, "killed by SIGABRT (aborted)"},
      {10ms, Signalled{SIGKILL}, Verdict::runtime_error, "killed by SIGKILL (killed)"},
      {10ms, Signalled{SIGSYS}, Verdict::runtime_error, "forbidden system call (killed by SIGSYS)"},
      {10ms, Signalled{SIGXFSZ}, Verdict::runtime_error, "killed by SIGXFSZ: a file over the limit of 64 MB"},
      {10ms, Signalled{40}, Verdict::runtime_error, "killed by signal 40"},
      {10ms, Killed{}, Verdict::internal_error, "the run was stopped"},
  };
  for (const auto& c : cases) {
    const auto [verdict, message] = verdict_of(after(c.cpu_time, c.ending), bounds());
    EXPECT_EQ(code_of(verdict), code_of(c.verdict)) << c.message;
    EXPECT_EQ(message, c.message);
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
