#include "sandbox/linux/seccomp.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <tuple>

#include "foundation/unique_fd.h"

namespace autograder {
namespace {

// Answered EPERM: what changes namespaces, mounts, clocks, schedulers or the kernel, or looks into other processes.
constexpr std::array kForbidden = {
    "acct",
    "adjtimex",
    "bpf",
    "chroot",
    "clock_adjtime",
    "clock_settime",
    "delete_module",
    "fanotify_init",
    "fanotify_mark",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "get_kernel_syms",
    "init_module",
    "ioperm",
    "iopl",
    "ioprio_set",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "lookup_dcookie",
    "mbind",
    "migrate_pages",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "pidfd_getfd",
    "pivot_root",
    "process_madvise",
    "process_mrelease",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "query_module",
    "quotactl",
    "quotactl_fd",
    "reboot",
    "sched_setaffinity",
    "sched_setattr",
    "sched_setparam",
    "sched_setscheduler",
    "set_mempolicy",
    "set_mempolicy_home_node",
    "setdomainname",
    "sethostname",
    "setns",
    "settimeofday",
    "swapoff",
    "swapon",
    "syslog",
    "umount2",
    "unshare",
    "userfaultfd",
    "vhangup",
};

// Answered ENOSYS, so that libraries fall back: clone3 hides its flags in memory, where no filter can read them; by
// inotify two boxes would meet at a file of the toolchain, which they share.
constexpr std::array kAbsent = {
    "_sysctl",        "add_key", "clone3",      "inotify_init", "inotify_init1", "io_uring_enter", "io_uring_register",
    "io_uring_setup", "keyctl",  "request_key", "sysfs",        "uselib",        "ustat",          "vserver",
};

// Allowed with conditions on their arguments, below.
constexpr std::array kConditional = {"clone",     "fcntl",       "flock",     "memfd_create", "mmap",  "personality",
                                     "prlimit64", "setpriority", "setrlimit", "shmget",       "socket"};

constexpr std::uint64_t kNamespaceFlags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                          CLONE_NEWPID | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */;

template <std::size_t N>
bool contains(const std::array<const char*, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Release {
  void operator()(void* context) const { seccomp_release(context); }
};

int add_conditional(scmp_filter_ctx filter) {
  int error = 0;
  const auto add = [&](std::uint32_t action, int call, scmp_arg_cmp argument) {
    if (error == 0) error = seccomp_rule_add_array(filter, action, call, 1, &argument);
  };
  add(SCMP_ACT_ALLOW, SCMP_SYS(clone), SCMP_A0_64(SCMP_CMP_MASKED_EQ, kNamespaceFlags, 0));
  for (std::uint64_t flag = 1; flag <= kNamespaceFlags; flag <<= 1) {
    if ((kNamespaceFlags & flag) != 0)
      add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), SCMP_A0_64(SCMP_CMP_MASKED_EQ, flag, flag));
  }
  // Reading the personality, and what debuggers and test tools set.
  for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{0xffffffff}, std::uint64_t{ADDR_NO_RANDOMIZE}}) {
    add(SCMP_ACT_ALLOW, SCMP_SYS(personality), SCMP_A0_64(SCMP_CMP_EQ, value, 0));
  }
  // Internet sockets find an empty network; pairs of AF_UNIX come from socketpair.
  for (const int family : {AF_INET, AF_INET6}) {
    add(SCMP_ACT_ALLOW, SCMP_SYS(socket), SCMP_A0_64(SCMP_CMP_EQ, static_cast<std::uint64_t>(family), 0));
  }
  for (const int family : {AF_UNIX, AF_NETLINK, AF_PACKET, 40 /* AF_VSOCK */}) {
    add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), SCMP_A0_64(SCMP_CMP_EQ, static_cast<std::uint64_t>(family), 0));
  }
  // Huge pages that the host set aside are counted by no memory limit.
  for (const auto& [call, argument, flag] : {std::tuple{SCMP_SYS(mmap), 3u, std::uint64_t{MAP_HUGETLB}},
                                             std::tuple{SCMP_SYS(memfd_create), 1u, std::uint64_t{MFD_HUGETLB}},
                                             std::tuple{SCMP_SYS(shmget), 2u, std::uint64_t{SHM_HUGETLB}}}) {
    add(SCMP_ACT_ALLOW, call, scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, flag, 0});
    add(SCMP_ACT_ERRNO(EPERM), call, scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, flag, flag});
  }
  // A program's own niceness; that of another process is not its business, even when that has its uid.
  const auto add_pair = [&](std::uint32_t action, int call, scmp_arg_cmp first, scmp_arg_cmp second) {
    const std::array<scmp_arg_cmp, 2> arguments{first, second};
    if (error == 0) error = seccomp_rule_add_array(filter, action, call, 2, arguments.data());
  };
  const auto self = [](unsigned argument) { return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, 0xffffffff, 0}; };
  const auto other = [](unsigned argument) { return scmp_arg_cmp{argument, SCMP_CMP_NE, 0, 0}; };
  add_pair(SCMP_ACT_ALLOW, SCMP_SYS(setpriority), self(0), self(1));
  add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setpriority), other(0));
  add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setpriority), other(1));
  return error;
}

// A program's own limits; those of another process are not its business, even when that has its uid. All may be lowered
// but that of dumps: its one byte keeps them from the host's handler, and none would not.
int add_limits(scmp_filter_ctx filter) {
  static_assert(RLIMIT_CORE == 4);
  int error = 0;
  const auto add = [&](std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> arguments) {
    if (error == 0) {
      error = seccomp_rule_add_array(filter, action, call, static_cast<unsigned>(arguments.size()), arguments.begin());
    }
  };
  // The kernel looks at the lower halves alone. Of a resource's four bits that count, those of dumps are 0100.
  const auto resource = [](unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return scmp_arg_cmp{argument, SCMP_CMP_MASKED_EQ, mask, value};
  };
  const scmp_arg_cmp self = SCMP_A0_64(SCMP_CMP_MASKED_EQ, 0xffffffff, 0), other = SCMP_A0_64(SCMP_CMP_NE, 0, 0);
  const scmp_arg_cmp only_read = SCMP_A2_64(SCMP_CMP_EQ, 0, 0), changed = SCMP_A2_64(SCMP_CMP_NE, 0, 0);
  for (const auto& [mask, value] : {std::pair{1u, 1u}, std::pair{2u, 2u}, std::pair{8u, 8u}, std::pair{15u, 0u}}) {
    add(SCMP_ACT_ALLOW, SCMP_SYS(setrlimit), {resource(0, mask, value)});
    add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {self, resource(1, mask, value)});
  }
  add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setrlimit), {resource(0, 15, RLIMIT_CORE)});
  add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {self, resource(1, 15, RLIMIT_CORE), only_read});
  add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), {self, resource(1, 15, RLIMIT_CORE), changed});
  add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {other, only_read});
  add(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), {other, changed});
  return error;
}

// All that fcntl does but what tells of others at a shared file: F_GETLK, F_OFD_GETLK, F_SETLEASE, F_NOTIFY. A file that cannot be
// written takes locks for reading alone, and these never meet.
int add_locks(scmp_filter_ctx filter) {
  constexpr int kDupfdQuery = 1027;  // younger than the oldest headers
  constexpr std::array kCommands = {
      F_DUPFD,           F_GETFD,     F_SETFD,      F_GETFL,       F_SETFL,         F_SETLK,
      F_SETLKW,          F_SETOWN,    F_GETOWN,     F_SETSIG,      F_GETSIG,        F_SETOWN_EX,
      F_GETOWN_EX,       F_OFD_SETLK, F_OFD_SETLKW, kDupfdQuery,   F_DUPFD_CLOEXEC, F_SETPIPE_SZ,
      F_GETPIPE_SZ,      F_ADD_SEALS, F_GET_SEALS,  F_GET_RW_HINT, F_SET_RW_HINT,   F_GET_FILE_RW_HINT,
      F_SET_FILE_RW_HINT};
  // Those of a whole file would meet. Go's compiler insists on them, so they succeed and are not there: in a box all
  // belongs to one program.
  int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(0), SCMP_SYS(flock), 0);
  for (const int command : kCommands) {
    // The kernel looks at the lower half alone.
    const scmp_arg_cmp argument = SCMP_A1_64(SCMP_CMP_MASKED_EQ, 0xffffffff, static_cast<std::uint64_t>(command));
    if (error == 0) error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &argument);
  }
  return error;
}

}  // namespace

Result<std::vector<sock_filter>> build_seccomp_program() {
  const std::unique_ptr<void, Release> filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)));
  if (!filter) return fail(ErrorCode::failed, "making a seccomp filter: out of memory");
  const auto check = [](int error, std::string_view doing) -> Result<> {
    if (error < 0) return fail_errno("building the seccomp filter: " + std::string(doing), -error);
    return {};
  };
  AG_TRY(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "foreign ABIs"));
  AG_TRY(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2), "binary tree"));

  constexpr int kLastNumber = 1024;
  for (int number = 0; number < kLastNumber; ++number) {
    const std::unique_ptr<char, decltype(&std::free)> name(
        seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number), &std::free);
    if (!name || contains(kAbsent, name.get()) || contains(kConditional, name.get())) continue;
    const std::uint32_t action = contains(kForbidden, name.get()) ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW;
    AG_TRY(check(seccomp_rule_add(filter.get(), action, number, 0), name.get()));
  }
  AG_TRY(check(add_conditional(filter.get()), "conditions"));
  AG_TRY(check(add_limits(filter.get()), "conditions on limits"));
  AG_TRY(check(add_locks(filter.get()), "conditions on locks"));

  const UniqueFd file(::memfd_create("seccomp", MFD_CLOEXEC));
  if (!file) return fail_errno("making a memfd for the seccomp filter");
  AG_TRY(check(seccomp_export_bpf(filter.get(), file.get()), "export"));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (::pread(file.get(), program.data(), static_cast<std::size_t>(size), 0) != size)
    return fail_errno("reading the seccomp filter");
  return program;
}

}  // namespace autograder
