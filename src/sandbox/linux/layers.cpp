// Part of autograder_layers alone.
#include "sandbox/linux/layers.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace autograder {
namespace {

constexpr std::array kNames = {
    "none",           "capabilities",     "cgroup_names", "cpu_clock", "descriptors", "file_rules",
    "files_read",     "hidden_processes", "host_names",   "inodes",    "ipc",         "memory",
    "network",        "new_rights",       "old_root",     "pids",      "processes",   "read_only",
    "read_only_proc", "resource_limits",  "seccomp",      "session",   "wall_clock",
};
static_assert(kNames.size() == static_cast<std::size_t>(Wall::wall_clock) + 1);

// Before main, since the launcher forgets the environment.
const Wall chosen = [] {
  const char* name = std::getenv("LAYER_LEFT_OUT_BY_TEST");
  if (name == nullptr) return Wall::none;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (std::string_view(name) == kNames[i]) return static_cast<Wall>(i);
  }
  std::fprintf(stderr, "there is no layer %s\n", name);
  std::abort();
}();

}  // namespace

bool left_out(Wall wall) noexcept {
  return wall == chosen;
}

}  // namespace autograder
