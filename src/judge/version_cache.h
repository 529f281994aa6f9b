// Keeps the versions of a language's tools from start to start, under the identity of those tools.
//
// Knows:          one small file a language, next to the build caches.
// Does not know:  how a version is found.
#pragma once

#include <optional>
#include <string>

#include "foundation/result.h"

namespace autograder {

// Absent when nothing is kept, or what is kept was said by other tools.
std::optional<std::string> kept_version(const std::string& directory, const std::string& language,
                                        const std::string& identity);
// In place of what was kept of the language before. `directory` is made when it is absent.
Result<> keep_version(const std::string& directory, const std::string& language, const std::string& identity,
                      const std::string& version);

}  // namespace autograder
