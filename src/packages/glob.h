// Patterns over paths as packages write them: "*" within one segment, "{a,b}" for either. Pure.
#pragma once

#include <string>
#include <string_view>

namespace autograder {

// Whether the path or a directory above it matches: "accepted" matches "accepted/a.py", and so does "accepted/*.py".
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace autograder
