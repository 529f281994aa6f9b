#include "sandbox/linux/clone_into.h"

#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdint>

namespace autograder {
namespace {

// The kernel's struct clone_args, written out: the headers of the oldest system we build on may lack `cgroup`.
struct CloneArguments {
  std::uint64_t flags;
  std::uint64_t pidfd;
  std::uint64_t child_tid;
  std::uint64_t parent_tid;
  std::uint64_t exit_signal;
  std::uint64_t stack;
  std::uint64_t stack_size;
  std::uint64_t tls;
  std::uint64_t set_tid;
  std::uint64_t set_tid_size;
  std::uint64_t cgroup;
};
constexpr std::uint64_t kIntoCgroup = 0x200000000;
[[maybe_unused]] constexpr long kClone3 = 435;

}  // namespace

// The child returns from the system call on an empty stack, so the call cannot stand in a function of C++: the few
// instructions below lead it to `entry` and then to its end.
pid_t clone_into(int cgroup, std::span<char> stack, int (*entry)(void*), void* argument) noexcept {
  CloneArguments arguments{};
  arguments.flags = CLONE_VM | CLONE_VFORK | kIntoCgroup;
  arguments.exit_signal = SIGCHLD;
  arguments.stack = reinterpret_cast<std::uint64_t>(stack.data());
  arguments.stack_size = stack.size() / 16 * 16;
  arguments.cgroup = static_cast<std::uint64_t>(cgroup);
#if defined(__x86_64__)
  long result = kClone3;
  asm volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "mov %[argument], %%rdi\n\t"
      "call *%[entry]\n\t"
      "mov %%eax, %%edi\n\t"
      "mov %[exit], %%eax\n\t"
      "syscall\n\t"
      "hlt\n"
      "1:"
      : "+a"(result)
      : "D"(&arguments), "S"(sizeof arguments), [entry] "r"(entry), [argument] "r"(argument), [exit] "i"(SYS_exit)
      : "rcx", "r11", "memory", "cc");
#elif defined(__aarch64__)
  register long number asm("x8") = kClone3;
  register long result asm("x0") = reinterpret_cast<long>(&arguments);
  register long size asm("x1") = sizeof arguments;
  asm volatile(
      "svc 0\n\t"
      "cbnz x0, 1f\n\t"
      "mov x0, %[argument]\n\t"
      "blr %[entry]\n\t"
      "mov x8, %[exit]\n\t"
      "svc 0\n\t"
      "brk 0\n"
      "1:"
      : "+r"(result), "+r"(number), "+r"(size)
      : [entry] "r"(entry), [argument] "r"(argument), [exit] "i"(SYS_exit)
      : "x30", "memory", "cc");
#else
  long result = -ENOSYS;
#endif
  if (result < 0) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return static_cast<pid_t>(result);
}

}  // namespace autograder
