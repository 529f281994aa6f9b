// A package as the command line names it: a directory, or a zip archive that is unpacked beside where it is read.
//
// Knows:          opening with the caller's rights, reading with those of the judging user.
// Does not know:  what the package is for.
#pragma once

#include <string>

#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "packages/package_directory.h"
#include "packages/read_package.h"

namespace autograder {

// A directory of this process's own, gone with it.
class TemporaryDirectory final {
 public:
  // Below TMPDIR or /tmp, 0700.
  static Result<TemporaryDirectory> make();
  TemporaryDirectory() = default;
  TemporaryDirectory(TemporaryDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryDirectory& operator=(TemporaryDirectory&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryDirectory();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class PackageSource final {
 public:
  // With the rights of the caller: what can be opened now is read later, when rights were given up.
  static Result<PackageSource> open(const std::string& path);
  // Unpacks where that is needed, then reads. Once.
  Result<Package> read();
  // After read().
  const PackageDirectory& directory() const { return directory_; }

 private:
  std::string name_;  // of the directory or archive, without ".zip"
  UniqueFd archive_;
  TemporaryDirectory unpacked_;
  PackageDirectory directory_;
};

}  // namespace autograder
