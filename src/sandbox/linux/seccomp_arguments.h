// Conditions on arguments: which commands, options, flags, families and types of the conditional calls are allowed.
#pragma once

#include "sandbox/linux/seccomp_table.h"

namespace autograder {

void add_conditional_calls(SeccompTable& table);

}  // namespace autograder
