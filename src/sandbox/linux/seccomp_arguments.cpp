#include "sandbox/linux/seccomp_arguments.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
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
#include <span>
#include <utility>

// Numbers that the headers of the oldest system do not have are written out.
namespace autograder {
namespace {

constexpr std::uint32_t kAllow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t kIdle = SECCOMP_RET_ERRNO | 0;

constexpr std::uint32_t kNamespaceFlags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                          CLONE_NEWPID | CLONE_NEWNET | 0x80 /* CLONE_NEWTIME */;
// As pidfd_open.
constexpr std::uint32_t kRefusedFlags = kNamespaceFlags | CLONE_PIDFD;

// A file's locks, leases, notices and hints tell of others at it. Locks succeed and are not there, as flock: all that may
// be written belongs to one program. Who would be in the way of a lock the kernel may say (SQLite asks, and takes a refusal
// for a broken disk): nobody in a box is.
// F_SETFL, and FIONBIO of ioctl, are in seccomp_output.cpp.
constexpr auto kFcntl =
    std::to_array<std::uint32_t>({F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_GETLK, F_SETOWN, F_GETOWN, F_SETSIG, F_GETSIG,
                                  F_SETOWN_EX, F_GETOWN_EX, F_DUPFD_CLOEXEC, F_SETPIPE_SZ, F_GETPIPE_SZ, F_ADD_SEALS,
                                  F_GET_SEALS, 1027 /* F_DUPFD_QUERY */, 1028 /* F_CREATED_QUERY */});
constexpr auto kFcntlLocks = std::to_array<std::uint32_t>({F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW});

// Whether it is a terminal, how much there is to read, and what descriptors are asked. There is no device in a box.
constexpr auto kIoctl = std::to_array<std::uint32_t>(
    {TCGETS, 0x802c542a /* TCGETS2 */, TIOCGWINSZ, TIOCGPGRP, FIONREAD, FIOASYNC, FIOCLEX, FIONCLEX, TIOCOUTQ});
// Those of a terminal that change it: answered as where there is none.
constexpr auto kIoctlNoTerminal =
    std::to_array<std::uint32_t>({TCSETS, TCSETSW, TCSETSF, 0x402c542b /* TCSETS2 */, 0x402c542c /* TCSETSW2 */,
                                  0x402c542d /* TCSETSF2 */, TIOCSPGRP, TIOCSWINSZ, TIOCGSID, TIOCSCTTY, TIOCNOTTY,
                                  TIOCSTI, TIOCLINUX, TIOCGPTN, TIOCSPTLCK, TCSBRK, TCXONC, TCFLSH});

// Not: PR_SET_MM, PR_SCHED_CORE (it idles other processors), PR_SET_MEMORY_MERGE (equal pages of boxes would become one).
constexpr auto kPrctl = std::to_array<std::uint32_t>({PR_SET_PDEATHSIG,
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
constexpr auto kMadvise = std::to_array<std::uint32_t>(
    {MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_DONTNEED, MADV_FREE, MADV_REMOVE, MADV_DONTFORK, MADV_DOFORK,
     MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP, MADV_WIPEONFORK, MADV_KEEPONFORK, 22 /* MADV_POPULATE_READ */,
     23 /* MADV_POPULATE_WRITE */, 24 /* MADV_DONTNEED_LOCKED */, 102 /* MADV_GUARD_INSTALL */,
     103 /* MADV_GUARD_REMOVE */});
constexpr auto kMadviseIdle = std::to_array<std::uint32_t>({MADV_WILLNEED, MADV_HUGEPAGE, MADV_COLD, MADV_PAGEOUT});

// The private ones; the others interrupt every processor of the host.
constexpr auto kMembarrier = std::to_array<std::uint32_t>({0 /* QUERY */, 8, 16, 32, 64, 128, 256, 512});

// Options of SOL_SOCKET. Not: filters, and cookies, which are numbered over the whole host.
constexpr auto kGetSocketOption = std::to_array<std::uint32_t>({SO_REUSEADDR,
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
constexpr auto kSetSocketOption = std::to_array<std::uint32_t>(
    {SO_REUSEADDR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER, SO_REUSEPORT, SO_PASSCRED,
     SO_RCVLOWAT, SO_RCVTIMEO, SO_SNDTIMEO, SO_PEEK_OFF, 66 /* SO_RCVTIMEO_NEW */, 67 /* SO_SNDTIMEO_NEW */});

void add_each(SeccompTable& table, std::uint32_t answer, int call, unsigned argument,
              std::span<const std::uint32_t> values) {
  for (const auto value : values) table.add(answer, call, {is_int(argument, value)});
}

void add_processes(SeccompTable& table) {
  table.add(kAllow, SCMP_SYS(clone), {is_masked(0, kRefusedFlags, 0)});
  table.add(kRefuse, SCMP_SYS(clone), {is_not_masked(0, kRefusedFlags, 0)});
  // Reading the personality, and what debuggers and test tools set.
  for (const std::uint32_t value : {0u, 0xffffffffu, std::uint32_t{ADDR_NO_RANDOMIZE}}) {
    table.add(kAllow, SCMP_SYS(personality), {is_int(0, value)});
  }
  // A program's own niceness.
  // The run's own processes are all that it can name, but for its init, which is process 1 and may have the same uid.
  table.add(kAllow, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_int(1, 0)});
  table.add(kAllow, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_not_masked(1, ~1u, 0)});
  table.add(kRefuse, SCMP_SYS(setpriority), {is_int(0, PRIO_PROCESS), is_int(1, 1)});
  for (const int which : {PRIO_PGRP, PRIO_USER}) {
    table.add(kRefuse, SCMP_SYS(setpriority), {is_int(0, static_cast<std::uint32_t>(which))});
  }
  add_each(table, kAllow, SCMP_SYS(prctl), 0, kPrctl);
  add_each(table, kAllow, SCMP_SYS(membarrier), 0, kMembarrier);
}

// A program's own limits; those of another process are not its business, even when that has its uid. All may be lowered
// but that of dumps: its one byte keeps them from the host's handler, and none would not.
void add_limits(SeccompTable& table) {
  static_assert(RLIMIT_CORE == 4);
  const WordTest self = is_int(0, 0), other = is_not(0, 0);
  constexpr unsigned kNewLimit = 2;  // a pointer
  // Of a resource's four bits that count, those of dumps are 0100.
  for (const auto& [mask, value] : {std::pair{1u, 1u}, std::pair{2u, 2u}, std::pair{8u, 8u}, std::pair{15u, 0u}}) {
    table.add(kAllow, SCMP_SYS(setrlimit), {is_masked(0, mask, value)});
    table.add(kAllow, SCMP_SYS(prlimit64), {self, is_masked(1, mask, value)});
  }
  table.add(kRefuse, SCMP_SYS(setrlimit), {is_masked(0, 15, RLIMIT_CORE)});
  for (const WordTests& whose : {WordTests{self, is_masked(1, 15, RLIMIT_CORE)}, WordTests{other}}) {
    table.add_null(kAllow, SCMP_SYS(prlimit64), whose, kNewLimit);
    table.add_not_null(kRefuse, SCMP_SYS(prlimit64), whose, kNewLimit);
  }
}

void add_memory(SeccompTable& table) {
  // Huge pages that the host set aside are counted by no memory limit.
  struct Huge {
    int call;
    unsigned argument;
    std::uint32_t flag;
  };
  for (const auto& [call, argument, flag] :
       {Huge{SCMP_SYS(mmap), 3, MAP_HUGETLB}, Huge{SCMP_SYS(memfd_create), 1, MFD_HUGETLB},
        Huge{SCMP_SYS(shmget), 2, SHM_HUGETLB}}) {
    table.add(kAllow, call, {is_masked(argument, flag, 0)});
    table.add(kRefuse, call, {is_masked(argument, flag, flag)});
  }
  add_each(table, kAllow, SCMP_SYS(madvise), 2, kMadvise);
  add_each(table, kIdle, SCMP_SYS(madvise), 2, kMadviseIdle);
  // As fsync: nothing of a box goes to a disk.
  table.add(kAllow, SCMP_SYS(msync), {is_masked(2, MS_SYNC, 0)});
  table.add(kIdle, SCMP_SYS(msync), {is_masked(2, MS_SYNC, MS_SYNC)});
}

void add_files(SeccompTable& table) {
  add_each(table, kAllow, SCMP_SYS(fcntl), 1, kFcntl);
  add_each(table, kIdle, SCMP_SYS(fcntl), 1, kFcntlLocks);
  add_each(table, kAllow, SCMP_SYS(ioctl), 1, kIoctl);
  for (const auto command : kIoctlNoTerminal) {
    table.add(SECCOMP_RET_ERRNO | ENOTTY, SCMP_SYS(ioctl), {is_int(1, command)});
  }
  // A flag asks whether a page is in memory; without any these are preadv and pwritev.
  for (const int call : {SCMP_SYS(preadv2), SCMP_SYS(pwritev2)}) {
    table.add(kAllow, call, {is_int(5, 0)});
    table.add(SECCOMP_RET_ERRNO | EOPNOTSUPP, call, {is_not(5, 0)});
  }
}

// AF_UNIX is all there is: names without a file belong to the box's network namespace, and files to its own tmpfs. An internet
// socket would find an empty network, and its kernel's counters are those of the whole host, so it answers what a
// connection would.
void add_sockets(SeccompTable& table) {
  for (const int family : {AF_INET, AF_INET6}) {
    table.add(SECCOMP_RET_ERRNO | ENETUNREACH, SCMP_SYS(socket), {is_int(0, static_cast<std::uint32_t>(family))});
  }
  for (const int family : {AF_NETLINK, AF_PACKET, 40 /* AF_VSOCK */}) {
    table.add(kRefuse, SCMP_SYS(socket), {is_int(0, static_cast<std::uint32_t>(family))});
  }
  constexpr std::uint32_t kTypeMask = 0xf;  // the other bits are SOCK_NONBLOCK and SOCK_CLOEXEC
  for (const std::uint32_t type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
    for (const std::uint32_t protocol : {0, AF_UNIX}) {
      for (const int call : {SCMP_SYS(socket), SCMP_SYS(socketpair)}) {
        table.add(kAllow, call, {is_int(0, AF_UNIX), is_masked(1, kTypeMask, type), is_int(2, protocol)});
      }
    }
  }
  for (const auto option : kGetSocketOption) {
    table.add(kAllow, SCMP_SYS(getsockopt), {is_int(1, SOL_SOCKET), is_int(2, option)});
  }
  for (const auto option : kSetSocketOption) {
    table.add(kAllow, SCMP_SYS(setsockopt), {is_int(1, SOL_SOCKET), is_int(2, option)});
  }
}

}  // namespace

void add_conditional_calls(SeccompTable& table) {
  add_processes(table);
  add_limits(table);
  add_memory(table);
  add_files(table);
  add_sockets(table);
}

}  // namespace autograder
