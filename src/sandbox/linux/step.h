// The first step that failed while a box or a run was made: its name and errno, kept without allocating.
#pragma once

#include <cerrno>
#include <initializer_list>

namespace autograder {

struct StepFailure {
  char step[160] = {};
  int error_number = 0;

  explicit operator bool() const { return step[0] != '\0'; }
  // First cause wins. Returns false, so that a step can end with `return failure.set(...)`.
  bool set(const char* what, const char* detail = "", int error = errno) noexcept {
    if (step[0] != '\0') return false;
    error_number = error;
    // Not printf: this runs between vfork and exec.
    char* out = step;
    char* const end = step + sizeof step - 1;
    for (const char* text : {what, detail}) {
      while (*text != '\0' && out < end) *out++ = *text++;
    }
    *out = '\0';
    return false;
  }
};

}  // namespace autograder
