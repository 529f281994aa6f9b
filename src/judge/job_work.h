// Does a leased job: reads what it needs from storage, judges it, and announces the progress.
//
// Knows:          what each kind of job is judged with.
// Does not know:  leases that are lost, how an outcome is stored.
#pragma once

#include <functional>
#include <stop_token>

#include "foundation/clock.h"
#include "judge/language_tools.h"
#include "judge/pipeline.h"
#include "live/event_bus.h"
#include "storage/storage.h"

namespace autograder {

// The report without its texts: an event carries the strip of verdicts, and a reader who wants more reads the row.
Report strip_of(const Report& report);

// Any thread, several jobs at once. Borrows all that it is given.
class JobWork final {
 public:
  JobWork(Storage& storage, EventBus& bus, Pipeline& pipeline, const LanguageTools& tools, const Clock& clock)
      : storage_(storage), bus_(bus), pipeline_(pipeline), tools_(tools), clock_(clock) {}

  // An error is the world's: the job is tried again. `between` is called after each test that another one follows.
  Result<JobOutcome> outcome_of(const Job& job, std::stop_token stop, const std::function<void()>& between);

 private:
  Result<std::shared_ptr<const ReadyLanguage>> language_of(const std::string& id) const;
  Result<Report> report_of(const Job& job, SubmissionId id, std::stop_token stop, const std::function<void()>& between);
  Result<Report> report_of_bundled(const Job& job, std::stop_token stop, const std::function<void()>& between);
  Result<RunResult> result_of(RunId id, std::stop_token stop);
  void announce(const Job& job, const Report& so_far);

  Storage& storage_;
  EventBus& bus_;
  Pipeline& pipeline_;
  const LanguageTools& tools_;
  const Clock& clock_;
};

}  // namespace autograder
