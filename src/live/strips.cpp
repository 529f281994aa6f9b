#include "live/strips.h"

namespace autograder {
namespace {

std::string key_of(SubmissionId id) {
  return "strip:" + id.hex();
}

}  // namespace

Result<> keep_strip(Cache& cache, SubmissionId id, std::string strip) {
  return cache.put(key_of(id), std::move(strip), kStripLife);
}

Result<std::optional<std::string>> last_strip(Cache& cache, SubmissionId id) {
  return cache.get(key_of(id));
}

}  // namespace autograder
