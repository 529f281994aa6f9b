// The words in braces in the argument lists and environments of a language file, other than names of tools.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/limits.h"

namespace autograder {

// "memory_mb", "memory_kb", then a share ("*90%"), then so many more or fewer ("+64"): a number of at least 1. Absent
// when `inside` is not of this form.
std::optional<std::string> memory_placeholder(std::string_view inside, Bytes memory);

// Whether `inside` begins as one of them does, so that a mistake in the rest is told.
bool names_memory(std::string_view inside);

// Every "{memory_mb...}" and "{memory_kb...}" replaced by the number for a run with so much memory. Others are left.
std::string with_memory(std::string_view text, Bytes memory);
std::vector<std::string> with_memory(std::vector<std::string> argv, Bytes memory);
std::map<std::string, std::string> with_memory(std::map<std::string, std::string> environment, Bytes memory);

}  // namespace autograder
