// domjudge-problem.ini: what one judging system writes beside packages of either form.
#pragma once

#include <optional>

#include "packages/package_directory.h"

namespace autograder {

constexpr const char* kDomjudgeFile = "domjudge-problem.ini";

// The time limit, where the package has the file and the file gives one. `invalid` names the line and the key of what
// is wrong, and of what it asks that cannot be done here.
Result<std::optional<Duration>> read_domjudge_limit(const PackageDirectory& directory);

}  // namespace autograder
