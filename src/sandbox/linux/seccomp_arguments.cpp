#include "sandbox/linux/seccomp_arguments.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>

// Numbers that the headers of the oldest system do not have are written out.
namespace autograder {
namespace {

constexpr std::uint32_t kAllow = SCMP_ACT_ALLOW;
constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
constexpr std::uint32_t kIdle = SCMP_ACT_ERRNO(0);

constexpr std::uint64_t kInt = 0xffffffff;  // of an int the kernel looks at the lower half alone
constexpr std::uint64_t kNamespaceFlags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                          CLONE_NEWPID | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */;

// A file's locks, leases, notices and hints tell of others at it. Locks succeed and are not there, as flock: all that may
// be written belongs to one program. Who would be in the way of a lock the kernel may say (SQLite asks, and takes a refusal
// for a broken disk): nobody in a box is.
// F_SETFL, and FIONBIO of ioctl, are in seccomp_output.cpp.
constexpr auto kFcntl =
    std::to_array<std::uint64_t>({F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETOWN, F_GETOWN, F_SETSIG, F_GETSIG,
                                  F_SETOWN_EX, F_GETOWN_EX, F_DUPFD_CLOEXEC, F_SETPIPE_SZ, F_GETPIPE_SZ, F_ADD_SEALS,
                                  F_GET_SEALS, 1027 /* F_DUPFD_QUERY */, 1028 /* F_CREATED_QUERY */});
constexpr auto kFcntlLocks = std::to_array<std::uint64_t>({F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW});

// Whether it is a terminal, how much there is to read, and what descriptors are asked. There is no device in a box.
constexpr auto kIoctl = std::to_array<std::uint64_t>(
    {TCGETS, 0x802c542a /* TCGETS2 */, TIOCGWINSZ, TIOCGPGRP, FIONREAD, FIOASYNC, FIOCLEX, FIONCLEX, TIOCOUTQ});
// Those of a terminal that change it: answered as where there is none.
constexpr auto kIoctlNoTerminal =
    std::to_array<std::uint64_t>({TCSETS, TCSETSW, TCSETSF, 0x402c542b /* TCSETS2 */, 0x402c542c /* TCSETSW2 */,
                                  0x402c542d /* TCSETSF2 */, TIOCSPGRP, TIOCSWINSZ, TIOCGSID, TIOCSCTTY, TIOCNOTTY,
                                  TIOCSTI, TIOCLINUX, TIOCGPTN, TIOCSPTLCK, TCSBRK, TCXONC, TCFLSH});

// Not: PR_SET_MM, PR_SCHED_CORE (it idles other processors), PR_SET_MEMORY_MERGE (equal pages of boxes would become one).
constexpr auto kPrctl = std::to_array<std::uint64_t>({PR_SET_PDEATHSIG,
                                                      PR_GET_PDEATHSIG,
                                                      PR_GET_DUMPABLE,
                                                      PR_SET_DUMPABLE,
                                                      PR_GET_KEEPCAPS,
                                                      PR_SET_KEEPCAPS,
                                                      PR_GET_TIMING,
                                                      PR_SET_TIMING,
                                                      PR_SET_NAME,
                                                      PR_GET_NAME,
                                                      PR_GET_SECCOMP,
                                                      PR_CAPBSET_READ,
                                                      PR_CAPBSET_DROP,
                                                      PR_GET_TSC,
                                                      PR_SET_TSC,
                                                      PR_GET_SECUREBITS,
                                                      PR_SET_TIMERSLACK,
                                                      PR_GET_TIMERSLACK,
                                                      PR_SET_CHILD_SUBREAPER,
                                                      PR_GET_CHILD_SUBREAPER,
                                                      PR_SET_NO_NEW_PRIVS,
                                                      PR_GET_NO_NEW_PRIVS,
                                                      PR_GET_TID_ADDRESS,
                                                      PR_SET_THP_DISABLE,
                                                      PR_GET_THP_DISABLE,
                                                      PR_CAP_AMBIENT,
                                                      PR_GET_SPECULATION_CTRL,
                                                      PR_SET_SPECULATION_CTRL,
                                                      PR_PAC_RESET_KEYS,
                                                      PR_SET_TAGGED_ADDR_CTRL,
                                                      PR_GET_TAGGED_ADDR_CTRL,
                                                      65 /* PR_SET_MDWE */,
                                                      66 /* PR_GET_MDWE */,
                                                      78 /* PR_FUTEX_HASH */,
                                                      0x53564d41 /* PR_SET_VMA: names of memory */,
                                                      0x59616d61 /* PR_SET_PTRACER */,
                                                      0x41555856 /* PR_GET_AUXV */});

// About a program's own memory. Not: what evicts, merges or collapses pages, which may be a file's that boxes share.
constexpr auto kMadvise = std::to_array<std::uint64_t>(
    {MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_DONTNEED, MADV_FREE, MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK,
     MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP, MADV_WIPEONFORK, MADV_KEEPONFORK, 22 /* MADV_POPULATE_READ */,
     23 /* MADV_POPULATE_WRITE */, 24 /* MADV_DONTNEED_LOCKED */, 102 /* MADV_GUARD_INSTALL */,
     103 /* MADV_GUARD_REMOVE */});
constexpr auto kMadviseIdle = std::to_array<std::uint64_t>({MADV_WILLNEED, MADV_HUGEPAGE, MADV_COLD, MADV_PAGEOUT});

// The private ones; the others interrupt every processor of the host.
constexpr auto kMembarrier = std::to_array<std::uint64_t>({0 /* QUERY */, 8, 16, 32, 64, 128, 256, 512});

// Of SOL_SOCKET. Not: filters, and cookies, which are numbered over the whole host.
constexpr auto kGetSocketOption = std::to_array<std::uint64_t>({SO_REUSEADDR,
                                                                SO_TYPE,
                                                                SO_ERROR,
                                                                SO_BROADCAST,
                                                                SO_SNDBUF,
                                                                SO_RCVBUF,
                                                                SO_KEEPALIVE,
                                                                SO_OOBINLINE,
                                                                SO_LINGER,
                                                                SO_REUSEPORT,
                                                                SO_PASSCRED,
                                                                SO_PEERCRED,
                                                                SO_RCVLOWAT,
                                                                SO_SNDLOWAT,
                                                                SO_RCVTIMEO,
                                                                SO_SNDTIMEO,
                                                                SO_ACCEPTCONN,
                                                                SO_PROTOCOL,
                                                                SO_DOMAIN,
                                                                SO_PEEK_OFF,
                                                                66 /* SO_RCVTIMEO_NEW */,
                                                                67 /* SO_SNDTIMEO_NEW */});
constexpr auto kSetSocketOption = std::to_array<std::uint64_t>(
    {SO_REUSEADDR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER, SO_REUSEPORT, SO_PASSCRED,
     SO_RCVLOWAT, SO_RCVTIMEO, SO_SNDTIMEO, SO_PEEK_OFF, 66 /* SO_RCVTIMEO_NEW */, 67 /* SO_SNDTIMEO_NEW */});

scmp_arg_cmp is_int(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, kInt, value & kInt};
}
scmp_arg_cmp is_masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
scmp_arg_cmp is_not(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}

// Adds rules until the first that libseccomp refuses.
class Rules final {
 public:
  explicit Rules(scmp_filter_ctx filter) : filter_(filter) {}
  int error() const { return error_; }

  void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> arguments) {
    if (error_ != 0) return;
    error_ = seccomp_rule_add_array(filter_, action, call, static_cast<unsigned>(arguments.size()), arguments.begin());
  }
  void add_each(std::uint32_t action, int call, unsigned argument, std::span<const std::uint64_t> values) {
    for (const auto value : values) add(action, call, {is_int(argument, value)});
  }

 private:
  const scmp_filter_ctx filter_;
  int error_ = 0;
};

void add_processes(Rules& rules) {
  rules.add(kAllow, SCMP_SYS(clone), {is_masked(0, kNamespaceFlags, 0)});
  for (std::uint64_t flag = 1; flag <= kNamespaceFlags; flag <<= 1) {
    if ((kNamespaceFlags & flag) != 0) rules.add(kRefuse, SCMP_SYS(clone), {is_masked(0, flag, flag)});
  }
  // Reading the personality, and what debuggers and test tools set.
  for (const std::uint64_t value : {std::uint64_t{0}, kInt, std::uint64_t{ADDR_NO_RANDOMIZE}}) {
    rules.add(kAllow, SCMP_SYS(personality), {{0, SCMP_CMP_EQ, value, 0}});
  }
  // A program's own niceness.
  // The run's own processes are all that it can name, but for its init, which is process 1 and may have the same uid.
  rules.add(kAllow, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_int(1, 0)});
  for (std::uint64_t bit = 2; bit <= kInt; bit <<= 1) {
    rules.add(kAllow, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_masked(1, bit, bit)});
  }
  rules.add(kRefuse, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_int(1, 1)});
  for (const int which : {PRIO_PGRP, PRIO_USER}) {
    rules.add(kRefuse, SCMP_SYS(setpriority), {is_int(0, static_cast<std::uint64_t>(which))});
  }
  rules.add_each(kAllow, SCMP_SYS(prctl), 0, kPrctl);
  rules.add_each(kAllow, SCMP_SYS(membarrier), 0, kMembarrier);
}

// A program's own limits; those of another process are not its business, even when that has its uid. All may be lowered
// but that of dumps: its one byte keeps them from the host's handler, and none would not.
void add_limits(Rules& rules) {
  static_assert(RLIMIT_CORE == 4);
  const scmp_arg_cmp self = is_int(0, 0), other = is_not(0, 0);
  const scmp_arg_cmp only_read = {2, SCMP_CMP_EQ, 0, 0}, changed = is_not(2, 0);
  // Of a resource's four bits that count, those of dumps are 0100.
  for (const auto& [mask, value] : {std::pair{1u, 1u}, std::pair{2u, 2u}, std::pair{8u, 8u}, std::pair{15u, 0u}}) {
    rules.add(kAllow, SCMP_SYS(setrlimit), {is_masked(0, mask, value)});
    rules.add(kAllow, SCMP_SYS(prlimit64), {self, is_masked(1, mask, value)});
  }
  rules.add(kRefuse, SCMP_SYS(setrlimit), {is_masked(0, 15, RLIMIT_CORE)});
  rules.add(kAllow, SCMP_SYS(prlimit64), {self, is_masked(1, 15, RLIMIT_CORE), only_read});
  rules.add(kRefuse, SCMP_SYS(prlimit64), {self, is_masked(1, 15, RLIMIT_CORE), changed});
  rules.add(kAllow, SCMP_SYS(prlimit64), {other, only_read});
  rules.add(kRefuse, SCMP_SYS(prlimit64), {other, changed});
}

void add_memory(Rules& rules) {
  // Huge pages that the host set aside are counted by no memory limit.
  struct Huge {
    int call;
    unsigned argument;
    std::uint64_t flag;
  };
  for (const auto& [call, argument, flag] :
       {Huge{SCMP_SYS(mmap), 3, MAP_HUGETLB}, Huge{SCMP_SYS(memfd_create), 1, MFD_HUGETLB},
        Huge{SCMP_SYS(shmget), 2, SHM_HUGETLB}}) {
    rules.add(kAllow, call, {is_masked(argument, flag, 0)});
    rules.add(kRefuse, call, {is_masked(argument, flag, flag)});
  }
  rules.add_each(kAllow, SCMP_SYS(madvise), 2, kMadvise);
  rules.add_each(kIdle, SCMP_SYS(madvise), 2, kMadviseIdle);
  // As fsync: nothing of a box goes to a disk.
  rules.add(kAllow, SCMP_SYS(msync), {is_masked(2, MS_SYNC, 0)});
  rules.add(kIdle, SCMP_SYS(msync), {is_masked(2, MS_SYNC, MS_SYNC)});
}

void add_files(Rules& rules) {
  rules.add_each(kAllow, SCMP_SYS(fcntl), 1, kFcntl);
  rules.add_each(kIdle, SCMP_SYS(fcntl), 1, kFcntlLocks);
  rules.add_each(kAllow, SCMP_SYS(ioctl), 1, kIoctl);
  for (const auto command : kIoctlNoTerminal) {
    rules.add(SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), {is_int(1, command)});
  }
  // A flag asks whether a page is in memory; without any these are preadv and pwritev.
  for (const int call : {SCMP_SYS(preadv2), SCMP_SYS(pwritev2)}) {
    rules.add(kAllow, call, {is_int(5, 0)});
    rules.add(SCMP_ACT_ERRNO(EOPNOTSUPP), call, {is_not(5, 0)});
  }
}

// AF_UNIX is all there is: names without a file belong to the box's network namespace, and files to its own tmpfs. An internet
// socket would find an empty network, and its kernel's counters are those of the whole host, so it answers what a
// connection would.
void add_sockets(Rules& rules) {
  for (const int family : {AF_INET, AF_INET6}) {
    rules.add(SCMP_ACT_ERRNO(ENETUNREACH), SCMP_SYS(socket), {is_int(0, static_cast<std::uint64_t>(family))});
  }
  for (const int family : {AF_NETLINK, AF_PACKET, 40 /* AF_VSOCK */}) {
    rules.add(kRefuse, SCMP_SYS(socket), {is_int(0, static_cast<std::uint64_t>(family))});
  }
  constexpr std::uint64_t kTypeMask = 0xf;  // the other bits are SOCK_NONBLOCK and SOCK_CLOEXEC
  for (const std::uint64_t type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
    for (const std::uint64_t protocol : {0, AF_UNIX}) {
      for (const int call : {SCMP_SYS(socket), SCMP_SYS(socketpair)}) {
        rules.add(kAllow, call, {is_int(0, AF_UNIX), is_masked(1, kTypeMask, type), is_int(2, protocol)});
      }
    }
  }
  for (const auto option : kGetSocketOption) {
    rules.add(kAllow, SCMP_SYS(getsockopt), {is_int(1, SOL_SOCKET), is_int(2, option)});
  }
  for (const auto option : kSetSocketOption) {
    rules.add(kAllow, SCMP_SYS(setsockopt), {is_int(1, SOL_SOCKET), is_int(2, option)});
  }
}

}  // namespace

int add_conditional_calls(scmp_filter_ctx filter) {
  Rules rules(filter);
  add_processes(rules);
  add_limits(rules);
  add_memory(rules);
  add_files(rules);
  add_sockets(rules);
  return rules.error();
}

}  // namespace autograder
