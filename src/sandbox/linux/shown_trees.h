// Looks through what boxes will see of the host for files that lead out of a box.
//
// A read-only mount keeps nobody from connecting to a socket or from writing to a named pipe, and a network namespace does not
// hide sockets that have a path. So a host where one of them would be shown is refused.
#pragma once

#include <string>
#include <vector>

#include "foundation/result.h"

namespace autograder {

// Checks every file below these trees; an absent tree has nothing to find. The error names the first socket or pipe, and
// the remedy.
Result<> check_each_file(const std::vector<std::string>& trees);

// The sockets that processes of this host have below the trees now, as the kernel lists them: at once, where each file of
// /usr takes a second or more. Not seen are named pipes, sockets of another network namespace, and those with a
// relative name.
Result<> check_bound_sockets(const std::vector<std::string>& trees);

// The trees that every box sees, for any language: /usr and its kin, and these.
std::vector<std::string> always_shown(const std::vector<std::string>& etc_paths);

}  // namespace autograder
