// Problems with their tests' names, kept so that a submission need not read them again.
#pragma once

#include <memory>
#include <unordered_map>

#include "domain/problem.h"
#include "foundation/metrics.h"
#include "foundation/mutex.h"
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
  void forget_all();
  const CacheCounts& counts() const { return counts_; }

 private:
  ProblemStore& store_;
  CacheCounts counts_;
  Mutex mutex_;
  std::unordered_map<ProblemId, std::shared_ptr<const Problem>> problems_ GUARDED_BY(mutex_);
  std::uint64_t epoch_ GUARDED_BY(mutex_) = 0;  // grows with forget_all: what was read before is not kept
};

}  // namespace autograder::api
