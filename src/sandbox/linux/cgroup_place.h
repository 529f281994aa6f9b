// Finds where on a cgroup v2 host the groups of boxes may be made, and moves us there.
//
// Knows:          who sits in our own group, which controllers may be handed on, what an ordinary user may write.
// Does not know:  boxes.
//
// The kernel allows no processes in a group that hands memory or pids on, but for the root of the hierarchy. So either
// we and all that sits beside us move to a leaf first, or the groups are made where nobody sits.
#pragma once

#include <string>

#include "foundation/result.h"
#include "sandbox/linux/cgroup_files.h"

namespace autograder {

struct CgroupPlace {
  std::string base;      // the groups of servers are made here
  bool move_in = false;  // everyone in `base` moves to its leaf first
  bool has_cpu = false;  // the cpu controller can be handed on too
  std::string why;       // "our own group", for check-host
};

// Changes nothing. The error is a sentence with the remedy.
Result<CgroupPlace> find_cgroup_place(const CgroupMount& mount, const std::string& group);

// Moves who has to move and hands the controllers on.
Result<> take_place(const CgroupPlace& place);

}  // namespace autograder
