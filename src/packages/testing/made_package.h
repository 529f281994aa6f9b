// Packages made by tests: a directory of given files, below its own directory that goes away with it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "packages/read_package.h"

namespace autograder {

using PackageTexts = std::map<std::string, std::string>;

// The smallest package that says everything it has to.
inline PackageTexts small_package() {
  return {{"problem.yaml",
           "problem_format_version: 2025-09\n"
           "name: Small\n"
           "uuid: 11111111-2222-3333-4444-555555555555\n"},
          {"statement/problem.en.md", "Add the two.\n"},
          {"data/sample/1.in", "1 2\n"},
          {"data/sample/1.ans", "3\n"},
          {"data/secret/1.in", "2 2\n"},
          {"data/secret/1.ans", "4\n"},
          {"submissions/accepted/add.py", "print(sum(map(int, input().split())))\n"}};
}

class MadeDirectory final {
 public:
  MadeDirectory() {
    std::string name = ::testing::TempDir() + "autograder-packages-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  explicit MadeDirectory(const PackageTexts& texts) : MadeDirectory() {
    for (const auto& [name, text] : texts) write(name, text);
  }
  ~MadeDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  MadeDirectory(const MadeDirectory&) = delete;
  MadeDirectory& operator=(const MadeDirectory&) = delete;

  const std::string& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path_ + "/" + name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  Result<Package> read() const {
    auto directory = PackageDirectory::open(path_);
    if (!directory) return std::unexpected(directory.error());
    return read_package(*directory, "made");
  }

 private:
  std::string path_;
};

inline Result<Package> read_texts(const PackageTexts& texts) {
  return MadeDirectory(texts).read();
}

}  // namespace autograder
