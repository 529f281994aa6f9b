// Reads a problem package from its directory. Nothing of it is run.
#pragma once

#include <string>

#include "foundation/result.h"
#include "packages/package.h"
#include "packages/package_directory.h"

namespace autograder {

// `fallback_title` is for legacy packages that name themselves nowhere: the directory's or archive's name.
// `invalid`: one sentence that names the file, and of what it asks that cannot be done here.
Result<Package> read_package(const PackageDirectory& directory, const std::string& fallback_title);

}  // namespace autograder
