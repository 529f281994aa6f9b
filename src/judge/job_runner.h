// Takes one job after the other from its lease to its end, on the thread of a slot.
//
// Knows:          when a judging is set aside, between two tests, for a user without a slot.
// Does not know:  threads, how a job is judged, how its end is stored.
#pragma once

#include <functional>

#include "foundation/clock.h"
#include "judge/job_endings.h"
#include "judge/job_source.h"
#include "judge/job_work.h"
#include "judge/turn.h"

namespace autograder {

// Any thread, several slots at once. Borrows all that it is given.
class JobRunner final {
 public:
  // Called when a job is leased for the first time, with how long it had waited.
  using OnFirstLease = std::function<void(const Job&, Duration)>;

  JobRunner(JobSource& source, HeldLeases& held, JobWork& work, JobEndings& endings, const Clock& clock,
            OnFirstLease on_first_lease)
      : source_(source),
        held_(held),
        work_(work),
        endings_(endings),
        clock_(clock),
        on_first_lease_(std::move(on_first_lease)) {}

  // False when there was no job. The lease may still be held when it returns: until the queue has stored the outcome.
  Result<bool> step(int slot);

 private:
  // So many judgings of the slot are set aside for this job.
  void run(const Lease& lease, int slot, int set_aside);
  // Does a job of a user without a slot first, if there is one and this judging had its turn.
  void give_way(const Lease& lease, Turn& turn, int slot, int set_aside);

  JobSource& source_;
  HeldLeases& held_;
  JobWork& work_;
  JobEndings& endings_;
  const Clock& clock_;
  const OnFirstLease on_first_lease_;
};

}  // namespace autograder
