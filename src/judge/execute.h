// Runs a command to its end, unless told to stop.
#pragma once

#include <stop_token>

#include "foundation/result.h"
#include "sandbox/sandbox.h"

namespace autograder {

// `unavailable` when `stop` ended it: what is left says nothing of the program.
Result<Outcome> execute(Box& box, const Command& command, std::stop_token stop);

// The wall clock ended it, but it had waited long for a core: others had them. That says little about the program.
bool was_starved(const Outcome& outcome);
// The sandbox gave up waiting for a core before the command had its wall time: that says nothing about the program.
bool never_had_its_time(const Outcome& outcome, const RunLimits& limits);
// The error of a command that never had its time, again and again.
std::unexpected<Error> host_is_too_busy(const Outcome& outcome);

}  // namespace autograder
