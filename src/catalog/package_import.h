// Packages into problems, and problems into packages: what the routes and the command line share.
//
// Knows:          the roles of storage, the files of packages.
// Does not know:  HTTP, who is asking.
#pragma once

#include <string>
#include <vector>

#include "domain/id.h"
#include "domain/line_ends.h"
#include "packages/package_directory.h"
#include "packages/read_package.h"
#include "packages/zip.h"
#include "storage/storage.h"

namespace autograder {

struct Imported {
  Problem problem;
  bool created = false;            // else it was updated, by its uuid
  std::vector<std::string> notes;  // of the package, and of what was taken in place of what it does not say
};

// Windows forms in tests (CRLF, a byte order mark) are converted in the problem's tests, and noted; the package's files
// stay as they are. Blocks for as long as the files take to be stored. A problem with the package's uuid is updated and, where it was
// deleted, restored; it keeps its id, its author and whether it is published (not under an embargo), and tests that did
// not change keep their versions.
Result<Imported> import_package(Storage& storage, IdGenerator& ids, Time now, UserId author,
                                const PackageDirectory& directory, const Package& package,
                                LineEnds line_ends = LineEnds::convert);

// A problem that was not changed since its import is written byte for byte as it came; another one as a package of
// version 2025-09, with what came beside it. `write` gets the zip archive piece by piece.
Result<> export_package(Storage& storage, const Problem& problem, ZipWriter::Write write);

}  // namespace autograder
