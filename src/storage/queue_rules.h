// The arithmetic and the words of the queue that all backends share. Pure.
//
// Knows:          delays, what a dead job's report says, bounds of listings.
// Does not know:  rows, transactions.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "domain/job.h"
#include "domain/limits.h"
#include "domain/report.h"
#include "foundation/result.h"
#include "storage/draft_store.h"
#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/run_store.h"
#include "storage/submission_store.h"
#include "storage/verification_store.h"

namespace autograder {

constexpr int kCountMax = 10'000;   // totals and positions are counted so far and no further
constexpr int kOffsetMax = 10'000;  // of a page by number
constexpr int kPageMax = 1'000;     // rows of one page
constexpr std::chrono::hours kIdempotencyKept{24};
constexpr std::size_t kLanguagesMax = 256;     // of one lease request
constexpr int kSlotsMax = 1024;                // of one worker
constexpr std::size_t kReasonMax = 16 * 1024;  // bytes of a failure's reason that are kept
constexpr std::size_t kCodeMax = 1024 * 1024;  // bytes of a source; the API's own bound is lower

constexpr Bytes kBlobMax = mib(64);
constexpr std::chrono::hours kWorkerRowKept{24};  // since its last heartbeat

std::optional<JobKind> job_kind_from(std::string_view name);

// Higher first.
constexpr int kPriorityRun = 10;       // someone sits and waits
constexpr int kPriorityJudge = 0;      // and a rejudge of one submission
constexpr int kPriorityRejudge = -10;  // of a whole problem, and what packages bundle
// Between which the jobs of a kind are.
struct Priorities {
  int min = 0;
  int max = 0;
};
Priorities priorities_of(JobKind kind);
// Jobs that may wait while a problem's rejudges still get in.
constexpr int rejudges_max(int queue_max) {
  return queue_max / 2;
}

// The wait after the nth reported failure (from 1): 1 s, 2 s, 4 s.
std::chrono::milliseconds retry_delay(int failures);

// The report of a submission whose job died. `reason` is for admins.
Report dead_report(std::string reason, Time at);
// The same of a run; the reason stays in the dead letter.
RunResult dead_result();
Report cancelled_report(Time at);
std::string expired_reason(int expiries);
// Cut to kReasonMax on a character's border.
std::string bounded_reason(std::string reason);

// What keeps a submission waiting.
struct Waiting {
  int ahead = 0;  // beyond kCountMax: "more than"
  std::chrono::milliseconds retry_in{0};
  int expiries = 0;
  bool has_share = false;  // its user holds as many slots as one may while others wait, and others wait
};
std::string waiting_reason(const Waiting& waiting);

Result<> check_page(int limit, int offset);
Result<> check_ids(std::size_t count);  // asked for at once
Result<> check_lease(const LeaseRequest& request);
Result<> check_run(const NewRun& run);
Result<> check_code(std::string_view code);
Result<> check_draft(const DraftSave& save);
// Whether it begins a version, where the newest was begun then and has this text.
bool begins_version(const DraftSave& save, Time newest_begun_at, std::string_view newest_code);
Result<> check_verification(const NewVerification& set);
Result<> check_rejudge_step(int limit);

std::unexpected<Error> queue_full(int queue_max);
std::unexpected<Error> other_request();              // an idempotency key stands for it
std::unexpected<Error> draft_has_moved(int newest);  // DraftSave::base is not it
std::unexpected<Error> not_alone();                  // a run that is to be
std::unexpected<Error> no_submission(SubmissionId id);
std::unexpected<Error> no_problem(ProblemId id);
std::unexpected<Error> still_in_queue(SubmissionId id);  // too early to rejudge
std::unexpected<Error> not_waiting(SubmissionId id);     // too late to cancel

std::unexpected<Error> lease_lost(JobId id);
std::unexpected<Error> other_outcome(const Job& job);  // a report for a run, or a result for anything else

}  // namespace autograder
