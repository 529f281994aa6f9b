// The last strip of a submission's tests, for those who begin to listen in the middle. Who announces progress keeps it,
// once for all servers that listen.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domain/id.h"
#include "foundation/result.h"
#include "live/cache.h"

namespace autograder {

constexpr std::chrono::minutes kStripLife{10};

Result<> keep_strip(Cache& cache, SubmissionId id, std::string strip);
// As Event::strip was. Absent: no test has ended, or the cache lost it.
Result<std::optional<std::string>> last_strip(Cache& cache, SubmissionId id);

}  // namespace autograder
