#include "domain/report.h"

#include <array>

#include "domain/job.h"
#include "domain/submission.h"

namespace autograder {
namespace {

struct VerdictName {
  Verdict verdict;
  std::string_view code;
};
constexpr std::array kVerdictNames{
    VerdictName{Verdict::accepted, "AC"},         VerdictName{Verdict::wrong_answer, "WA"},
    VerdictName{Verdict::time_limit, "TLE"},      VerdictName{Verdict::memory_limit, "MLE"},
    VerdictName{Verdict::output_limit, "OLE"},    VerdictName{Verdict::runtime_error, "RE"},
    VerdictName{Verdict::compile_error, "CE"},    VerdictName{Verdict::internal_error, "IE"},
    VerdictName{Verdict::cancelled, "CANCELLED"},
};

}  // namespace

std::string_view code_of(Verdict verdict) {
  for (const auto& row : kVerdictNames) {
    if (row.verdict == verdict) return row.code;
  }
  return "IE";
}

std::optional<Verdict> verdict_from(std::string_view code) {
  for (const auto& row : kVerdictNames) {
    if (row.code == code) return row.verdict;
  }
  return std::nullopt;
}

std::string_view code_of(SubmissionState state) {
  if (state.phase == Phase::queued) return "QUEUED";
  if (state.phase == Phase::running) return "RUNNING";
  return code_of(state.verdict);
}

std::optional<SubmissionState> state_from(std::string_view code) {
  if (code == "QUEUED") return SubmissionState{Phase::queued, {}};
  if (code == "RUNNING") return SubmissionState{Phase::running, {}};
  if (auto verdict = verdict_from(code)) return SubmissionState{Phase::judged, *verdict};
  return std::nullopt;
}

std::int64_t waited_ms(const Report& report) {
  std::int64_t longest = 0;
  for (const auto& test : report.tests) {
    if (test.reason.code == ReasonCode::idle) longest = std::max(longest, test.wall_time_ms);
  }
  return longest;
}

bool remove_excerpts(Report& report) {
  bool removed = !report.output.empty();
  report.output_truncated = report.output_truncated || removed;
  report.output.clear();
  for (auto& test : report.tests) {
    const bool had =
        !test.input.empty() || !test.expected.empty() || !test.output.empty() || !test.judge_message.empty();
    test.truncated = test.truncated || had;
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.judge_message.clear();
    removed = removed || had;
  }
  return removed;
}

std::string_view name_of(JobKind kind) {
  switch (kind) {
    case JobKind::judge:
      return "judge";
    case JobKind::rerun:
      return "rerun";
    case JobKind::run:
      return "run";
    case JobKind::rejudge:
      return "rejudge";
    case JobKind::verify:
      return "verify";
  }
  return "judge";
}

}  // namespace autograder
