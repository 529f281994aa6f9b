#include "sandbox/linux/child.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "sandbox/linux/box_state.h"
#include "sandbox/linux/landlock.h"
#include "sandbox/linux/layers.h"
#include "sandbox/linux/mounts.h"
#include "sandbox/linux/program.h"
#include "sandbox/linux/rootless.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace autograder {
namespace {

constexpr int kSocket = 3;  // the one descriptor an init keeps beside stdio
BoxState state;

// A run init that was killed leaves its stack's frames marked in the sanitizer's shadow, which box init shares
// with the next.
void forget_frames([[maybe_unused]] std::array<char, kStackSize>& stack) noexcept {
#if defined(__SANITIZE_ADDRESS__)
  __asan_unpoison_memory_region(stack.data(), stack.size());
#endif
}

std::int64_t monotonic_ns() noexcept {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

void send_failure(int socket, const StepFailure& failure) noexcept {
  FailedPacket packet;
  packet.error_number = failure.error_number;
  std::memcpy(packet.step.data(), failure.step, packet.step.size());
  send_packet(socket, packet_bytes(packet), {});
}

// ---- the init of one run
// ----------------------------------------------------------------------------------------------

bool copy_file(int from, int to) noexcept {
  off_t offset = 0;
  for (;;) {
    const ssize_t size = ::sendfile(to, from, &offset, 1 << 20);
    if (size == 0) return true;
    if (size < 0 && errno != EINTR) return false;
  }
}

// This init holds each of them until it ends with the run: the group has room for their bytes beside its limit, and a program
// that removed one would gain that room. (It cannot shorten them: they are not its own.)
bool hold_file(int directory, const char* name) noexcept {
  return ::openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC) >= 0 || state.failure.set("hold the file ", name);
}

bool write_files(int directory, const int* fds) noexcept {
  for (std::uint32_t i = 0; i < state.header.file_count; ++i) {
    const mode_t mode = state.header.executable[i] != 0 ? 0555 : 0444;
    const int file =
        ::openat(directory, state.strings.files[i], O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0) return state.failure.set("create the file ", state.strings.files[i]);
    const bool done = copy_file(fds[i], file) || state.failure.set("write the file ", state.strings.files[i]);
    ::close(file);
    if (!done || !hold_file(directory, state.strings.files[i])) return false;
  }
  return true;
}

// The same file, opened again for reading: another description, so that nobody shares an offset.
int open_again(int fd) noexcept {
  char path[40] = "/proc/self/fd/";
  char digits[12];
  int count = 0;
  for (int rest = fd; rest > 0 || count == 0; rest /= 10) digits[count++] = static_cast<char>('0' + rest % 10);
  char* out = path + std::strlen(path);
  while (count > 0) *out++ = digits[--count];
  *out = '\0';
  return ::open(path, O_RDONLY | O_CLOEXEC);
}

// A copy that belongs to this run. Charged to the box, as the files are.
int copy_input(int fd) noexcept {
  const int copy = static_cast<int>(::syscall(SYS_memfd_create, "stdin", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (copy < 0) return -1;
  const bool done = copy_file(fd, copy) && ::fchmod(copy, 0444) == 0 &&
                    ::fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
  const int again = done ? open_again(copy) : -1;
  ::close(copy);
  return again;
}

// The server's file of an input is one for all runs of a test, and a file tells each who opens it of the others: its
// times, its locks. So a program reads from its own file run: the one that stands in the working directory with
// the same bytes, else a copy. A pipe is taken as it is.
int choose_input(int fd, int directory, const int* files) noexcept {
  struct stat input{}, file{};
  if (::fstat(fd, &input) != 0 || !S_ISREG(input.st_mode)) return fd;
  for (std::uint32_t i = 0; i < state.header.file_count; ++i) {
    if (::fstat(files[i], &file) == 0 && file.st_dev == input.st_dev && file.st_ino == input.st_ino)
      return ::openat(directory, state.strings.files[i], O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  }
  return copy_input(fd);
}

// Descriptors for stdio; what the order does not name is /dev/null.
bool choose_streams(std::array<int, 3>& streams, const int* next_fd, int directory, const int* files) noexcept {
  for (std::size_t i = 0; i < streams.size(); ++i) {
    if (state.header.streams[i] == StreamKind::fd) {
      streams[i] = i == 0 ? choose_input(*next_fd, directory, files) : *next_fd;
      ++next_fd;
    } else {
      streams[i] = ::open("/dev/null", (i == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
    }
    if (streams[i] < 0) return state.failure.set("open a standard stream");
    // dup2 in the child must not meet a target as a source.
    if (streams[i] < 3) streams[i] = ::fcntl(streams[i], F_DUPFD_CLOEXEC, 10);
    if (streams[i] < 0) return state.failure.set("duplicate stdio");
  }
  return true;
}

void collect_files(int directory, EndedPacket& ended, std::array<int, kCollectMax>& fds, int& count) noexcept {
  for (std::uint32_t i = 0; i < state.header.collect_count; ++i) {
    open_how how{};
    how.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    if (left_out(Wall::file_rules)) how.resolve = 0;
    const int file = static_cast<int>(::syscall(SYS_openat2, directory, state.strings.collects[i], &how, sizeof how));
    struct stat status{};
    if (file < 0) {
      ended.collected[i] = errno == ENOENT ? CollectState::absent : CollectState::not_regular;
    } else if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
      ended.collected[i] = CollectState::not_regular;
      ::close(file);
    } else if (status.st_size > state.header.collect_max[i]) {
      ended.collected[i] = CollectState::too_large;
      ::close(file);
    } else {
      ended.collected[i] = CollectState::present;
      fds[static_cast<std::size_t>(count++)] = file;
    }
  }
}

// Of files of at most no bytes only whether they are there is asked.
bool brings_content_out() noexcept {
  for (std::uint32_t i = 0; i < state.header.collect_count; ++i) {
    if (state.header.collect_max[i] > 0) return true;
  }
  return false;
}

// Waits for the program, then ends and reaps whatever it left: we are pid 1 of the run, so nothing hides from us.
void reap(pid_t program, EndedPacket& ended) noexcept {
  for (;;) {
    int status = 0;
    const pid_t pid = ::waitpid(-1, &status, __WALL);
    if (pid == program) {
      ended.wait_status = status;
      ended.ended_ns = monotonic_ns();
      break;
    }
    if (pid < 0 && errno == ECHILD) break;
  }
  do {
    ::kill(-1, SIGKILL);
  } while (::waitpid(-1, nullptr, __WALL) > 0 || errno == EINTR);
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  for (const auto& time : {used.ru_utime, used.ru_stime})
    ended.reaped_cpu_ns += time.tv_sec * std::int64_t{1'000'000'000} + time.tv_usec * 1000;
  ended.reaped_largest_bytes = used.ru_maxrss * 1024;
}

// Everything between the order and the report. False: `state.failure` says why no program ran.
bool run_order(const PacketInfo& info, std::array<int, kPacketFdsMax>& fds) noexcept {
  if (const char* wrong =
          parse_order({state.packet.data(), static_cast<std::size_t>(info.size)}, state.header, state.strings)) {
    return state.failure.set("read the order: ", wrong, EINVAL);
  }
  const int given = expected_fds(state.header) + static_cast<int>(state.header.mount_count);
  if (info.fd_count != given + state.header.has_leaf) {
    return state.failure.set("read the order: descriptors are missing", "", EINVAL);
  }
  state.leaf = state.header.has_leaf != 0 ? fds[static_cast<std::size_t>(given)] : -1;
  const int* files = fds.data();
  for (const auto stream : state.header.streams) files += stream == StreamKind::fd ? 1 : 0;
  const int* const mounts = files + state.header.file_count;
  if (!set_disk_limit(state.header.disk_bytes, state.failure)) return false;
  for (std::uint32_t i = 0; i < state.header.mount_count; ++i) {
    if (!attach_mount(mounts[i], state.strings.mount_insides[i], state.failure)) return false;
  }
  const int directory = ::open(state.strings.work_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return state.failure.set("open the working directory ", state.strings.work_dir);
  std::array<int, 3> streams{};
  if (!write_files(directory, files) || !choose_streams(streams, fds.data(), directory, files)) return false;
  if (brings_content_out() && !left_out(Wall::file_rules) && !forbid_links(state.failure)) return false;

  EndedPacket ended;
  ended.started_ns = monotonic_ns();
  const pid_t program = start_program(state, streams);
  if (program < 0) return state.failure.set("clone the program");
  // The write ends of captured streams must end with the program. The input is held as the files are, where it is one.
  struct stat input{};
  const bool is_file = ::fstat(streams[0], &input) == 0 && S_ISREG(input.st_mode);
  for (std::size_t i = is_file ? 1 : 0; i < streams.size(); ++i) ::close(streams[i]);
  for (int i = 0; i < info.fd_count; ++i) ::close(fds[static_cast<std::size_t>(i)]);
  reap(program, ended);
  if (state.failure) return false;

  std::array<int, kCollectMax> collected{};
  int count = 0;
  collect_files(directory, ended, collected, count);
  send_packet(kSocket, packet_bytes(ended), {collected.data(), static_cast<std::size_t>(count)});
  return true;
}

int run_init_main(void*) {
  state.failure = {};
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Landlock's rules name the fresh mounts, so they are made again with them.
  if (!mount_run_directories(state.failure)) {
    send_failure(kSocket, state.failure);
    return 1;
  }
  ::syscall(SYS_keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, nullptr);
  state.landlock_rules = make_landlock_rules(state.landlock_version, kWritable);
  const PacketKind ready = PacketKind::ready;
  if (send_packet(kSocket, packet_bytes(ready), {}) != 0) return 1;

  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(kSocket, state.packet, fds, 0);
  if (info.size <= 0) return 2;  // the launcher is gone or wants no more runs
  if (info.truncated) state.failure.set("receive the order: too large", "", E2BIG);
  if (state.failure || !run_order(info, fds)) send_failure(kSocket, state.failure);
  return 0;
}

// ---- the init of a box
// ------------------------------------------------------------------------------------------------

bool become_inside_root(StepFailure& failure) noexcept {
  if (::syscall(SYS_setgroups, 0, nullptr) != 0) return failure.set("setgroups");
  if (::syscall(SYS_setresgid, kInsideRoot, kInsideRoot, kInsideRoot) != 0) return failure.set("setresgid");
  if (::syscall(SYS_setresuid, kInsideRoot, kInsideRoot, kInsideRoot) != 0) return failure.set("setresuid");
  return true;
}

[[noreturn]] void box_init_main(const BoxPlan& plan, int go_ahead, gid_t host_group) {
  StepFailure failure;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  char go = 0;
  if (::read(go_ahead, &go, 1) != 1) ::_exit(1);  // our ids are mapped now
  ::umask(022);
  ::setsid();
  // Rootless, the one uid stands for a program's from the start, and only this first process has rights with it.
  const bool mapped = plan.rootless ? map_own_ids(kInsideUser, kInsideUser, plan.host_root, host_group, failure)
                                    : become_inside_root(failure);
  const bool made =
      mapped && (::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 || failure.set("pdeathsig")) &&
      (left_out(Wall::new_rights) || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 || failure.set("no_new_privs")) &&
      (left_out(Wall::host_names) || ::sethostname("box", 3) == 0 || failure.set("sethostname")) &&
      (left_out(Wall::host_names) || ::setdomainname("(none)", 6) == 0 || failure.set("setdomainname")) &&
      make_root(*plan.etc_paths, failure);
  if (!made) {
    send_failure(kSocket, failure);
    ::_exit(1);
  }
  state.seccomp = plan.seccomp->data();
  state.seccomp_size = static_cast<unsigned short>(plan.seccomp->size());
  state.landlock_version = plan.landlock_version;
  state.one_uid = plan.rootless;
  for (;;) {
    forget_frames(state.run_stack);
    forget_frames(state.program_stack);
    // Shares our memory, so that no page table is copied; we stand still in wait4 while it lives.
    const pid_t run = ::clone(run_init_main, state.run_stack.data() + kStackSize,
                              CLONE_VM | (left_out(Wall::processes) ? 0 : CLONE_NEWPID) | CLONE_NEWNS |
                                  (left_out(Wall::ipc) ? 0 : CLONE_NEWIPC) | SIGCHLD,
                              nullptr);
    if (run < 0) {
      failure.set("clone a run's init");
      send_failure(kSocket, failure);
      ::_exit(1);
    }
    int status = 0;
    while (::syscall(SYS_wait4, run, &status, __WALL, nullptr) < 0 && errno == EINTR) {
    }
    // Killed by the launcher is how a run over its limits ends; the next one stands ready then.
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) ::_exit(WEXITSTATUS(status));
  }
}

bool write_text(const char* path, const std::string& text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return done;
}

bool write_id_map(pid_t box, const char* which, uid_t host_root) {
  const std::string map = "0 " + std::to_string(host_root) + " 1\n" + std::to_string(kInsideUser) + " " +
                          std::to_string(host_root + 1) + " 1\n";
  return write_text(("/proc/" + std::to_string(box) + "/" + which).c_str(), map);
}

// The maker: still root on the host, in its own process, since entering cgroups may take 20 ms.
[[noreturn]] void maker_main(const BoxPlan& plan, int socket) {
  StepFailure failure;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const auto give_up = [&](const char* step, const char* detail = "") {
    failure.set(step, detail);
    send_failure(socket, failure);
    ::_exit(1);
  };
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) give_up("open /dev/null");
  if (const auto entered = plan.group->enter(); !entered)
    give_up("enter the box's cgroups: ", entered.error().message.c_str());
  // Where the launcher has CAP_SYS_RESOURCE the OOM killer is kept from the inits for good; elsewhere the program's own
  // offer (see offer_to_oom_killer) puts it first.
  (void)write_text("/proc/self/oom_score_adj", "-1000");
  // Raised where the host allows no dump at all, since a limit of 0 does not stop a handler: see set_program_limits.
  constexpr rlimit kNoDump{1, 1};
  (void)::setrlimit(RLIMIT_CORE, &kNoDump);
  std::array<int, 2> go_ahead{};
  if (::pipe2(go_ahead.data(), O_CLOEXEC) != 0) give_up("make a pipe");

  // Entered by the box's init, as that shares no memory with us. All clocks stay as they are, but the namespace's file in
  // /proc is one of this box: the host's would show in its times whether another box has it open. Absent in some kernels.
  constexpr int kNewTime = 0x80;
  if (::unshare(kNewTime) != 0 && errno != EINVAL) give_up("make a time namespace");

  // A cgroup namespace must hold the leaf that a program is born in, and begins where its maker stands: with leaves
  // the program makes its own.
  const gid_t group = ::getegid();
  const unsigned long cgroup = plan.group->has_leaves() || left_out(Wall::cgroup_names) ? 0 : CLONE_NEWCGROUP;
  const long box =
      ::syscall(SYS_clone,
                CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | (left_out(Wall::network) ? 0 : CLONE_NEWNET) |
                    CLONE_NEWIPC | (left_out(Wall::host_names) ? 0 : CLONE_NEWUTS) | cgroup | CLONE_PARENT | SIGCHLD,
                nullptr, nullptr, nullptr, nullptr);
  if (box < 0) give_up("clone the box's init into new namespaces");
  if (box == 0) {
    // Nothing of the launcher's stays open: its sockets, the other boxes', the files of cgroups.
    for (int fd = 0; fd < 3; ++fd) ::dup2(null, fd);
    const int keep = ::fcntl(socket, F_DUPFD_CLOEXEC, 100);
    const int pipe_end = ::fcntl(go_ahead[0], F_DUPFD_CLOEXEC, 100);
    ::dup2(keep, kSocket);
    ::dup2(pipe_end, kSocket + 1);
    ::syscall(SYS_close_range, kSocket + 2, ~0u, 0);
    ::fcntl(kSocket, F_SETFD, FD_CLOEXEC);
    ::fcntl(kSocket + 1, F_SETFD, FD_CLOEXEC);
    box_init_main(plan, kSocket + 1, group);
  }
  const auto pid = static_cast<pid_t>(box);
  plan.group->born(pid);
  if (!plan.rootless) {
    if (!write_id_map(pid, "uid_map", plan.host_root)) give_up("write the box's uid_map");
    if (!write_id_map(pid, "gid_map", plan.host_root)) give_up("write the box's gid_map");
  }
  if (::write(go_ahead[1], "g", 1) != 1) give_up("let the box's init go on");
  ::_exit(0);
}

}  // namespace

Result<pid_t> fork_box(const BoxPlan& plan, int socket) {
  const pid_t maker = ::fork();
  if (maker < 0) return fail_errno("forking the maker of a box");
  if (maker == 0) maker_main(plan, socket);
  return maker;
}

}  // namespace autograder
