// Compares the verdicts of bundled submissions with the expected ones, and proposes a time limit. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/report.h"
#include "packages/package.h"

namespace autograder {

// A submission that was judged on every test of its package.
struct JudgedSubmission {
  std::string path;
  std::string language;
  std::vector<Expectation> expected;  // of a source that is not bundled: accepted
  Report report;                      // `tests` as many as the package has, unless it did not compile or was not judged
  Duration judged_with{};             // the time limit of the problem while it was judged
  std::vector<Verdict> as_judged;     // of the tests, before they were held to another time limit; empty: as they are
  double time_factor = 1;             // of its language: the problem's time limit times this was its own
};

// As it would be with this time limit: it was made with a larger one. Computes the scores again.
void hold_to_time_limit(JudgedSubmission& judged, Duration limit, ScoringRule scoring);

// A difference from the expected verdicts. A page says the reason in its reader's language; where none is known, `words` have it all.
struct Finding {
  std::string sentence;  // without the words about the run
  std::string words;     // the same with them
  Reason reason{};
};
std::vector<Finding> findings_in(const JudgedSubmission& judged, const Package& package);
// The words of each; empty when all is as expected.
std::vector<std::string> unexpected_in(const JudgedSubmission& judged, const Package& package);

// "AC", "WA/TLE/RE": what has to occur.
std::string expected_in_words(const JudgedSubmission& judged);
// "AC", "WA at secret/03", "CE".
std::string found_in_words(const JudgedSubmission& judged, const Package& package);

struct TimeBounds {
  std::optional<Duration> slowest;  // of those that the limit leaves room for
  std::string slowest_path;
  Duration waiting{};  // the least limit under which none of these, as long as it took on the clock, is stopped as idle
  std::optional<Duration> fastest;  // of those that it stops: its slowest test
  std::string fastest_path;
};
TimeBounds time_bounds(const std::vector<JudgedSubmission>& judged, const Package& package);

// The smallest multiple of the package's resolution that leaves room for the slowest, at most a minute; absent without
// one, or when it would pass what the fastest of the others allows.
std::optional<Duration> propose_time_limit(const TimeBounds& bounds, const Package& package);
// Why `limit` keeps too little distance from the submissions; empty when it keeps enough.
std::vector<std::string> narrow_margins(const TimeBounds& bounds, Duration limit, const Package& package);

// "1.5 s", "0.012 s"
std::string seconds_in_words(Duration duration);

}  // namespace autograder
