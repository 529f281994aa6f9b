// Which directories of the host an order may name. The list comes with the options, before the server listens, and never
// grows: an attacker who takes over the server later cannot have another part of the host shown to a box.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

class MountList final {
 public:
  // `directories` as they are; of `roots` whatever lies below them, without following a link. Those of `roots` that are
  // not there are made by nobody, and name nothing.
  static MountList open(std::vector<std::string> directories, const std::vector<std::string>& roots);

  // A detached, read-only copy of the mount at `path`.
  Result<UniqueFd> clone(std::string_view path) const;

 private:
  std::vector<std::string> directories_;
  std::vector<std::pair<std::string, UniqueFd>> roots_;  // opened once: the server's user may move what it owns
};

}  // namespace autograder
