#include "api/problem_cache.h"

namespace autograder::api {

Result<std::shared_ptr<const Problem>> ProblemCache::find(ProblemId id) {
  std::uint64_t epoch = 0;
  {
    MutexLock lock(mutex_);
    const auto found = problems_.find(id);
    counts_.count(found != problems_.end());
    if (found != problems_.end()) return found->second;
    epoch = epoch_;
  }
  AG_ASSIGN(auto read, store_.find(id));
  if (!read) return nullptr;
  auto problem = std::make_shared<const Problem>(std::move(*read));
  MutexLock lock(mutex_);
  if (problems_.size() >= kCachedProblemsMax) problems_.clear();
  if (epoch == epoch_) problems_.insert_or_assign(id, problem);
  return problem;
}

void ProblemCache::forget_all() {
  MutexLock lock(mutex_);
  problems_.clear();
  ++epoch_;
}

}  // namespace autograder::api
