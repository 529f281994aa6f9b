// Which system calls a program in a box may make.
//
// The answer to whatever is not named is ENOSYS, so that calls newer than our list do not slip through: libraries take
// it as an old kernel and use the calls they used before. Calls of another ABI (32-bit, x32) kill the process.
#pragma once

#include <linux/filter.h>

#include <vector>

#include "foundation/result.h"

namespace autograder {

// Built once, in the launcher, by libseccomp; loaded in each final child by one system call.
Result<std::vector<sock_filter>> build_seccomp_program();

}  // namespace autograder
