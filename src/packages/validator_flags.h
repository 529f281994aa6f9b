// The default output validator's flags as a checker of ours. Both compare in the same way; a test of this module holds
// each flag against the format's own words.
#pragma once

#include <string>
#include <vector>

#include "domain/problem.h"
#include "foundation/result.h"

namespace autograder {

// No flags: words, without regard to the case of ASCII letters. `invalid` begins with `where` and names the flag.
Result<Checker> checker_of_flags(const std::vector<std::string>& flags, const std::string& where);
// The flags that give this checker; empty when no flags do (trim, lines).
std::vector<std::string> flags_of_checker(const Checker& checker);
bool has_flags(const Checker& checker);

// "a  b" -> {"a", "b"}
std::vector<std::string> split_words(std::string_view text);

}  // namespace autograder
