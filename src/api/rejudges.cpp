#include "api/rejudges.h"

#include <algorithm>

#include "foundation/log.h"

namespace autograder::api {

bool Rejudges::start(ProblemId problem, std::optional<int> rules_version) {
  MutexLock lock(mutex_);
  if (const auto found = std::ranges::find(ways_, problem, &Way::problem); found != ways_.end()) {
    found->after = {};
    if (!rules_version || !found->rules_version || *rules_version > *found->rules_version) {
      found->rules_version = found->rules_version ? rules_version : std::nullopt;
    }
    found->again = true;
    return true;
  }
  if (ways_.size() >= kRejudgesMax) return false;
  ways_.push_back({problem, rules_version, {}, 0, false});
  return true;
}

bool Rejudges::under_way(ProblemId problem) {
  MutexLock lock(mutex_);
  return std::ranges::find(ways_, problem, &Way::problem) != ways_.end();
}

void Rejudges::tick() {
  MutexLock lock(mutex_);
  if (stepping_ || ways_.empty()) return;
  stepping_ = pool_.post([this] { step(); });
}

void Rejudges::step() {
  Way way;
  {
    MutexLock lock(mutex_);
    ways_.front().again = false;
    way = ways_.front();
  }
  const auto step = store_.rejudge_problem(
      way.problem, way.after, kRejudgeStepMax, way.rules_version, [this] { return ids_.next<JobId>(); }, clock_.now());
  if (step && step->queued > 0) bus_.publish({Event::Kind::queued, way.problem, {}});
  MutexLock lock(mutex_);
  stepping_ = false;
  Way now = ways_.front();  // only this function takes from the front
  ways_.pop_front();
  if (!step) {
    log::warn("a step of rejudging failed", {{"problem", now.problem.hex()}, {"why", step.error().message}});
    if (++now.failures >= kRejudgeFailuresMax) {
      log::error("rejudging of a problem failed", {{"problem", now.problem.hex()}});
      return;
    }
    ways_.push_back(now);
    return;
  }
  now.failures = 0;
  if (!now.again) now.after = step->next;
  if (now.again || step->more || step->full) {
    ways_.push_back(now);
  } else {
    log::info("rejudging of a problem queued", {{"problem", now.problem.hex()}});
  }
}

}  // namespace autograder::api
