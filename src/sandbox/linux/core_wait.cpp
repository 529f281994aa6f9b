#include "sandbox/linux/core_wait.h"

#include <algorithm>

namespace autograder {

void CoreWait::look(const std::vector<pid_t>& threads, Duration used) {
  std::unordered_map<pid_t, ThreadTimes> now;
  for (const pid_t thread : threads) now[thread] = times_of(thread);
  look(now, used);
}

// Threads of a run also wait for one another. That is the run's own doing and no reason to give it time: a thread's wait
// counts less what its companions used meanwhile. And the longest wait counts, not the sum, which a hundred threads that
// wake at once could make as long as they like.
void CoreWait::look(const std::unordered_map<pid_t, ThreadTimes>& now, Duration used) {
  const Duration all_ran = std::max(used - used_, Duration::zero());
  Duration longest{};
  for (const auto& [thread, times] : now) {
    const auto found = seen_.find(thread);
    // An id may belong to another thread by now, whose counts begin at zero.
    const bool is_known =
        found != seen_.end() && found->second.ran <= times.ran && found->second.queued <= times.queued;
    const ThreadTimes before = is_known ? found->second : ThreadTimes{};
    const Duration companions = std::max(all_ran - (times.ran - before.ran), Duration::zero());
    longest = std::max(longest, times.queued - before.queued - companions);
  }
  waited_ += longest;
  used_ = std::max(used_, used);
  seen_ = now;
}

}  // namespace autograder
