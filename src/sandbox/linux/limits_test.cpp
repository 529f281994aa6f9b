// The bounds of a run on this host, and that nobody else moves them: see linux_sandbox_test.cpp, whose main runs
// these, too.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "sandbox/linux/captured_stream.h"
#include "sandbox/testing/real_boxes.h"

namespace autograder {
namespace {

TEST(LinuxSandboxLimits, EndsARunOverItsCpuTime) {
  Command command = shell("while :; do :; done");
  command.limits.cpu_time = scaled(std::chrono::milliseconds(200));
  const auto outcome = run(command);
  EXPECT_TRUE(ended_as<CpuLimit>(outcome));
  EXPECT_GE(outcome.cpu_time, scaled(std::chrono::milliseconds(200)));
  EXPECT_LT(outcome.cpu_time, scaled(std::chrono::milliseconds(600)));
}

TEST(LinuxSandboxLimits, CountsTheCpuTimeOfAllChildren) {
  Command command = shell("for i in 1 2 3 4; do (while :; do :; done) & done; wait");
  command.limits.cpu_time = scaled(std::chrono::milliseconds(300));
  EXPECT_TRUE(ended_as<CpuLimit>(run(command)));
}

TEST(LinuxSandboxLimits, EndsAnIdleRunByTheWallClock) {
  for (const char* script : {"sleep 100", "kill -STOP $$", "trap '' TERM HUP INT; sleep 100"}) {
    Command command = shell(script);
    command.limits.wall_time = scaled(std::chrono::milliseconds(300));
    const auto outcome = run(command);
    EXPECT_TRUE(ended_as<WallLimit>(outcome)) << script;
    EXPECT_LT(outcome.cpu_time, scaled(std::chrono::milliseconds(200)));
  }
}

// Processes that keep every core busy while this lives, each in its own session: a kernel may share cores by session.
class BusyCores final {
 public:
  BusyCores() {
    constexpr unsigned kEach = 6;  // emulated machines give three too little
    const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < kEach * cores; ++i) {
      cpu_set_t set;
      CPU_ZERO(&set);
      CPU_SET(i % cores, &set);
      const pid_t spinner = ::fork();
      if (spinner != 0) {
        spinners_.push_back(spinner);
        continue;
      }
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::setsid();
      ::sched_setaffinity(0, sizeof set, &set);
      for (volatile bool on = true; on;) {
      }
    }
  }
  ~BusyCores() {
    for (const pid_t spinner : spinners_) ::kill(spinner, SIGKILL);
    for (const pid_t spinner : spinners_) ::waitpid(spinner, nullptr, 0);
  }

 private:
  std::vector<pid_t> spinners_;
};

TEST(LinuxSandboxLimits, TheWallClockStandsStillWhileARunWaitsForACore) {
  Command command =
      python("import time\nwhile time.process_time() < " + std::to_string(0.3 * time_factor) + ": pass\nprint('done')");
  EXPECT_EQ(run(command).stdout_text, "done\n");  // its pages are in memory now
  command.limits.wall_time = scaled(std::chrono::milliseconds(500));
  const BusyCores busy;
  const auto outcome = run(command);
  EXPECT_EQ(outcome.stdout_text, "done\n") << outcome.stderr_text;
  EXPECT_GT(outcome.wall_time, command.limits.wall_time);  // the control: else nobody was in its way
  EXPECT_GT(outcome.core_wait, Duration::zero());
}

TEST(LinuxSandboxLimits, ASleeperOnABusyHostIsStillIdle) {
  const BusyCores busy;
  Command command = shell("sleep 100");
  command.limits.wall_time = scaled(std::chrono::milliseconds(300));
  const auto outcome = run(command);
  EXPECT_TRUE(ended_as<WallLimit>(outcome));
  EXPECT_LT(outcome.wall_time, 9 * command.limits.wall_time);  // ten times is the end of those that wait
}

TEST(LinuxSandboxLimits, AStackEndsBeforeTheMemoryDoes) {
  const auto limits =
      run(python("import resource\nmega = 1 << 20\nsoft, hard = resource.getrlimit(resource.RLIMIT_STACK)\n"
                 "print(soft // mega)\n"
                 "resource.setrlimit(resource.RLIMIT_STACK, (hard, hard))\nprint('raised')"));
  EXPECT_EQ(limits.stdout_text, "224\nraised\n") << limits.stderr_text;
}

TEST(LinuxSandboxLimits, TheKernelsOutOfMemoryEventDecides) {
  Command command = python("x = bytearray(300 * 1024 * 1024)\nprint(len(x))");
  command.limits.memory = mib(64);
  auto box = open_box();
  const auto outcome = run(*box, command);
  EXPECT_TRUE(ended_as<MemoryLimit>(outcome)) << outcome.stdout_text << outcome.stderr_text;
  // In children too, whatever the parent makes of it; and the next run in the box is not touched by it.
  Command children = python(
      "import os\nfor i in range(20):\n  if os.fork() == 0:\n    x = bytearray(10 * 1024 * 1024)\n    "
      "os.read(os.pipe()[0], 1)\n"
      "import time\ntime.sleep(0.5)\nprint('survived', flush=True)\nos._exit(0)");
  children.limits.memory = mib(64);
  EXPECT_TRUE(ended_as<MemoryLimit>(run(*box, children)));
  Command files = shell("head -c 100000000 /dev/zero > /dev/shm/x; echo done");
  files.limits.memory = mib(32);
  files.limits.file_size = mib(200);
  EXPECT_TRUE(ended_as<MemoryLimit>(run(*box, files)));
  const auto after = run(*box, shell("echo fine"));
  EXPECT_EQ(after.stdout_text, "fine\n");
  EXPECT_LT(after.memory_peak, mib(8));
}

// The kernel charges in steps, and what a small program took could vanish in one that was charged before.
TEST(LinuxSandboxLimits, NoProgramTakesNoMemory) {
  auto box = open_box();
  Command small = shell("");
  small.argv = {"/usr/bin/true"};
  for (int i = 0; i < 10; ++i) {
    const auto peak = run(*box, small).memory_peak;
    EXPECT_GT(peak, Bytes{0}) << i;
    EXPECT_LT(peak, mib(8));
  }
}

// A run that reads a large file for the first time is charged for it, and the group keeps the page cache.
TEST(LinuxSandboxLimits, FilesOfEarlierRunsRaiseNoLimit) {
  char path[] = "/var/tmp/autograder-pages-XXXXXX";
  ASSERT_NE(::mkdtemp(path), nullptr);
  ::chmod(path, 0755);
  const std::string name = std::string(path) + "/pages";
  const UniqueFd file(::open(name.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644));
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 128; ++i) ASSERT_EQ(::write(file.get(), block.data(), block.size()), 1 << 20);
  ASSERT_EQ(::fsync(file.get()), 0);
  ASSERT_EQ(::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED), 0);

  auto box = open_box();
  Command reads = shell("cat /opt/pages/pages | wc -c");
  reads.mounts = {{path, "/opt/pages"}};
  EXPECT_EQ(run(*box, reads).stdout_text, "134217728\n");
  Command much = python("x = bytearray(100 << 20)\nprint(len(x))");
  much.limits.memory = mib(64);
  EXPECT_TRUE(ended_as<MemoryLimit>(run(*box, much)));
  Command writes = shell("head -c 120000000 /dev/zero > /tmp/x; wc -c < /tmp/x");
  writes.limits.file_size = mib(128);
  EXPECT_EQ(run(*box, writes).stdout_text, "120000000\n");
  EXPECT_TRUE(ended_as<MemoryLimit>(run(*box, much)));
  // Nor is what is shown less than what was used.
  const auto used = run(*box, python("x = bytearray(40 << 20)"));
  EXPECT_GT(used.memory_peak, mib(40));
  EXPECT_LT(used.memory_peak, mib(60));
  ::unlink(name.c_str());
  ::rmdir(path);
}

TEST(LinuxSandboxLimits, ReservedMemoryIsNotUsedMemory) {
  Command command =
      python("import mmap\nm = mmap.mmap(-1, 8 << 30, flags=mmap.MAP_PRIVATE | 0x4000)\nprint(len(m) >> 30)");
  const auto outcome = run(command);
  EXPECT_EQ(outcome.stdout_text, "8\n") << outcome.stderr_text;
}

TEST(LinuxSandboxLimits, EndsARunOverItsOutput) {
  for (const char* script : {"yes", "yes >&2"}) {
    Command command = shell(script);
    command.stdout_to = Capture{kib(64)};
    command.stderr_to = Capture{kib(64)};
    const auto outcome = run(command);
    ASSERT_TRUE(ended_as<OutputLimit>(outcome)) << script;
    EXPECT_EQ(std::get<OutputLimit>(outcome.ending).of_stderr, outcome.stdout_text.empty()) << script;
    EXPECT_EQ(outcome.stdout_text.size() + outcome.stderr_text.size(), 65536u);
  }
  Command exact = shell("head -c 65536 /dev/zero");
  exact.stdout_to = Capture{kib(64)};
  EXPECT_EQ(exit_code(run(exact)), 0);
}

TEST(LinuxSandboxLimits, LeavesOutTheMiddleOfAStreamThatMayBeCut) {
  Command command = shell("echo first >&2; head -c 20000000 /dev/zero >&2; echo last >&2; echo right");
  command.stdout_to = Capture{kib(64)};
  command.stderr_to = Capture{kib(64), mib(32)};
  const auto outcome = run(command);
  EXPECT_EQ(exit_code(outcome), 0);
  EXPECT_EQ(outcome.stdout_text, "right\n");
  EXPECT_EQ(outcome.stderr_text.size(), 65536 + kLeftOut.size());
  EXPECT_TRUE(outcome.stderr_text.starts_with("first\n"));
  EXPECT_TRUE(outcome.stderr_text.ends_with("last\n"));
}

// As node does it: libuv makes a pipe non-blocking, queues what does not fit, and an early end drops the queue.
TEST(LinuxSandboxLimits, OutputBlocksSoThatNoneIsLost) {
  const auto outcome = run(python(R"(
import fcntl, os, struct, termios
for fd in (1, 2):
    fcntl.ioctl(fd, termios.FIONBIO, struct.pack('i', 1))
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
    assert os.get_blocking(fd)
ours, theirs = os.pipe()
os.set_blocking(ours, False)
fcntl.fcntl(theirs, fcntl.F_SETFL, fcntl.fcntl(theirs, fcntl.F_GETFL) | os.O_NONBLOCK)
assert not os.get_blocking(ours) and not os.get_blocking(theirs)
assert os.write(1, b'x' * 700000) == 700000
)"));
  EXPECT_EQ(exit_code(outcome), 0) << outcome.stderr_text;
  EXPECT_EQ(outcome.stdout_text.size(), 700'000u);
}

TEST(LinuxSandboxLimits, BoundsProcesses) {
  Command command = shell("for i in $(seq 200); do sleep 5 & done; wait");
  command.limits.processes = 16;
  command.limits.wall_time = scaled(std::chrono::seconds(3));
  const auto outcome = run(command);
  // A shell that was refused a process ends sooner than the next look comes.
  if (degraded) {
    EXPECT_TRUE(outcome.process_limit_hit || outcome.stderr_text.find("fork") != std::string::npos);
  } else {
    EXPECT_TRUE(outcome.process_limit_hit);
  }
}

// The kernel counts them once more for the user who made the box, with all other boxes and, as root, the host's own.
TEST(LinuxSandboxLimits, BoundsQueuedSignals) {
  const auto outcome = run(python(R"(
import ctypes, os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN + 1])
queue = ctypes.CDLL(None).sigqueue
queue.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
queued = 0
while queued < 2000 and queue(os.getpid(), signal.SIGRTMIN + 1, None) == 0:
    queued += 1
print(queued)
)"));
  EXPECT_EQ(exit_code(outcome), 0) << outcome.stderr_text;
  EXPECT_EQ(outcome.stdout_text, "256\n");
}

}  // namespace
}  // namespace autograder
