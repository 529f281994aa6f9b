// Every file below data/: part of a test, of a group's settings, kept for authors, or refused by its name.
#pragma once

#include <string>
#include <vector>

#include "packages/package_directory.h"
#include "packages/problem_settings.h"

namespace autograder {

// `tests` in any order, by name. `invalid` names the first file that asks for something unsupported, or that belongs to
// no test.
Result<> check_test_files(const PackageDirectory& directory, PackageFormat format,
                          const std::vector<PackageTest>& tests, std::vector<std::string>& notes);

}  // namespace autograder
