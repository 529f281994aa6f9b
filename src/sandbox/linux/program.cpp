#include "sandbox/linux/program.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/clone_into.h"
#include "sandbox/linux/landlock.h"
#include "sandbox/linux/layers.h"
#include "sandbox/linux/mounts.h"

namespace autograder {
namespace {

constexpr int kCannotExecute = 126;  // the code that shells have for it

bool set_limit(__rlimit_resource which, rlim_t soft, rlim_t hard) noexcept {
  // Nobody here may raise what the host set already.
  rlimit limit{};
  if (::getrlimit(which, &limit) != 0) return false;
  limit = {std::min(soft, limit.rlim_max), std::min(hard, limit.rlim_max)};
  return ::setrlimit(which, &limit) == 0;
}

// In place of a group's. The kernel counts a uid's processes in each user namespace by itself, so the inits count where
// they share it. There is no such limit of memory: runtimes reserve many times what they use.
bool set_polled_limits(const RunHeader& header) noexcept {
  const auto processes = static_cast<rlim_t>(header.processes + kInitsOfBox);
  return set_limit(RLIMIT_NPROC, processes, processes);
}

// Below the memory limit, so that endless recursion always meets the end of its stack (SIGSEGV) first: were both the same,
// the verdict would change from one judging to the next. The rest holds what a program has beside its stack.
rlim_t stack_of(std::int64_t memory) noexcept {
  constexpr std::int64_t kRestMin = 4 << 20;
  return static_cast<rlim_t>(std::max(memory - std::max(memory / 8, kRestMin), memory / 2));
}

bool set_program_limits(const RunHeader& header) noexcept {
  const auto seconds =
      static_cast<rlim_t>(header.cpu_time_ns / 1'000'000'000 * 2 + 3);  // a backstop; the group's clock decides
  const auto files = static_cast<rlim_t>(header.open_files);
  // 0 would keep the kernel from writing a file, but not from feeding a dump to the host's handler; 1 stops both.
  constexpr rlim_t kNoDump = 1;
  // Queued signals and timers. The kernel counts those of all boxes once more for the user who made their namespaces: a
  // box that took all of them would be seen by the others, and leave none to the host's root.
  constexpr rlim_t kSignals = 256;
  return set_limit(RLIMIT_CPU, seconds, seconds) && set_limit(RLIMIT_NOFILE, files, files) &&
         set_limit(RLIMIT_FSIZE, static_cast<rlim_t>(header.file_size_bytes),
                   static_cast<rlim_t>(header.file_size_bytes)) &&
         set_limit(RLIMIT_CORE, kNoDump, kNoDump) &&
         // Programs may raise it (Python's idiom asks for infinity): the group bounds stacks, too.
         set_limit(RLIMIT_STACK, stack_of(header.memory_bytes), RLIM_INFINITY) &&
         // Counted like signals, and nobody's answer needs them.
         set_limit(RLIMIT_MSGQUEUE, 0, 0) && set_limit(RLIMIT_MEMLOCK, 1 << 16, 1 << 16) &&
         set_limit(RLIMIT_SIGPENDING, kSignals, kSignals) && (header.is_polled == 0 || set_polled_limits(header));
}

bool reset_signals() noexcept {
  for (int signal = 1; signal < 65; ++signal) {
    if (signal != SIGKILL && signal != SIGSTOP && signal != 32 && signal != 33) ::signal(signal, SIG_DFL);
  }
  sigset_t none;
  ::sigemptyset(&none);
  return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

// An OOM kill should meet the program, never the inits.
bool offer_to_oom_killer() noexcept {
  ::prctl(PR_SET_DUMPABLE, 1);  // else /proc/self belongs to the host's root
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::write(file, "1000", 4) == 4 && ::close(file) == 0;
  // The memory is still the inits' own, and where they have the program's uid this is what closes their /proc to it.
  ::prctl(PR_SET_DUMPABLE, 0);
  return done;
}

// Where clone3 is not to be had. Nobody else is in the process, so this moves it whole.
bool enter_leaf(int leaf) noexcept {
  const int procs = ::openat(leaf, "cgroup.procs", O_WRONLY | O_CLOEXEC);
  return procs >= 0 && ::write(procs, "0", 1) == 1 && ::close(procs) == 0;
}

// With one uid there are no other groups to give up: setgroups is refused.
bool drop_rights(bool one_uid) noexcept {
  const struct {
    std::uint32_t version;
    int pid;
  } header{0x20080522, 0};
  const std::array<std::uint32_t, 6> nothing{};
  return (one_uid || ::syscall(SYS_setgroups, 0, nullptr) == 0) &&
         ::syscall(SYS_setresgid, kInsideUser, kInsideUser, kInsideUser) == 0 &&
         ::syscall(SYS_setresuid, kInsideUser, kInsideUser, kInsideUser) == 0 &&
         ::syscall(SYS_capset, &header, nothing.data()) == 0;
}

bool keep_to_core(int core) noexcept {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  return ::sched_setaffinity(0, sizeof cores, &cores) == 0;
}

bool keep_off_core(int core) noexcept {
  cpu_set_t cores;
  if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return false;
  CPU_CLR(core, &cores);
  return CPU_COUNT(&cores) == 0 || ::sched_setaffinity(0, sizeof cores, &cores) == 0;
}

// For a test: closing, and the mark that closes at exec, are two walls of one layer.
bool forget_to_close() noexcept {
  for (int fd = 3; fd < 64; ++fd) ::fcntl(fd, F_SETFD, 0);
  return true;
}

struct Start {
  BoxState& state;
  const std::array<int, 3>& streams;
  bool move_in = false;  // to the leaf, by its own hand
};

int program_main(void* argument) {
  const auto& [state, streams, move_in] = *static_cast<const Start*>(argument);
  const RunHeader& header = state.header;
  StepFailure& failure = state.failure;
  const auto step = [&](bool done, const char* name) { return done || failure.set(name); };

  if (!step(!move_in || enter_leaf(state.leaf), "enter the run's cgroup")) return 1;
  // From inside, the leaf is all there is of cgroups.
  if (!step(state.leaf < 0 || ::unshare(CLONE_NEWCGROUP) == 0, "unshare the cgroup namespace")) return 1;
  for (int fd = 0; fd < 3; ++fd) {
    if (!step(::dup2(streams[static_cast<std::size_t>(fd)], fd) == fd, "dup2 stdio")) return 1;
  }
  ::umask(022);
  if (!step(left_out(Wall::session) || ::setsid() >= 0, "setsid") || !step(reset_signals(), "reset signals") ||
      !step(offer_to_oom_killer(), "write /proc/self/oom_score_adj") ||
      !(left_out(Wall::read_only_proc) || seal_proc(failure)) ||
      !step(::chdir(state.strings.work_dir) == 0, "chdir to the working directory") ||
      !step(left_out(Wall::resource_limits) || set_program_limits(header), "setrlimit") ||
      !step(header.core < 0 || keep_to_core(header.core), "sched_setaffinity") ||
      !step(header.core_to_avoid < 0 || keep_off_core(header.core_to_avoid), "sched_setaffinity") ||
      !step(left_out(Wall::capabilities) || drop_rights(state.one_uid), "drop ids and capabilities") ||
      !step(left_out(Wall::new_rights) || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs") ||
      !step(state.landlock_rules < 0 || enter_landlock(state.landlock_rules) == 0, "landlock_restrict_self") ||
      !step(left_out(Wall::descriptors) ? forget_to_close() : ::syscall(SYS_close_range, 3, ~0u, 0) == 0,
            "close_range")) {
    return 1;
  }
  const sock_fprog program{state.seccomp_size, const_cast<sock_filter*>(state.seccomp)};
  if (!step(left_out(Wall::seccomp) || ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0, "seccomp"))
    return 1;
  ::execve(state.strings.arguments[0], const_cast<char* const*>(state.strings.arguments.data()),
           const_cast<char* const*>(state.strings.environment.data()));
  // The judged program made the files of its working directory, and a fault in them is its own.
  if (std::strncmp(state.strings.arguments[0], state.strings.work_dir, std::strlen(state.strings.work_dir)) == 0) {
    constexpr std::string_view kWords = "the program cannot be executed: the kernel does not take it\n";
    [[maybe_unused]] const ssize_t said = ::write(2, kWords.data(), kWords.size());
    return kCannotExecute;
  }
  failure.set("exec ", state.strings.arguments[0]);
  return 1;
}

}  // namespace

pid_t start_program(BoxState& state, const std::array<int, 3>& streams) noexcept {
  Start start{state, streams};
  if (state.leaf >= 0) {
    const pid_t program = clone_into(state.leaf, state.program_stack, program_main, &start);
    if (program >= 0 || (errno != ENOSYS && errno != EPERM)) return program;
    start.move_in = true;
  }
  return ::clone(program_main, state.program_stack.data() + kStackSize, CLONE_VM | CLONE_VFORK | SIGCHLD, &start);
}

}  // namespace autograder
