// The process that owns the boxes: one loop, root's rights, no thread, no file of a box ever opened.
//
// Knows:          slots, orders, timers, figures.
// Does not know:  what is inside a box beyond its inits' packets.
#pragma once

#include <string>

#include "sandbox/linux/linux_sandbox.h"

namespace autograder {

// Serves the server at the other end of `socket` until it closes. Ends the process.
[[noreturn]] void launcher_main(UniqueFd socket);

// The first packet: options as text, a line each. For both sides.
std::string encode_options(const LinuxSandboxOptions& options);
Result<LinuxSandboxOptions> decode_options(std::string_view text);

}  // namespace autograder
