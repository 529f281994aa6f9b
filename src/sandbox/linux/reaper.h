// A process that ends boxes, so that no other box's timer waits for it.
#pragma once

#include <memory>
#include <vector>

#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "sandbox/linux/cgroup.h"

namespace autograder {

// Forks it; it has the groups as they are now. Write a box's index (int) to the socket; the index comes back when no
// process of that box is left, or -1 - index when some would not die. Ends when the socket closes.
Result<UniqueFd> fork_reaper(const std::vector<std::unique_ptr<BoxGroup>>& groups);

}  // namespace autograder
