// Asks the finished program, by the kernel's rules for it, what it answers to a call. Nothing is loaded.
#include "sandbox/linux/seccomp.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "sandbox/linux/seccomp_calls.h"

namespace autograder {
namespace {

constexpr int kNumbersMax = 1100;  // above the last number of any kernel

std::uint32_t word_of(const seccomp_data& data, std::uint32_t offset) {
  std::uint32_t word = 0;
  std::memcpy(&word, reinterpret_cast<const char*>(&data) + offset, sizeof word);
  return word;
}

bool jumps(const sock_filter& at, std::uint32_t left) {
  switch (BPF_OP(at.code)) {
    case BPF_JEQ:
      return left == at.k;
    case BPF_JGT:
      return left > at.k;
    case BPF_JGE:
      return left >= at.k;
    case BPF_JSET:
      return (left & at.k) != 0;
    default:
      ADD_FAILURE() << "a jump that the filter should not have: " << at.code;
      return false;
  }
}

std::uint32_t run(const std::vector<sock_filter>& program, const seccomp_data& data) {
  std::uint32_t value = 0;
  for (std::size_t at = 0; at < program.size(); ++at) {
    const sock_filter& step = program[at];
    if (step.code == (BPF_LD | BPF_W | BPF_ABS)) {
      value = word_of(data, step.k);
    } else if (step.code == (BPF_ALU | BPF_AND | BPF_K)) {
      value &= step.k;
    } else if (step.code == (BPF_JMP | BPF_JA)) {
      at += step.k;
    } else if (BPF_CLASS(step.code) == BPF_JMP) {
      at += jumps(step, value) ? step.jt : step.jf;
    } else if (step.code == (BPF_RET | BPF_K)) {
      return step.k;
    } else {
      ADD_FAILURE() << "a step that the filter should not have: " << step.code;
      break;
    }
  }
  return SECCOMP_RET_KILL_PROCESS;
}

class Filter final {
 public:
  std::size_t size() const { return program_.size(); }

  // "allowed", or the name of the errno; "done" where it is 0.
  std::string answer(int number, std::initializer_list<std::uint64_t> arguments) const {
    seccomp_data data{};
    data.nr = number;
    data.arch = seccomp_arch_native();
    std::size_t at = 0;
    for (const auto argument : arguments) data.args[at++] = argument;
    const std::uint32_t action = run(program_, data);
    if (action == SECCOMP_RET_ALLOW) return "allowed";
    if ((action & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO) return "killed";
    const int error = static_cast<int>(action & SECCOMP_RET_DATA);
    return error == 0 ? "done" : strerrorname_np(error);
  }
  std::string answer(const char* call, std::initializer_list<std::uint64_t> arguments) const {
    return answer(seccomp_syscall_resolve_name(call), arguments);
  }

 private:
  std::vector<sock_filter> program_ = seccomp_table().program();
};

TEST(Seccomp, EachKnownCallIsInOneList) {
  std::map<std::string, int> times;
  for (const auto& list :
       {allowed_calls(), conditional_calls(), idle_calls(), unsupported_calls(), forbidden_calls(), absent_calls()}) {
    EXPECT_FALSE(list.empty());
    for (const auto& name : list) ++times[name];
  }
  for (const auto& [name, count] : times) EXPECT_EQ(count, 1) << name;
  std::string beyond;
  for (int number = 0; number < kNumbersMax; ++number) {
    const std::unique_ptr<char, decltype(&std::free)> name(
        seccomp_syscall_resolve_num_arch(seccomp_arch_native(), number), &std::free);
    if (name && !times.contains(name.get())) beyond += std::string(" ") + name.get();
  }
  // Not an error: with a newer libseccomp there are such, and they answer ENOSYS, which the next test shows.
  std::cout << "calls that this libseccomp knows beyond our lists:" << (beyond.empty() ? " none" : beyond) << "\n";
}

TEST(Seccomp, AllowsNoNumberThatIsNotListed) {
  std::map<int, std::string> listed;
  for (const auto& list : {allowed_calls(), conditional_calls()}) {
    for (const auto& name : list) listed[seccomp_syscall_resolve_name(name.c_str())] = name;
  }
  const Filter filter;
  for (int number = 0; number < kNumbersMax; ++number) {
    if (listed.contains(number)) continue;
    EXPECT_NE(filter.answer(number, {}), "allowed") << number;
  }
  for (const auto& name : absent_calls()) {
    const int number = seccomp_syscall_resolve_name(name.c_str());
    if (number >= 0) {
      EXPECT_EQ(filter.answer(number, {}), "ENOSYS") << name;
    }
  }
  EXPECT_EQ(filter.answer(kNumbersMax, {}), "ENOSYS");
  EXPECT_LT(filter.size(), 500u);  // each run loads it
}

bool holds(const SeccompTable::Rule& rule, const seccomp_data& data) {
  return std::ranges::all_of(rule.tests, [&](const WordTest& test) {
    return ((word_of(data, test.offset) & test.mask) == test.value) == test.equal;
  });
}

// By the table itself, rule by rule: all answers, of which there should be one.
std::set<std::uint32_t> answers_of(const std::vector<SeccompTable::Rule>& rules, const seccomp_data& data) {
  std::set<std::uint32_t> answers;
  for (const auto& rule : rules)
    if (holds(rule, data)) answers.insert(rule.answer);
  return answers;
}

// Words about a value at which some answer may change.
std::set<std::uint32_t> words_about(const std::vector<SeccompTable::Rule>& rules) {
  std::set<std::uint32_t> words{0, 1, 0xffffffff, 0x80000000};
  for (const auto& rule : rules) {
    for (const WordTest& test : rule.tests)
      for (const std::uint32_t word :
           {test.value, test.value + 1, test.value - 1, test.mask, ~test.mask, test.value | ~test.mask})
        words.insert(word);
  }
  return words;
}

TEST(Seccomp, TheProgramAnswersAsTheTable) {
  const SeccompTable table = seccomp_table();
  const auto program = table.program();
  std::mt19937 random(7);
  for (int number = -1; number < kNumbersMax; ++number) {
    const auto found = table.rules().find(number);
    const std::vector<SeccompTable::Rule> rules =
        found == table.rules().end() ? std::vector<SeccompTable::Rule>() : found->second;
    const auto about = words_about(rules);
    const std::vector<std::uint32_t> words(about.begin(), about.end());
    for (int round = 0; round < (rules.empty() ? 1 : 20'000); ++round) {
      seccomp_data data{};
      data.nr = number;
      data.arch = seccomp_arch_native();
      for (auto& argument : data.args)
        argument = words[random() % words.size()] | std::uint64_t{random() % 4 ? 0 : words[random() % words.size()]}
                                                        << 32;
      const auto answers = answers_of(rules, data);
      ASSERT_LE(answers.size(), 1u) << number << ": rules that meet";
      const std::uint32_t wanted = answers.empty() ? SECCOMP_RET_ERRNO | ENOSYS : *answers.begin();
      ASSERT_EQ(run(program, data), wanted)
          << "call " << number << " with " << data.args[0] << " " << data.args[1] << " " << data.args[2];
    }
  }
}

// Tables that nobody would write: many rules of one call that meet and share their first questions.
TEST(Seccomp, TheFirstRuleThatHoldsAnswersInAnyTable) {
  std::mt19937 random(11);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  const auto some_test = [&]() -> WordTest {
    const unsigned argument = below(2);
    const std::uint32_t mask = below(4), value = below(4);
    if (below(2) == 0) return below(2) == 0 ? is_int(argument, value) : is_not(argument, value);
    return below(2) == 0 ? is_masked(argument, mask, value & mask) : is_not_masked(argument, mask, value & mask);
  };
  for (int round = 0; round < 300; ++round) {
    SeccompTable table(SECCOMP_RET_ERRNO | ENOSYS);
    const int calls = 1 + static_cast<int>(below(4));
    for (std::uint32_t rule = 0, rules = 1 + below(round % 10 == 0 ? 200 : 12); rule < rules; ++rule) {
      WordTests tests(1 + below(3), some_test());
      for (auto& test : tests) test = below(2) == 0 ? test : some_test();
      table.add(SECCOMP_RET_ERRNO | below(4), static_cast<int>(below(static_cast<std::uint32_t>(calls))), tests);
    }
    const auto program = table.program();
    for (const auto& [call, rules] : table.rules()) {
      for (std::uint64_t bits = 0; bits < 64; ++bits) {
        seccomp_data data{};
        data.nr = call;
        data.arch = seccomp_arch_native();
        data.args[0] = bits % 8;
        data.args[1] = bits / 8;
        const auto first = std::ranges::find_if(rules, [&](const auto& rule) { return holds(rule, data); });
        const std::uint32_t wanted = first == rules.end() ? SECCOMP_RET_ERRNO | ENOSYS : first->answer;
        ASSERT_EQ(run(program, data), wanted) << "round " << round << ", call " << call << ", arguments " << bits;
      }
    }
  }
}

TEST(Seccomp, CallsOfAnotherAbiKill) {
  const auto program = seccomp_table().program();
  seccomp_data data{};
  data.nr = SCMP_SYS(getpid);
  for (const std::uint32_t arch : {std::uint32_t{SCMP_ARCH_X86}, 0u}) {
    data.arch = arch;
    EXPECT_EQ(run(program, data), SECCOMP_RET_KILL_PROCESS) << arch;
  }
  data.arch = seccomp_arch_native();
  EXPECT_EQ(run(program, data), SECCOMP_RET_ALLOW);
  data.nr |= 0x40000000;  // x32
  EXPECT_EQ(run(program, data), SECCOMP_RET_KILL_PROCESS);
}

TEST(Seccomp, LocksAndAdviceAreDoneWithoutAnyEffect) {
  const Filter filter;
  for (const std::uint64_t command : {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW}) {
    EXPECT_EQ(filter.answer("fcntl", {0, command}), "done");
    EXPECT_EQ(filter.answer("fcntl", {0, command | std::uint64_t{1} << 32}), "done");
  }
  EXPECT_EQ(filter.answer("fcntl", {0, F_GETLK}), "allowed");  // nobody can be in the way
  for (const char* call : {"flock", "fadvise64", "readahead", "fsync", "fdatasync", "sync", "syncfs"})
    EXPECT_EQ(filter.answer(call, {}), "done") << call;
  EXPECT_EQ(filter.answer("msync", {0, 0, MS_SYNC}), "done");
  EXPECT_EQ(filter.answer("msync", {0, 0, MS_ASYNC}), "allowed");
}

TEST(Seccomp, ASharedFileTellsNothingOfOthers) {
  const Filter filter;
  for (const std::uint64_t command : {F_OFD_GETLK, F_SETLEASE, F_GETLEASE, F_NOTIFY, F_GET_RW_HINT, F_SET_RW_HINT,
                                      F_GET_FILE_RW_HINT, F_SET_FILE_RW_HINT, 1029, 1040, 9999})
    EXPECT_EQ(filter.answer("fcntl", {0, command}), "ENOSYS") << command;
  for (const char* call :
       {"mincore", "cachestat", "openat2", "inotify_init1", "io_setup", "io_submit", "io_uring_setup"}) {
    const int number = seccomp_syscall_resolve_name(call);
    if (number >= 0) {
      EXPECT_EQ(filter.answer(number, {}), "ENOSYS") << call;
    }
  }
  for (const char* call : {"setxattr", "fsetxattr", "lsetxattr", "getxattr", "fgetxattr", "listxattr", "removexattr"})
    EXPECT_EQ(filter.answer(call, {}), "EOPNOTSUPP") << call;
  for (const char* call : {"preadv2", "pwritev2"}) {
    EXPECT_EQ(filter.answer(call, {0, 0, 1, 0, 0, 0}), "allowed");
    for (const std::uint64_t flags : {1, 2, 4, 8, 16, 32, 64, 128})
      EXPECT_EQ(filter.answer(call, {0, 0, 1, 0, 0, flags}), "EOPNOTSUPP") << flags;
  }
  for (const std::uint64_t advice : {3 /* WILLNEED */, 14 /* HUGEPAGE */, 20 /* COLD */, 21 /* PAGEOUT */})
    EXPECT_EQ(filter.answer("madvise", {0, 0, advice}), "done") << advice;
  for (const std::uint64_t advice : {12 /* MERGEABLE */, 25 /* COLLAPSE */, 100 /* HWPOISON */, 101 /* SOFT_OFFLINE */})
    EXPECT_EQ(filter.answer("madvise", {0, 0, advice}), "ENOSYS") << advice;
  EXPECT_EQ(filter.answer("madvise", {0, 0, MADV_DONTNEED}), "allowed");
}

TEST(Seccomp, SocketsAreOfOneFamily) {
  const Filter filter;
  for (const std::uint64_t type :
       std::initializer_list<std::uint64_t>{SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM | SOCK_CLOEXEC})
    for (const char* call : {"socket", "socketpair"}) EXPECT_EQ(filter.answer(call, {AF_UNIX, type, 0}), "allowed");
  for (const char* call : {"socket", "socketpair"}) {
    EXPECT_EQ(filter.answer(call, {AF_UNIX, SOCK_RAW, 0}), "ENOSYS");
    EXPECT_EQ(filter.answer(call, {AF_UNIX, SOCK_STREAM, 262}), "ENOSYS");
  }
  for (std::uint64_t family = 0; family < 64; ++family) {
    if (family == AF_UNIX) continue;
    EXPECT_NE(filter.answer("socket", {family, SOCK_STREAM, 0}), "allowed") << family;
    EXPECT_EQ(filter.answer("socketpair", {family, SOCK_STREAM, 0}), "ENOSYS") << family;
  }
  EXPECT_EQ(filter.answer("socket", {AF_INET, SOCK_STREAM, 0}), "ENETUNREACH");
  EXPECT_EQ(filter.answer("socket", {AF_INET6, SOCK_DGRAM, 136}), "ENETUNREACH");
  EXPECT_EQ(filter.answer("setsockopt", {0, SOL_SOCKET, SO_SNDBUF}), "allowed");
  EXPECT_EQ(filter.answer("setsockopt", {0, SOL_SOCKET, SO_ATTACH_FILTER}), "ENOSYS");
  EXPECT_EQ(filter.answer("setsockopt", {0, 41 /* IPv6 */, 32 /* flow labels */}), "ENOSYS");
  EXPECT_EQ(filter.answer("getsockopt", {0, SOL_SOCKET, SO_ERROR}), "allowed");
  EXPECT_EQ(filter.answer("getsockopt", {0, SOL_SOCKET, 57 /* SO_COOKIE */}), "ENOSYS");
}

TEST(Seccomp, CommandsAndOptionsAreListedToo) {
  const Filter filter;
  for (const std::uint64_t command : {TCGETS, FIONREAD, FIONBIO, FIOCLEX})
    EXPECT_EQ(filter.answer("ioctl", {0, command}), "allowed");
  EXPECT_EQ(filter.answer("ioctl", {0, TIOCSTI}), "ENOTTY");
  for (const std::uint64_t command : {0x40049409u /* FICLONE */, 0xc0189436u /* FIDEDUPERANGE */,
                                      0x80045200u /* entropy */, 0x40086602u /* file flags */})
    EXPECT_EQ(filter.answer("ioctl", {0, command}), "ENOSYS") << command;
  EXPECT_EQ(filter.answer("prctl", {PR_SET_NAME}), "allowed");
  for (const std::uint64_t option : {22 /* SECCOMP */, 35 /* MM */, 62 /* SCHED_CORE */, 67 /* MEMORY_MERGE */, 9999})
    EXPECT_EQ(filter.answer("prctl", {option}), "ENOSYS") << option;
  EXPECT_EQ(filter.answer("membarrier", {8}), "allowed");
  for (const std::uint64_t command : {1, 2, 4}) EXPECT_EQ(filter.answer("membarrier", {command}), "ENOSYS") << command;
}

TEST(Seccomp, NamespacesLimitsAndHugePagesAreRefused) {
  const Filter filter;
  EXPECT_EQ(filter.answer("clone", {CLONE_VM | CLONE_VFORK | 17}), "allowed");
  for (const std::uint64_t flag : {CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWIPC, CLONE_NEWUTS,
                                   CLONE_NEWCGROUP, 0x80, CLONE_PIDFD})
    EXPECT_EQ(filter.answer("clone", {flag | 17}), "EPERM") << flag;
  EXPECT_EQ(filter.answer("mmap", {0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS}), "allowed");
  EXPECT_EQ(filter.answer("mmap", {0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB}), "EPERM");
  EXPECT_EQ(filter.answer("prlimit64", {0, 7, 1}), "allowed");
  EXPECT_EQ(filter.answer("prlimit64", {0, 4 /* core */, 1}), "EPERM");
  EXPECT_EQ(filter.answer("prlimit64", {1, 7, 1}), "EPERM");
  EXPECT_EQ(filter.answer("setpriority", {0, 0, 5}), "allowed");
  for (const std::uint64_t own : {2, 17, 4194304}) EXPECT_EQ(filter.answer("setpriority", {0, own, 5}), "allowed");
  EXPECT_EQ(filter.answer("setpriority", {0, 1, 5}), "EPERM");
  EXPECT_EQ(filter.answer("setpriority", {0, 1 | std::uint64_t{1} << 32, 5}), "EPERM");
  for (const std::uint64_t which : {1, 2}) EXPECT_EQ(filter.answer("setpriority", {which, 0, 5}), "EPERM");
  EXPECT_EQ(filter.answer("sched_setaffinity", {0, 8, 1}), "done");
}

}  // namespace
}  // namespace autograder
