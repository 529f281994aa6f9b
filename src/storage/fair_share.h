// Decides whose turn it is when several users wait for few slots. Pure; all backends share it.
//
// Knows:          how many slots there are, who holds them, what a user is charged for.
// Does not know:  rows, languages, clocks.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "domain/id.h"
#include "domain/job.h"
#include "storage/job_queue.h"

namespace autograder {

// Virtual time is counted in milliseconds of one slot. A lease costs its user kVirtualStep at once; the rest of the
// wall time that it used is charged when it ends.
constexpr std::int64_t kVirtualStep = 64;
// A user's debt is never more: that of the longest judging.
constexpr std::int64_t kDebtMax = 600'000;

// The start of a user's next job: kVirtualStep after the user's last one that is still in the queue, but not before
// the queue's virtual time.
std::int64_t virtual_start_after(std::int64_t virtual_now, std::optional<std::int64_t> last_of_owner);
// The queue's virtual time follows the jobs as they are leased, by at least one each, and the work that was done since the
// lease before, at a 64th of its pace, so that newcomers hold back a debtor for a bounded time. But it does not pass
// `first_waiting`, where the first of those starts that the worker could have next: otherwise a newcomer, who starts at the
// virtual time, would be behind all that others have in the queue.
std::int64_t virtual_now_after_lease(std::int64_t virtual_now, std::int64_t leased_start, std::int64_t worked,
                                     std::optional<std::int64_t> first_waiting);
// The part of one lease's wall time that counts as `worked`.
constexpr std::int64_t kMovedByMax = 10'000;
std::int64_t worked_by(std::int64_t used_ms);
// The account of a user who had a job leased and has now used the slot for so long.
std::int64_t account_after_lease(std::int64_t account, std::int64_t leased_start);
std::int64_t account_after_work(std::int64_t account, std::int64_t virtual_now, std::int64_t used_ms);

// Whether a user with so many jobs in hand gets no further one while others wait: half of the slots.
bool holds_a_share(int held, int slots);

// The jobs that one look through the queue may take: jobs of these priorities, but not of these users, nor of users who owe more.
struct Pick {
  int priority_min = 0;
  int priority_max = 0;
  std::vector<UserId> without;
  std::int64_t debt_max = std::numeric_limits<std::int64_t>::max();
};

// The slots of all workers of a database, and who holds them now.
class SlotShares final {
 public:
  // `last_was_run`: the last lease was that of a run.
  SlotShares(int slots, bool last_was_run);

  void count(JobId job, const std::optional<UserId>& owner, int priority);
  // How to look for the next job: the first look that finds one decides.
  std::vector<Pick> picks() const;
  // The same for a worker that would set a job aside: only users who hold no slot, and only when its user holds more
  // than half of the slots, or when it had its turn and has used more than they owe.
  std::vector<Pick> picks_beside(const LeaseRequest::SetAside& aside) const;

 private:
  int half() const;
  bool runs_wait() const;

  const int slots_;
  const bool last_was_run_;
  int runs_ = 0;
  int background_ = 0;
  struct HeldJob {
    std::optional<UserId> owner;
    int priority = 0;
  };
  std::map<JobId, HeldJob> jobs_;
  std::map<UserId, int> users_;
};

}  // namespace autograder
