#include "judge/job_source.h"

namespace autograder {

Result<std::optional<Lease>> JobSource::take(std::optional<LeaseRequest::SetAside> set_aside) {
  const std::optional<Lease> none;
  MutexLock lock(one_at_a_time_);
  const auto room = held_.room();
  if (!room.any || languages_.empty()) return none;
  LeaseRequest request{worker_,
                       {JobKind::judge, JobKind::rejudge, JobKind::rerun, JobKind::run, JobKind::verify},
                       languages_,
                       room.alone};
  request.slots = slots_;
  request.set_aside = set_aside;
  if (room.suspect_first) {
    AG_ASSIGN(const bool suspect_waits, jobs_.suspect_waits(request));
    if (suspect_waits) return none;
  }
  const auto asked_at = clock_.steady_now();
  auto lease = jobs_.lease(request);
  if (!lease) return in_context("leasing a job", std::move(lease).error());
  held_.take(room, *lease, asked_at);
  return lease;
}

}  // namespace autograder
