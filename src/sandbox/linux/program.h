// The program: from the clone of its run's init to exec.
//
// Only system calls are made and nothing is allocated: the memory is the init's.
#pragma once

#include <sys/types.h>

#include <array>

#include "sandbox/linux/box_state.h"

namespace autograder {

// Starts what `state` was ordered to, with these descriptors as stdio. The caller stands still until exec. Returns the
// program's pid, or -1; a step that failed before exec is in `state.failure`, and the program has ended then.
pid_t start_program(BoxState& state, const std::array<int, 3>& streams) noexcept;

}  // namespace autograder
