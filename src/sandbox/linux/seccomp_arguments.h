// Conditions on arguments: which commands, options, flags, families and types of the conditional calls are allowed.
#pragma once

#include <seccomp.h>

namespace autograder {

// 0, or a negative errno of libseccomp.
int add_conditional_calls(scmp_filter_ctx filter);

}  // namespace autograder
