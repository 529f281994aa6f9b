// The inside of a box: its init, the init of each run, and the last steps of a program before exec.
//
// See the theory of operation in linux_sandbox.h. Everything here runs in processes that were forked from the launcher
// and never return to it. Between clone and exec only system calls are made and nothing is allocated.
#pragma once

#include <linux/filter.h>
#include <sys/types.h>

#include <string>
#include <vector>

#include "foundation/unique_fd.h"
#include "sandbox/linux/cgroup.h"

namespace autograder {

struct BoxPlan {
  uid_t host_root = 0;    // the host's uid of the box's inits; the program has the next one
  bool rootless = false;  // all of them have our own, see rootless.h
  const BoxGroup* group = nullptr;
  const std::vector<std::string>* etc_paths = nullptr;
  const std::vector<sock_filter>* seccomp = nullptr;
  int landlock_version = 0;
};

// Forks the process that makes the box: enters the cgroups, creates the namespaces, becomes box init. Packets `ready`,
// `ended` and `failed` come from `socket`'s peer, sent by whichever init has the word. Both the maker and the box init
// become children of the caller; the maker's pid is returned. The box init ends when the caller does.
Result<pid_t> fork_box(const BoxPlan& plan, int socket);

}  // namespace autograder
