// Gets a worker's next job from the queue.
//
// Knows:          what may be asked for while other leases are held.
// Does not know:  what is done with the job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "judge/held_leases.h"
#include "storage/job_queue.h"

namespace autograder {

// Any thread.
class JobSource final {
 public:
  JobSource(JobQueue& jobs, HeldLeases& held, const Clock& clock, WorkerId worker, std::vector<std::string> languages,
            int slots)
      : jobs_(jobs), held_(held), clock_(clock), worker_(worker), languages_(std::move(languages)), slots_(slots) {}

  // Absent when there is none for us now. The lease is held from here on. `set_aside`: for a user without a slot, while
  // that judging waits.
  Result<std::optional<Lease>> take(std::optional<LeaseRequest::SetAside> set_aside = {});

 private:
  JobQueue& jobs_;
  HeldLeases& held_;
  const Clock& clock_;
  const WorkerId worker_;
  const std::vector<std::string> languages_;
  const int slots_;
  Mutex one_at_a_time_;  // so that "nothing else is held" stays true while the queue answers
};

}  // namespace autograder
