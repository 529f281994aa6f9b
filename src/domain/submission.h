// A submission of a student, and its status.
//
// Knows:          the values of domain and their names.
// Does not know:  where they are kept, how they are shown, who judges.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/id.h"
#include "domain/report.h"

namespace autograder {

// The phase of a submission: waiting, being judged (a live lease), or judged (the verdict of its current report).
enum class Phase { queued, running, judged };

struct SubmissionState {
  Phase phase = Phase::queued;
  Verdict verdict = Verdict::internal_error;  // when judged
  bool operator==(const SubmissionState&) const = default;
};
std::string_view code_of(SubmissionState state);  // "QUEUED", "RUNNING", "AC", ...
std::optional<SubmissionState> state_from(std::string_view code);

struct Submission {
  SubmissionId id;
  UserId user;
  ProblemId problem;
  std::string language;
  std::string code;  // UTF-8 without NUL; in listings as far as they ask for it
  SubmissionState state;
  double score = 0;
  std::int64_t cpu_time_ms = 0;  // of its slowest test
  std::int64_t waited_ms = 0;    // on the clock, of a test that was stopped because it waited; else 0
  std::int64_t memory_kb = 0;
  Time created_at{};
  Time updated_at{};
  std::optional<Report> report;  // the current one; absent in listings and while none exists
};

}  // namespace autograder
