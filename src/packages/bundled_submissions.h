// submissions/ of a package: solutions of its author, right and wrong, and what each has to come to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"
#include "packages/package_directory.h"
#include "packages/problem_settings.h"

namespace autograder {

constexpr int kBundledSubmissionsMax = 500;
constexpr Bytes kBundledSourceMax = mib(1);

// In order of their paths. What cannot be judged here has no language, and a note says why.
Result<std::vector<BundledSubmission>> read_bundled_submissions(const PackageDirectory& directory,
                                                                const ProblemSettings& settings,
                                                                std::vector<std::string>& notes);

// The expectation of the format for a program in submissions/<directory>; empty: it has no such directory.
std::vector<Expectation> expectations_of_directory(std::string_view directory);

}  // namespace autograder
