// Output of `autograder judge`: tables for people, one JSON document for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packages/verification.h"

namespace autograder {

struct JudgingSummary {
  const Package& package;
  Duration time_limit{};
  bool verified = false;  // every bundled submission was judged
  std::vector<JudgedSubmission> judged;
  std::vector<std::string> skipped;  // "submissions/accepted/a.rs: why"
  TimeBounds bounds;
  std::optional<Duration> proposed;
  std::vector<std::string> complaints;  // of the whole: margins
  bool as_expected = true;
};

// A line a test of one submission, and a last one for the whole.
std::string test_table(const JudgedSubmission& judged, const Package& package);
// The head of the table of submissions, and a row with the reasons below it.
std::string verification_head(const Package& package, Duration time_limit);
std::string verification_row(const JudgedSubmission& judged, const Package& package);
// The summary of all of them.
std::string verification_foot(const JudgingSummary& summary);
std::string summary_json(const JudgingSummary& summary);

}  // namespace autograder
