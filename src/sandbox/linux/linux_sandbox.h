// The sandbox on Linux: namespaces, cgroups, seccomp, Landlock; our own code and no helper from outside.
//
// Knows:          the kernel.
// Does not know:  what is run and why.
//
// Theory of operation
// -------------------
// Five kinds of process, each with less than the one before it:
//
//   server      unprivileged. Worker threads open boxes and start commands through their own socket for each box.
//   launcher    forked from main before any thread exists, a few MB; root, or rootless an ordinary user in a user
//               namespace of its own. One loop: sets cgroup limits, passes orders on, watches the clocks, reads the
//               figures. It parses only what the server sends, and never a file of a box.
//   reaper      forked by the launcher: ends whole boxes (kill, wait until the group is empty, remove), because that
//               may take tens of milliseconds, in which no other box's timer may wait.
//   box init    pid 1 of a box: in its own user, mount, pid, net, ipc and uts namespaces and in the box's cgroups. It
//               makes the root file system, then one run init after the other.
//   run init    pid 1 of one run: a fresh pid, mount and ipc namespace below the box's; mounts fresh tmpfs, waits for
//               the order, writes the files, starts the program, reaps, kills what is left, brings out files, reports,
//               ends. With it everything of the run ends: the kernel takes down its processes and mounts.
//   program     no capability, no_new_privs, a cgroup namespace, Landlock, seccomp, three descriptors.
//
// Boxes are prepared ahead up to the point where the order is awaited, so a run pays for writing its files, vfork and
// exec. Processes are never moved between cgroups on the way of a run (that costs 5 to 20 ms after a quiet moment on a
// default kernel): box init is put there while it is prepared, and all others are born there.
//
// Three kinds of host, found by cgroup.h; what differs is behind BoxGroup and in rootless.h:
//
//   v1, hybrid  root. Inits and program share the box's groups; what the inits hold is taken off the figures.
//   v2, root    The program of each run is born in its own leaf (CLONE_INTO_CGROUP), the inits are outside of it.
//   v2, user    The same. Inits and program are one uid on the host, where the two above have two uids a box.
//
// Where none of the three is to be had and `allow_degraded` is set, processes are looked at instead: polled_group.h.
//
// The server's death closes the launcher's socket: it ends every box and itself. The launcher's death closes each box
// init's socket and is its death signal: the pid namespaces end with it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace autograder {

struct LinuxSandboxOptions {
  int boxes = 4;                // open at once
  int spare = 2;                // more that are being prepared or taken down meanwhile; memory: about 1 MB each
  uid_t first_uid = 65600;      // each server takes 512 uids from here on, see server_slot.h
  bool allow_degraded = false;  // go on where the host gives no usable cgroup, see polled_group.h
  std::vector<std::string> etc_paths = {"/etc/alternatives", "/etc/ld.so.cache"};  // bound when present
  // Patterns as glob(7) takes them, of files that are read once at start, so that no run is charged for their pages. A pattern
  // may find nothing.
  std::vector<std::string> warm_files;
  // The mounts that commands may name, see mount_list.h. All of it must be there when the launcher is told.
  std::vector<std::string> mount_directories;  // these
  std::vector<std::string> mount_roots;        // and what lies below these
};

// A socket to a launcher that was forked but not yet told anything.
struct LauncherHandle {
  UniqueFd socket;
  pid_t pid = -1;
  uid_t user = 0;  // that it runs as; the server may have become another since
};

// Forks the launcher. Call from main before any thread exists and before secrets are read; with root's rights where
// there are any (the caller drops its own afterwards). The child never returns.
// `forget` is called in the launcher first: it drops secrets that the launcher does not need.
Result<LauncherHandle> fork_launcher(int argc, char** argv, void (*forget)() = nullptr);

// Tells the launcher its options and waits until the first box is ready. The error lists all that is missing on this
// host, each with its remedy.
Result<std::unique_ptr<Sandbox>> connect_sandbox(LauncherHandle launcher, const LinuxSandboxOptions& options);

// The isolation that this host gives to a launcher of this user, one line a layer, for check-host and /health.
struct Layer {
  std::string name;
  bool present = false;
  bool required = true;
  std::string detail;  // what it gives, or what its absence costs and the remedy
};
std::vector<Layer> inspect_host(bool allow_degraded, uid_t user);
// Whether a file that every box is shown leads out of it. Looks at each file of /usr, which may take seconds.
Layer inspect_shown_files(const LinuxSandboxOptions& options);

}  // namespace autograder
