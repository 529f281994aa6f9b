#include "sandbox/linux/seccomp_output.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace autograder {

void add_blocking_output(SeccompTable& table) {
  const WordTest set_flags = is_int(1, F_SETFL), switch_blocking = is_int(1, FIONBIO);
  const WordTest blocking = is_masked(2, O_NONBLOCK, 0), not_blocking = is_masked(2, O_NONBLOCK, O_NONBLOCK);
  constexpr std::uint32_t kAboveStderr = ~std::uint32_t{STDIN_FILENO | STDOUT_FILENO | STDERR_FILENO};
  table.add(SECCOMP_RET_ALLOW, SCMP_SYS(fcntl), {set_flags, blocking});
  for (const WordTest& other : {is_int(0, STDIN_FILENO), is_int(0, 3), is_not_masked(0, kAboveStderr, 0)}) {
    table.add(SECCOMP_RET_ALLOW, SCMP_SYS(fcntl), {set_flags, not_blocking, other});
    table.add(SECCOMP_RET_ALLOW, SCMP_SYS(ioctl), {switch_blocking, other});
  }
  for (const std::uint32_t output : {STDOUT_FILENO, STDERR_FILENO}) {
    table.add(SECCOMP_RET_ERRNO | 0, SCMP_SYS(fcntl), {set_flags, not_blocking, is_int(0, output)});
    table.add(SECCOMP_RET_ERRNO | 0, SCMP_SYS(ioctl), {switch_blocking, is_int(0, output)});
  }
}

}  // namespace autograder
