// Problems with their tests' names, kept so that a submission need not read them again.
#pragma once

#include <memory>

#include "domain/problem.h"
#include "foundation/epoch_cache.h"
#include "foundation/metrics.h"
#include "foundation/result.h"
#include "storage/problem_store.h"

namespace autograder::api {

constexpr std::size_t kCachedProblemsMax = 1000;

// All members may be called from any thread.
class ProblemCache final {
 public:
  explicit ProblemCache(ProblemStore& store) : store_(store) {}
  // Null when there is none. Deleted ones are found. Blocks when it is not cached.
  Result<std::shared_ptr<const Problem>> find(ProblemId id);
  void forget_all() { problems_.forget_all(); }
  const CacheCounts& counts() const { return counts_; }

 private:
  ProblemStore& store_;
  CacheCounts counts_;
  EpochCache<ProblemId, std::shared_ptr<const Problem>> problems_{{.values = kCachedProblemsMax}};
};

}  // namespace autograder::api
