// The lists of system calls: one answer a list, and each call that we know in one of them.
//
// Names that the system's libseccomp does not know, or that its processor does not have, are passed over: the answer to
// whatever no list allows is ENOSYS.
#pragma once

#include <string>
#include <vector>

namespace autograder {

// Allowed whatever their arguments are. Measured over what compilers and programs of the six languages use on Debian 12
// and 13 and Ubuntu 24.04 (tests/end_to_end), and what is as harmless as these.
std::vector<std::string> allowed_calls();

// Allowed with some arguments: see seccomp_arguments.h.
std::vector<std::string> conditional_calls();

// Answered 0 and not done: advice, locks, and writing back to a disk. The kernel keeps them at files that boxes share;
// in a box all files that may be written lie in memory and belong to one program.
std::vector<std::string> idle_calls();

// Answered EOPNOTSUPP, as by a file system without extended attributes. The kernel keeps these at the file, in memory
// that outlives a run.
std::vector<std::string> unsupported_calls();

// Answered EPERM: what changes namespaces, mounts, clocks, schedulers or the kernel, or looks into other processes.
std::vector<std::string> forbidden_calls();

// Answered ENOSYS, so that libraries fall back. This list changes nothing: it says which calls we know and do not allow.
std::vector<std::string> absent_calls();

}  // namespace autograder
