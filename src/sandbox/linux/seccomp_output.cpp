#include "sandbox/linux/seccomp_output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <initializer_list>

namespace autograder {

int add_blocking_output(scmp_filter_ctx filter) {
  // The kernel looks at the lower half of each of these arguments alone.
  constexpr std::uint64_t kLower = 0xffffffff;
  const auto descriptor = [](std::uint64_t fd) { return SCMP_A0_64(SCMP_CMP_MASKED_EQ, kLower, fd); };
  const auto others = {SCMP_A0_64(SCMP_CMP_EQ, STDIN_FILENO, 0), SCMP_A0_64(SCMP_CMP_GT, STDERR_FILENO, 0)};
  const scmp_arg_cmp set_flags = SCMP_A1_64(SCMP_CMP_MASKED_EQ, kLower, F_SETFL);
  const scmp_arg_cmp blocking = SCMP_A2_64(SCMP_CMP_MASKED_EQ, O_NONBLOCK, 0);
  const scmp_arg_cmp not_blocking = SCMP_A2_64(SCMP_CMP_MASKED_EQ, O_NONBLOCK, O_NONBLOCK);
  const scmp_arg_cmp switch_blocking = SCMP_A1_64(SCMP_CMP_MASKED_EQ, kLower, FIONBIO);

  int error = 0;
  const auto add = [&](std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions) {
    if (error == 0)
      error =
          seccomp_rule_add_array(filter, action, call, static_cast<unsigned>(conditions.size()), conditions.begin());
  };
  // No two rules of a call meet, so that their order means nothing.
  add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {set_flags, blocking});
  for (const auto& other : others) {
    add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {other, set_flags, not_blocking});
    add(SCMP_ACT_ALLOW, SCMP_SYS(ioctl), {other, switch_blocking});
  }
  for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
    add(SCMP_ACT_ERRNO(0), SCMP_SYS(fcntl), {descriptor(static_cast<std::uint64_t>(output)), set_flags, not_blocking});
    add(SCMP_ACT_ERRNO(0), SCMP_SYS(ioctl), {descriptor(static_cast<std::uint64_t>(output)), switch_blocking});
  }
  return error;
}

}  // namespace autograder
