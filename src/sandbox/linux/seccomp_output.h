// Keeps stdout and stderr blocking, so that no output is lost when a program ends.
#pragma once

#include "sandbox/linux/seccomp_table.h"

namespace autograder {

// stdout is a pipe. A runtime that makes it non-blocking (node does) queues what does not fit, and process.exit() drops
// the queue. So FIONBIO and F_SETFL with O_NONBLOCK succeed and change nothing on descriptors 1 and 2: every write then
// waits until the server has read it. Adds the rules for FIONBIO and for `F_SETFL`; nobody else may.
void add_blocking_output(SeccompTable& table);

}  // namespace autograder
