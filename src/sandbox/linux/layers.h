// Layers of the sandbox that a test may leave out, to show that the hostile cases notice.
//
// In what ships nothing can be left out: `left_out` is false while compiling, and the name of the switch is not in the
// binary. Only the target `autograder_layers` has AUTOGRADER_LAYERS_MAY_BE_LEFT_OUT.
#pragma once

namespace autograder {

enum class Wall {  // a layer, by what it walls off
  none,
  capabilities,
  cgroup_names,
  cpu_clock,
  descriptors,
  file_rules,
  files_read,
  hidden_processes,
  host_names,
  inodes,
  ipc,
  memory,
  network,
  new_rights,
  old_root,
  pids,
  processes,
  read_only,
  read_only_proc,
  resource_limits,
  seccomp,
  session,
  wall_clock,
};

#if defined(AUTOGRADER_LAYERS_MAY_BE_LEFT_OUT)
// The one that the environment named when the process began.
bool left_out(Wall wall) noexcept;
#else
constexpr bool left_out(Wall) noexcept {
  return false;
}
#endif

}  // namespace autograder
