// clone3 with its own stack and CLONE_INTO_CGROUP: what the C library has no function for.
#pragma once

#include <sys/types.h>

#include <span>

namespace autograder {

// Starts `entry(argument)` on `stack` in a process that shares our memory, while we stand still until its exec or end
// (CLONE_VM | CLONE_VFORK), born in the cgroup whose directory is `cgroup`. Its return value is its exit code.
// -1 and errno: ENOSYS where the kernel, a filter of the host or this processor's port does not have it.
pid_t clone_into(int cgroup, std::span<char> stack, int (*entry)(void*), void* argument) noexcept;

}  // namespace autograder
