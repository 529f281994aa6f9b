// One server a data directory.
//
// Knows:          a file `autograder.lock` that is locked while its holder lives, however it ends.
// Does not know:  what is in the directory.
#pragma once

#include <string>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// Held until destroyed, and by children that were forked meanwhile: take it after forking those that shall outlive us.
class DataLock final {
 public:
  explicit DataLock(UniqueFd file) : file_(std::move(file)) {}

 private:
  UniqueFd file_;
};

// `conflict` names the process that has it.
Result<DataLock> lock_data_directory(const std::string& path);

}  // namespace autograder
