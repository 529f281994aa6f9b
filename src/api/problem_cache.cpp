#include "api/problem_cache.h"

namespace autograder::api {

Result<std::shared_ptr<const Problem>> ProblemCache::find(ProblemId id) {
  auto kept = problems_.find(id);
  counts_.count(kept.has_value());
  if (kept) return *std::move(kept);
  const auto epoch = problems_.epoch(id);
  AG_ASSIGN(auto read, store_.find(id));
  if (!read) return nullptr;
  auto problem = std::make_shared<const Problem>(std::move(*read));
  problems_.keep(id, epoch, problem);
  return problem;
}

}  // namespace autograder::api
