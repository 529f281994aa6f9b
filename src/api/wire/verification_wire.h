// JSON of what packages bundle: the stored form of what each submission has to come to, and the table as it is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/submission.h"
#include "foundation/result.h"
#include "packages/verification.h"

namespace autograder::api {

// The package's terms for its submissions and its time limit, so that reports can be held against it later.
std::string encode_terms(const Package& package);
// A package of which only that is filled in: its tests by name, scoring, margins and submissions without their sources.
// `corrupt` for anything encode_terms did not write.
Result<Package> decode_terms(std::string_view text);

// One program of the package, and its state.
struct BundledSeen {
  BundledSubmission submission;          // without its source
  std::optional<SubmissionState> state;  // absent: it is not judged, and `why_not` says why
  std::string why_not;
  std::optional<JudgedSubmission> judged;  // held to the problem's time limit
  std::vector<Finding> findings;           // of what was judged: what is not as expected
};
void write_bundled(std::string& out, const std::vector<BundledSeen>& submissions);

// The whole of a problem's last import.
struct VerificationSeen {
  ProblemId problem;
  int problem_version = 0;
  Time created_at{};
  Package package;        // as decode_terms gives it
  Duration time_limit{};  // of the problem as it is now
  std::vector<BundledSeen> submissions;
  bool done = false;         // nothing waits
  bool as_expected = false;  // done, and all that was judged is, an accepted one among them
  TimeBounds bounds;
  std::optional<Duration> proposed;     // when done
  std::vector<std::string> complaints;  // when done
};
std::string verification_json(const VerificationSeen& seen);

}  // namespace autograder::api
