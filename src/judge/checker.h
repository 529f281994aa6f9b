// Holds what a program printed against what was expected. The expected output never leaves the judge.
#pragma once

#include <string_view>

#include "domain/compare.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// `expected` is a sealed memfd.
Result<Comparison> check_output(const Checker& checker, const UniqueFd& expected, std::string_view found);

}  // namespace autograder
