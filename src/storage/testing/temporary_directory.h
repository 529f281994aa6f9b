// A directory that goes with its test.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "foundation/check.h"

namespace autograder {

class TemporaryDirectory final {
 public:
  TemporaryDirectory() {
    path_ = (std::filesystem::temp_directory_path() / "autograder_test_XXXXXX").string();
    CHECK(::mkdtemp(path_.data()) != nullptr);
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace autograder
