// Measures how long a run waited for a core that others used. Its wall clock does not count that time.
//
// Knows:          what the scheduler counts for each thread.
// Does not know:  limits, who the others are.
#pragma once

#include <sys/types.h>

#include <unordered_map>
#include <vector>

#include "sandbox/linux/process_files.h"

namespace autograder {

class CoreWait final {
 public:
  // Counts what was waited since the last look. `used` is the CPU time of the whole run so far. What a thread waited after
  // the last look at it is lost when it ends, so looks are repeated.
  void look(const std::vector<pid_t>& threads, Duration used);
  void look(const std::unordered_map<pid_t, ThreadTimes>& now, Duration used);

  Duration waited() const { return waited_; }

 private:
  std::unordered_map<pid_t, ThreadTimes> seen_;
  Duration used_{};
  Duration waited_{};
};

}  // namespace autograder
