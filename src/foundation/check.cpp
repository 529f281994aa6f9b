#include "foundation/check.h"

#include <cstdlib>

#include "foundation/log.h"

namespace autograder {

void check_failed(const char* file, int line, const char* condition) {
  log::error("A bug: an impossible state; the process ends",
             {{"condition", condition}, {"file", file}, {"line", line}});
  std::abort();
}

}  // namespace autograder
