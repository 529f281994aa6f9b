// A process that keeps the files of compilers and runtimes in memory.
//
// Knows:          patterns of files, the host's memory.
// Does not know:  boxes, runs, languages.
#pragma once

#include <string>
#include <vector>

#include "foundation/unique_fd.h"

namespace autograder {

// The kernel charges a page of a file to the group that reads it first, and a group gives back what its runs were the first to
// read. So somebody outside of any box must have read what each run needs, or each submission reads it from the disk again; and
// not only once, since a host that needs its memory for other things drops pages. Used by the launcher's loop alone.
class Warmer {
 public:
  // Forks a process that reads all files of `patterns` (glob with braces), a quarter of the host's memory at most. It ends with
  // this one. Without patterns, or where no process can be made, nothing is kept in memory.
  void start(const std::vector<std::string>& patterns);
  // Has the process bring back what is no longer in memory: at once, or five seconds after it did so last. Never waits. What
  // a box reads meanwhile is in memory, and goes with the box: so a ring is kept, not dropped, for a time when it has gone.
  void look_again();

 private:
  UniqueFd bell_;
};

}  // namespace autograder
