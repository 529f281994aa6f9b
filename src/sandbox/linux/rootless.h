// The steps of an ordinary user's launcher and boxes that replace those that need root.
//
// A user namespace that an ordinary user makes holds one uid, the user's own, and refuses setgroups. So inits and
// program are one uid on the host, and keep the user's supplementary groups. What stands between them then: the inits
// are not dumpable (their /proc is closed), the run init is pid 1 (signals from inside do not reach it), and seccomp
// refuses what one process may do to another of its uid (ptrace, process_vm_*, prlimit, setpriority).
#pragma once

#include <sys/types.h>

#include <string>

#include "foundation/result.h"
#include "sandbox/linux/step.h"

namespace autograder {

// For the launcher: user and mount namespaces of its own, in which it may clone mounts for orders. Its ids look as
// before. The error has the remedy.
Result<> enter_user_namespace();

// For a process in a fresh user namespace: it becomes `inside` there, being `uid` and `gid` on the outside.
bool map_own_ids(unsigned inside_uid, unsigned inside_gid, uid_t uid, gid_t gid, StepFailure& failure);

// Why an ordinary user cannot make user namespaces with rights in them on this host, with the remedy; empty when it
// can. Tries it in a child.
std::string why_no_user_namespaces();

// "4 24 27": the groups that programs would keep; empty when there are none but our own.
std::string supplementary_groups();

}  // namespace autograder
