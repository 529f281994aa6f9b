// Runs a command to its end, unless told to stop.
#pragma once

#include <stop_token>

#include "foundation/result.h"
#include "sandbox/sandbox.h"

namespace autograder {

// `unavailable` when `stop` ended it: what is left says nothing of the program.
Result<Outcome> execute(Box& box, const Command& command, std::stop_token stop);

}  // namespace autograder
