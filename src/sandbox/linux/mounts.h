// The files that a box sees: read-only binds of the toolchain, fresh tmpfs for the program's output, and a
// /proc of its own processes.
//
// Each function is one step of making a box or a run, called inside the box's namespaces; false after filling
// `failure`. Those of a run allocate nothing.
#pragma once

#include <string>
#include <vector>

#include "sandbox/linux/step.h"

namespace autograder {

// Ids inside a box: its inits are root of the box's user namespace, programs are not.
constexpr unsigned kInsideRoot = 0;
constexpr unsigned kInsideUser = 1000;

// The directories where a run may write; all else is read-only. The first is the working directory.
constexpr const char* kWorkDirectory = "/code";
extern const char* const kWritable[];  // ends with a null pointer

// Directories beside /usr that a box has too: links into /usr on merged systems.
extern const char* const kMirrored[];  // ends with a null pointer

// Once a box: a new root on tmpfs, pivot_root into it, the old one gone.
bool make_root(const std::vector<std::string>& etc_paths, StepFailure& failure);

// Once a run, in its own mount namespace, before the order is known: fresh tmpfs and /proc.
bool mount_run_directories(StepFailure& failure) noexcept;

// When the order is known: the size of the working directory and /tmp.
bool set_disk_limit(long long bytes, StepFailure& failure) noexcept;
// The host reads from the working directory later: no link in it is followed any more.
bool forbid_links(StepFailure& failure) noexcept;
// Puts a detached mount (see clone_mount) at `path`, which is made when absent.
bool attach_mount(int mount, const char* path, StepFailure& failure) noexcept;
// /proc becomes read-only: a program may not change its own standing with the OOM killer.
bool seal_proc(StepFailure& failure) noexcept;

// A detached, read-only, nosuid, nodev copy of what was opened on the host; -1 and errno. For the launcher.
int clone_mount(int place) noexcept;

}  // namespace autograder
