// Keeps stdout and stderr blocking, so that no output is lost when a program ends.
#pragma once

#include <seccomp.h>

namespace autograder {

// stdout is a pipe. A runtime that makes it non-blocking (node does) queues what does not fit, and process.exit() drops
// the queue. So FIONBIO and F_SETFL with O_NONBLOCK succeed and change nothing on descriptors 1 and 2: every write then
// waits until the server has read it. Adds the rules for FIONBIO and for `F_SETFL`; nobody else may. 0 or -errno.
int add_blocking_output(scmp_filter_ctx filter);

}  // namespace autograder
