// A file without a name: room on disk for what is too large to be held, gone when nobody holds it any more.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// Works on any file system, with O_TMPFILE or without.
Result<UniqueFd> open_nameless(const std::string& directory);

// Written by one thread at its end; then any thread may read.
class NamelessFile final {
 public:
  // In this directory's file system. `exhausted` when less than `free_min` bytes are free there.
  static Result<std::shared_ptr<NamelessFile>> make(const std::string& directory, std::int64_t free_min = 0);
  // Another one in the same place.
  Result<std::shared_ptr<NamelessFile>> another() const { return make(directory_); }

  // `exhausted` when the disk is full.
  Result<> append(std::string_view bytes);
  // Up to `count` bytes from `offset`; fewer at the end.
  Result<std::string> read(std::int64_t offset, std::int64_t count) const;
  std::int64_t size() const { return size_; }

 private:
  NamelessFile(std::string directory, UniqueFd file) : directory_(std::move(directory)), file_(std::move(file)) {}

  const std::string directory_;
  const UniqueFd file_;
  std::int64_t size_ = 0;
};

}  // namespace autograder
