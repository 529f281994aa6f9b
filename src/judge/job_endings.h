// Brings a leased job to its end: stores what came of it, or hands the job back, and announces what was stored.
//
// Knows:          outcomes, failures, leases that were lost.
// Does not know:  how an outcome is made.
#pragma once

#include <functional>
#include <stop_token>

#include "judge/held_leases.h"
#include "live/event_bus.h"
#include "storage/job_queue.h"

namespace autograder {

// Any thread. Borrows all that it is given.
class JobEndings final {
 public:
  // Called with each verdict as it is announced, its report without texts; any thread.
  using OnJudged = std::function<void(const Job&, const Report&)>;

  JobEndings(JobQueue& jobs, EventBus& bus, HeldLeases& held, OnJudged on_judged)
      : jobs_(jobs), bus_(bus), held_(held), on_judged_(std::move(on_judged)) {}

  // Puts the lease down, at once or when the queue has answered; until then this object is in use. `stop` is the
  // lease's own: where it was requested the job goes back and nothing is counted.
  void end(const Lease& lease, const std::stop_token& stop, Result<JobOutcome> outcome);
  // Announces that the job is dead.
  void tell_of_death(const Job& job);

 private:
  void finish(const Lease& lease, JobOutcome outcome);
  void finished(const Lease& lease, Verdict verdict, const Result<>& done);
  void give_back(const Lease& lease);
  void report_failure(const Lease& lease, const std::string& reason);

  JobQueue& jobs_;
  EventBus& bus_;
  HeldLeases& held_;
  const OnJudged on_judged_;
};

}  // namespace autograder
