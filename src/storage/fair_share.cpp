#include "storage/fair_share.h"

#include <algorithm>
#include <limits>

#include "storage/queue_rules.h"

namespace autograder {
namespace {

constexpr int kHighest = std::numeric_limits<int>::max();
constexpr int kLowest = std::numeric_limits<int>::min();

int half_of(int slots) {
  return slots < 2 ? 1 : slots / 2;
}

}  // namespace

std::int64_t virtual_start_after(std::int64_t virtual_now, std::optional<std::int64_t> last_of_owner) {
  return last_of_owner ? std::max(virtual_now, *last_of_owner + kVirtualStep) : virtual_now;
}

std::int64_t virtual_now_after_lease(std::int64_t virtual_now, std::int64_t leased_start, std::int64_t worked,
                                     std::optional<std::int64_t> first_waiting) {
  const std::int64_t moved = std::max(virtual_now + worked, leased_start);
  return std::max(virtual_now + 1, first_waiting ? std::min(moved, *first_waiting) : moved);
}

std::int64_t worked_by(std::int64_t used_ms) {
  return std::clamp<std::int64_t>(used_ms - kVirtualStep, 0, kMovedByMax) / kVirtualStep;
}

std::int64_t account_after_lease(std::int64_t account, std::int64_t leased_start) {
  return std::max(account, leased_start) + kVirtualStep;
}

std::int64_t account_after_work(std::int64_t account, std::int64_t virtual_now, std::int64_t used_ms) {
  const std::int64_t more = account + std::max<std::int64_t>(0, used_ms - kVirtualStep);
  return std::max(account, std::min(more, virtual_now + kDebtMax));
}

bool holds_a_share(int held, int slots) {
  return held >= half_of(slots);
}

SlotShares::SlotShares(int slots, bool last_was_run) : slots_(std::max(1, slots)), last_was_run_(last_was_run) {}

void SlotShares::count(JobId job, const std::optional<UserId>& owner, int priority) {
  jobs_[job] = {owner, priority};
  if (owner) ++users_[*owner];
  if (priority >= kPriorityRun) ++runs_;
  if (priority < kPriorityJudge) ++background_;
}

int SlotShares::half() const {
  return half_of(slots_);
}

// Runs hold at most half of the slots while submissions wait. A single slot has no half: there they take turns.
bool SlotShares::runs_wait() const {
  return runs_ >= half() || (slots_ == 1 && last_was_run_);
}

std::vector<Pick> SlotShares::picks() const {
  Pick fair{kPriorityJudge, runs_wait() ? kPriorityRun - 1 : kHighest, {}};
  for (const auto& [user, held] : users_) {
    if (holds_a_share(held, slots_)) fair.without.push_back(user);
  }
  std::vector<Pick> picks{fair};
  // Nobody else waits: then a slot is better used than kept.
  if (runs_wait() || !fair.without.empty()) picks.push_back({kPriorityJudge, kHighest, {}});
  // One slot stays free of jobs that can wait, so that a newcomer finds it.
  if (background_ < std::max(1, slots_ - 1)) picks.push_back({kLowest, kPriorityJudge - 1, {}});
  return picks;
}

std::vector<Pick> SlotShares::picks_beside(const LeaseRequest::SetAside& aside) const {
  const auto found = jobs_.find(aside.job);
  if (found == jobs_.end()) return {};
  const auto& [owner, priority] = found->second;
  const bool has_too_many = owner && users_.at(*owner) > half();
  if (!aside.turn_over && !has_too_many) return {};
  Pick newcomers{kPriorityJudge, runs_wait() ? kPriorityRun - 1 : kHighest, {}};
  if (!has_too_many && priority >= kPriorityJudge) newcomers.debt_max = aside.worked_ms;
  for (const auto& [user, held] : users_) newcomers.without.push_back(user);
  std::vector<Pick> picks{newcomers};
  if (runs_wait() && runs_ < half()) {
    picks.push_back(newcomers);
    picks.back().priority_max = kHighest;
  }
  return picks;
}

}  // namespace autograder
