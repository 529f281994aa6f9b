// The stored form of what a package expects of its bundled submissions.
#pragma once

#include <string>
#include <string_view>

#include "foundation/result.h"
#include "packages/read_package.h"

namespace autograder {

// The package's terms for its submissions and its time limit, so that reports can be held against it later.
std::string encode_terms(const Package& package);
// A package of which only that is filled in: its tests by name, scoring, margins and submissions without their sources.
// `corrupt` for anything encode_terms did not write.
Result<Package> decode_terms(std::string_view text);

}  // namespace autograder
