// Zip archives in and out, as streams: at no time is more than a piece of a file in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "packages/zip_listing.h"

namespace autograder {

// Unpacks the archive (a regular file, read from its start) into `directory`, which is empty and nobody else's. Only
// regular files and directories are made, and only below it. Where all entries stand in one directory, its files come
// to stand in `directory` itself. Names that packages pass over are not unpacked. `invalid` names the entry and the
// bound; then what was written so far stays behind.
Result<> unpack_zip(int fd, const std::string& directory, const ZipBounds& bounds = {});

// Whether the file begins as a zip archive does.
bool looks_like_zip(int fd);

// Writes an archive piece by piece to wherever `write` brings it. Times in it are all the same, so that equal files
// make equal archives.
class ZipWriter final {
 public:
  using Write = std::function<Result<>(std::string_view)>;
  explicit ZipWriter(Write write);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // A file, then its bytes: exactly `size` of them in any pieces before the next one begins.
  Result<> begin(const std::string& path, std::int64_t size);
  Result<> data(std::string_view piece);
  // The central directory. Nothing may follow.
  Result<> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace autograder
