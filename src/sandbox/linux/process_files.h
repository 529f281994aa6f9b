// Reads /proc of a process or a thread, as the launcher sees it.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "foundation/clock.h"

namespace autograder {

std::string folder_of(pid_t pid);
// The file's first 4 KiB; empty when the process is gone.
std::string read_small(const std::string& path);
std::vector<long long> numbers_of(std::string_view text);

struct ProcessStat {
  pid_t parent = 0;
  Duration waited_for{};  // CPU time of the children that it has waited for
};
ProcessStat stat_of(pid_t pid);
inline pid_t parent_of(pid_t pid) {
  return stat_of(pid).parent;
}
std::vector<pid_t> threads_of(pid_t pid);

// The counts of the scheduler for one thread.
struct ThreadTimes {
  Duration ran{};
  Duration queued{};  // it could have run, and others had the core
};
// Zeros when the thread is gone or the kernel does not count.
ThreadTimes times_of(pid_t thread);

}  // namespace autograder
