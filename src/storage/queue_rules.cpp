#include "storage/queue_rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>
#include <vector>

#include "foundation/check.h"

namespace autograder {

namespace {

constexpr std::array kJobKinds{JobKind::judge, JobKind::rerun, JobKind::run, JobKind::rejudge, JobKind::verify};

// In order: a hash of lines could be filled with equal ones by who sends them. The lines beyond the bound do not count, so
// that the thread that writes has 1 ms of work at most.
std::vector<std::string_view> sorted_lines(std::string_view text) {
  constexpr int kLinesMax = 4000;
  std::vector<std::string_view> lines;
  for (const auto line : std::views::split(text, '\n') | std::views::take(kLinesMax)) lines.emplace_back(line);
  std::ranges::sort(lines);
  return lines;
}

// How much of a text is left in another one, in bytes: at both ends, or by lines.
std::size_t left_of(std::string_view before, std::string_view after) {
  const auto most = std::min(before.size(), after.size());
  const auto front = static_cast<std::size_t>(std::ranges::mismatch(before, after).in1 - before.begin());
  std::size_t back = 0;
  while (back < most - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
  std::vector<std::string_view> same;
  std::ranges::set_intersection(sorted_lines(before), sorted_lines(after), std::back_inserter(same));
  std::size_t in_lines = 0;
  for (const auto line : same) in_lines += line.size() + 1;
  return std::max(front + back, in_lines);
}

}  // namespace

std::optional<JobKind> job_kind_from(std::string_view name) {
  for (const JobKind kind : kJobKinds) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

Priorities priorities_of(JobKind kind) {
  switch (kind) {
    case JobKind::run:
    case JobKind::rerun:
      return {kPriorityRun, kPriorityRun};
    case JobKind::judge:
      return {kPriorityJudge, kPriorityJudge};
    case JobKind::verify:
      return {kPriorityRejudge, kPriorityRejudge};
    case JobKind::rejudge:
      break;
  }
  return {kPriorityRejudge, kPriorityJudge};
}

std::chrono::milliseconds retry_delay(int failures) {
  CHECK(failures >= 1 && failures < kFailuresMax);
  return std::chrono::milliseconds(1000) * (1 << (failures - 1));
}

Report dead_report(std::string reason, Time at) {
  Report report;
  report.verdict = Verdict::internal_error;
  report.output = "System error: this submission could not be judged. The fault is not in your program.";
  report.message = "internal error";
  report.admin_detail = bounded_reason(std::move(reason));
  report.judged_at = at;
  return report;
}

RunResult dead_result() {
  RunResult result;
  result.output = "System error: this program could not be run. The fault is not in it.";
  result.message = "internal error";
  return result;
}

Report cancelled_report(Time at) {
  Report report;
  report.verdict = Verdict::cancelled;
  report.output = "Cancelled before it was judged.";
  report.message = "cancelled";
  report.judged_at = at;
  return report;
}

std::string expired_reason(int expiries) {
  return "each worker that took this job was killed or hung while it had it (" + std::to_string(expiries) + " times)";
}

std::string bounded_reason(std::string reason) {
  if (reason.size() <= kReasonMax) return reason;
  std::size_t end = kReasonMax;
  while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
  reason.resize(end);
  return reason;
}

std::string waiting_reason(const Waiting& waiting) {
  const auto& [ahead, retry_in, expiries, has_share] = waiting;
  if (retry_in.count() > 0) {
    return "retry after an internal error in " + std::to_string((retry_in.count() + 999) / 1000) + " s";
  }
  if (expiries >= kExpiriesAlone) {
    return "waits to be judged alone: its judging broke off " + std::to_string(expiries) + " times";
  }
  if (ahead == 0 && has_share) return "waits until another submission of the same user is judged";
  if (ahead == 0) return "next in the queue";
  if (ahead == 1) return "1 submission is ahead";
  if (ahead > kCountMax) return "more than " + std::to_string(kCountMax) + " submissions are ahead";
  return std::to_string(ahead) + " submissions are ahead";
}

Result<> check_page(int limit, int offset) {
  if (limit < 1 || limit > kPageMax) {
    return fail(ErrorCode::invalid, "limit: must be 1 to " + std::to_string(kPageMax));
  }
  if (offset < 0 || offset > kOffsetMax) {
    return fail(ErrorCode::invalid, "offset: must be 0 to " + std::to_string(kOffsetMax));
  }
  return {};
}

Result<> check_ids(std::size_t count) {
  if (count <= kPageMax) return {};
  return fail(ErrorCode::invalid, "ids: at most " + std::to_string(kPageMax));
}

Result<> check_lease(const LeaseRequest& request) {
  if (request.languages.size() > kLanguagesMax) {
    return fail(ErrorCode::invalid, "languages: at most " + std::to_string(kLanguagesMax));
  }
  if (request.slots < 1 || request.slots > kSlotsMax) {
    return fail(ErrorCode::invalid, "slots: must be 1 to " + std::to_string(kSlotsMax));
  }
  return {};
}

Result<> check_code(std::string_view code) {
  if (code.size() <= kCodeMax) return {};
  return fail(ErrorCode::invalid, "code: at most " + std::to_string(kCodeMax) + " bytes");
}

Result<> check_draft(const DraftSave& save) {
  if (save.base && *save.base < 0) return fail(ErrorCode::invalid, "base: must not be negative");
  return check_code(save.code);
}

bool begins_version(const DraftSave& save, Time newest_begun_at, std::string_view newest_code) {
  if (save.new_version || save.at - newest_begun_at >= kDraftVersionSpan) return true;
  constexpr std::size_t kMissed = 40;  // bytes; less is soon typed again
  return newest_code.size() >= kMissed && 2 * left_of(newest_code, save.code) < newest_code.size();
}

Result<> check_run(const NewRun& run) {
  if (run.kind != JobKind::run && run.kind != JobKind::rerun)
    return fail(ErrorCode::invalid, "kind: must be run or rerun");
  if (run.input.size() > kRunInputMax) {
    return fail(ErrorCode::invalid, "input: at most " + std::to_string(kRunInputMax) + " bytes");
  }
  return check_code(run.code);
}

Result<> check_verification(const NewVerification& set) {
  if (set.submissions.size() > kBundledMax) {
    return fail(ErrorCode::invalid, "submissions: at most " + std::to_string(kBundledMax));
  }
  if (set.terms.size() > kTermsMax) {
    return fail(ErrorCode::invalid, "terms: at most " + std::to_string(kTermsMax) + " bytes");
  }
  std::size_t code = 0;
  for (const auto& one : set.submissions) {
    AG_TRY(check_code(one.code));
    code += one.code.size();
  }
  if (code <= kBundledCodeMax) return {};
  return fail(ErrorCode::invalid,
              "submissions: at most " + std::to_string(kBundledCodeMax) + " bytes of code together");
}

std::unexpected<Error> queue_full(int queue_max) {
  return fail(ErrorCode::exhausted, "the queue is full: " + std::to_string(queue_max) + " submissions wait");
}

Result<> check_rejudge_step(int limit) {
  if (limit >= 1 && limit <= kRejudgeStepMax) return {};
  return fail(ErrorCode::invalid, "limit: must be 1 to " + std::to_string(kRejudgeStepMax));
}

std::unexpected<Error> other_request() {
  return fail(ErrorCode::conflict, "Idempotency-Key: was used for another request");
}

std::unexpected<Error> draft_has_moved(int newest) {
  return fail(ErrorCode::conflict, "base: the newest version is " + std::to_string(newest));
}

std::unexpected<Error> not_alone() {
  return fail(ErrorCode::denied, "the user has another run that is not done");
}

std::unexpected<Error> no_submission(SubmissionId id) {
  return fail(ErrorCode::not_found, "no submission " + id.hex());
}

std::unexpected<Error> no_problem(ProblemId id) {
  return fail(ErrorCode::not_found, "no problem " + id.hex());
}

std::unexpected<Error> still_in_queue(SubmissionId id) {
  return fail(ErrorCode::conflict, "submission " + id.hex() + " waits or is being judged already");
}

std::unexpected<Error> not_waiting(SubmissionId id) {
  return fail(ErrorCode::conflict, "submission " + id.hex() + " no longer waits");
}

std::unexpected<Error> lease_lost(JobId id) {
  return fail(ErrorCode::conflict, "the lease of job " + id.hex() + " is no longer ours");
}

std::unexpected<Error> other_outcome(const Job& job) {
  return fail(ErrorCode::invalid, "job " + job.id.hex() + " is about a " + std::string(kind_of(job.subject)) +
                                      ": a run ends with a result, all others with a report");
}

}  // namespace autograder
