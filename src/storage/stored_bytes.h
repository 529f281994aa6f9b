// Bounds the bytes that one user may store, each day and in reports. Pure.
//
// Knows:          days of UTC, what counts.
// Does not know:  rows.
#pragma once

#include <cstdint>

#include "domain/id.h"
#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"
#include "storage/run_store.h"
#include "storage/submission_store.h"

namespace autograder {

struct StoredBytes {
  std::int64_t day = 0;  // since 1970
  Bytes today{};
  Bytes reports{};             // of all days
  SubmissionId excerpts_from;  // up to here the user's reports gave up their excerpts
};

// Rows and indexes of one submission or run, without its texts.
constexpr Bytes kRowBytes{1024};
// Reports that are looked at when a new one has no room: their excerpts go.
constexpr int kReportsLookedAt = 8;

Bytes bytes_of(const NewSubmission& submission);
Bytes bytes_of(const NewRun& run);
// When a new day begins.
Time day_after(Time now);

void note(StoredBytes& stored, Bytes more, Time now);
// The same where the user asks for it: `over_budget`, and nothing is noted, beyond `a_day_max` (0: no bound).
Result<> charge(StoredBytes& stored, Bytes more, Bytes a_day_max, Time now);

}  // namespace autograder
