// The state that the inits of one box and its program share until exec: one static block of memory.
//
// Static, because a run init shares memory with its box init and may be killed at any point, so it allocates nothing.
#pragma once

#include <linux/filter.h>

#include <array>

#include "sandbox/linux/order.h"
#include "sandbox/linux/packet.h"
#include "sandbox/linux/step.h"

namespace autograder {

constexpr std::size_t kStackSize = 256 * 1024;

struct BoxState {
  const sock_filter* seccomp = nullptr;
  unsigned short seccomp_size = 0;
  int landlock_version = 0;
  int landlock_rules = -1;
  bool one_uid = false;  // rootless: inits and program are one uid on the host
  int leaf = -1;         // directory of the group in which the program is born; -1: where its init is
  RunHeader header;
  RunStrings strings;
  StepFailure failure;
  alignas(16) std::array<char, kPacketMax> packet;
  alignas(16) std::array<char, kStackSize> run_stack;
  alignas(16) std::array<char, kStackSize> program_stack;
};

}  // namespace autograder
