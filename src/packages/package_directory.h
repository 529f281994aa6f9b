// A package's directory, listed once and read through descriptors: no link is followed, nothing outside is opened.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/crypto.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "packages/package.h"

namespace autograder {

struct PackageBounds {
  int files = 20'000;      // files and directories
  Bytes total = mib(512);  // of all files
  Bytes file = mib(64);    // one file: what a test may be
};

class PackageDirectory final {
 public:
  PackageDirectory() = default;  // empty
  // Lists what is there. Names that the format passes over are not in the list; a link, a device or anything else that
  // is neither a file nor a directory is `invalid`, and so is what passes a bound: the message names the file.
  static Result<PackageDirectory> open(const std::string& path, const PackageBounds& bounds = {});

  const std::vector<PackageFile>& files() const { return files_; }  // in order of their paths
  const PackageFile* find(std::string_view path) const;
  // Whether a file is below that directory ("include/").
  bool has_below(std::string_view directory) const;
  std::vector<PackageFile> below(std::string_view directory) const;

  // A whole file, at most `max`; `invalid` above. `not_found`.
  Result<std::string> read(std::string_view path, Bytes max) const;
  // As read, and it must be UTF-8 without NUL; CR LF becomes LF.
  Result<std::string> read_text(std::string_view path, Bytes max) const;
  Result<UniqueFd> open_file(std::string_view path) const;
  // The hash of a file's bytes, unchanged.
  Result<Sha256> hash(std::string_view path) const;

 private:
  UniqueFd root_;
  std::vector<PackageFile> files_;
};

}  // namespace autograder
