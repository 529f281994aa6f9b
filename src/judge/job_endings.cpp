#include "judge/job_endings.h"

#include "foundation/log.h"
#include "judge/job_work.h"

namespace autograder {
namespace {

std::string_view end_of(const Subject& subject) {
  struct EndOf {
    std::string_view operator()(SubmissionId) const { return "submission judged"; }
    std::string_view operator()(ProblemId) const { return "bundled submission judged"; }
    std::string_view operator()(RunId) const { return "run done"; }
  };
  return std::visit(EndOf{}, subject);
}

// Figures count what people sent, not what packages bundle.
bool is_told(const Job& job) {
  return std::holds_alternative<SubmissionId>(job.subject);
}

}  // namespace

void JobEndings::end(const Lease& lease, const std::stop_token& stop, Result<JobOutcome> outcome) {
  if (held_.is_lost(lease)) {
    log::warn("the lease was lost while judging; its work is dropped",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}});
    return held_.put_down(lease);
  }
  if (outcome) return finish(lease, std::move(*outcome));
  if (stop.stop_requested()) {
    give_back(lease);
  } else {
    report_failure(lease, outcome.error().message);
  }
  held_.put_down(lease);
}

void JobEndings::finish(const Lease& lease, JobOutcome outcome) {
  const auto verdict = std::visit([](const auto& ended) { return ended.verdict; }, outcome);
  const bool told = on_judged_ && is_told(lease.job);
  auto strip = told ? strip_of(std::get<Report>(outcome)) : Report{};
  jobs_.finish(lease, std::move(outcome), [this, lease, verdict, told, strip = std::move(strip)](Result<> done) {
    if (done && told) on_judged_(lease.job, strip);
    finished(lease, verdict, done);
  });
}

void JobEndings::finished(const Lease& lease, Verdict verdict, const Result<>& done) {
  if (done) {
    log::info(end_of(lease.job.subject),
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"verdict", code_of(verdict)}});
    bus_.publish(Event{Event::Kind::judged, lease.job.subject, {}});
  } else if (done.error().code == ErrorCode::conflict) {
    log::warn("the lease was lost before the report was written; it is dropped",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)}, {"job", lease.job.id.hex()}});
  } else {
    log::warn("a report could not be written; the job is judged again when its lease runs out",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
               {"job", lease.job.id.hex()},
               {"reason", done.error().message}});
  }
  held_.put_down(lease);
}

void JobEndings::give_back(const Lease& lease) {
  const auto given = jobs_.give_back(lease);
  if (given || given.error().code == ErrorCode::conflict) return;
  log::warn("a lease could not be given back; it runs out by itself",
            {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
             {"job", lease.job.id.hex()},
             {"reason", given.error().message}});
}

void JobEndings::report_failure(const Lease& lease, const std::string& reason) {
  const auto fate = jobs_.fail(lease, reason);
  if (!fate) {
    log::warn("a failed job could not be handed back; its lease runs out by itself",
              {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
               {"job", lease.job.id.hex()},
               {"reason", reason},
               {"error", fate.error().message}});
    return;
  }
  const bool dead = *fate == FailureFate::dead;
  log::warn(dead ? "judging failed too often; the job is dead" : "judging failed; it will be retried",
            {{kind_of(lease.job.subject), hex_of(lease.job.subject)},
             {"job", lease.job.id.hex()},
             {"failures", lease.job.failures + 1},
             {"reason", reason}});
  if (dead) tell_of_death(lease.job);
}

void JobEndings::tell_of_death(const Job& job) {
  bus_.publish(Event{Event::Kind::judged, job.subject, {}});
  if (on_judged_ && is_told(job)) on_judged_(job, Report{});  // IE
}

}  // namespace autograder
