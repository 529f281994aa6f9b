#include "judge/job_runner.h"

#include <algorithm>

#include "foundation/log.h"
#include "storage/queue_rules.h"

namespace autograder {

Result<bool> JobRunner::step(int slot) {
  AG_ASSIGN(const auto lease, source_.take());
  if (!lease) return false;
  run(*lease, slot, 0);
  return true;
}

void JobRunner::run(const Lease& lease, int slot, int set_aside) {
  const auto& job = lease.job;
  if (on_first_lease_ && job.failures == 0 && job.expiries == 0) {
    on_first_lease_(job, std::max(Duration{0}, Duration(clock_.now() - job.created_at)));
  }
  log::info("job leased", {{kind_of(job.subject), hex_of(job.subject)},
                           {"job", job.id.hex()},
                           {"kind", name_of(job.kind)},
                           {"slot", slot},
                           {"expiries", job.expiries}});
  const auto stop = held_.stop_of(lease);
  Turn turn(clock_.steady_now(), job.priority < kPriorityJudge);
  auto outcome = work_.outcome_of(job, stop, [&] { give_way(lease, turn, slot, set_aside); });
  Lease used = lease;
  used.lent = turn.lent();
  endings_.end(used, stop, std::move(outcome));
}

void JobRunner::give_way(const Lease& lease, Turn& turn, int slot, int set_aside) {
  const auto from = clock_.steady_now();
  if (set_aside >= kSetAsideOfSlotMax || !turn.may_ask(from) || !held_.may_set_aside(lease)) return;
  // When the database does not answer, the judging goes on: the loop of each slot says so already.
  const auto other = source_.take(turn.ask(lease.job.id, from)).value_or(std::nullopt);
  if (!other) return;
  log::info("judging set aside: a user without a slot goes first",
            {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}, {"slot", slot}});
  const HeldLeases::SetAside one(held_);
  run(*other, slot, set_aside + 1);
  turn.set_aside(from, clock_.steady_now());
}

}  // namespace autograder
