// Which system calls a program in a box may make.
//
// The answer to whatever is not named is ENOSYS, so that calls newer than our list do not slip through: libraries take
// it as an old kernel and use the calls they used before. Calls of another ABI (32-bit, x32) kill the process.
#pragma once

#include "sandbox/linux/seccomp_table.h"

namespace autograder {

// Its program is made once, in the launcher, and loaded in each final child by one system call.
SeccompTable seccomp_table();

}  // namespace autograder
