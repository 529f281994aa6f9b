// A second fence around the file system: what the mounts say already, said again to another part of the kernel.
#pragma once

namespace autograder {

// The ABI version of this kernel's Landlock; 0 when it has none.
int landlock_version() noexcept;

// A rule set that allows reading and executing everywhere, writing only below the directories given (a null pointer
// ends the list), and talking only to sockets and processes of the same domain. Call inside the box. -1 when the kernel
// has none. Async-signal-safe.
int make_landlock_rules(int version, const char* const* writable) noexcept;

// 0 or an errno.
int enter_landlock(int rules) noexcept;

}  // namespace autograder
