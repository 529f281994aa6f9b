#include "storage/stored_bytes.h"

#include <chrono>

namespace autograder {
namespace {

std::int64_t day_of(Time now) {
  return std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
}

Bytes size_of(const std::string& text) {
  return Bytes{static_cast<std::int64_t>(text.size())};
}

}  // namespace

Bytes bytes_of(const NewSubmission& submission) {
  return Bytes{kRowBytes.count + size_of(submission.code).count + size_of(submission.idempotency_key).count};
}

Bytes bytes_of(const NewRun& run) {
  return Bytes{kRowBytes.count + size_of(run.code).count + size_of(run.input).count};
}

Time day_after(Time now) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days(1);
}

void note(StoredBytes& stored, Bytes more, Time now) {
  if (stored.day != day_of(now)) {
    stored.day = day_of(now);
    stored.today = {};
  }
  stored.today.count += more.count;
}

Result<> charge(StoredBytes& stored, Bytes more, Bytes a_day_max, Time now) {
  StoredBytes after = stored;
  note(after, more, now);
  if (a_day_max.count > 0 && after.today > a_day_max) {
    return fail(ErrorCode::over_budget,
                "at most " + std::to_string(a_day_max.count) +
                    " bytes of programs, inputs and outputs of one user are stored in a day (limits.stored_a_day_mb)");
  }
  stored = after;
  return {};
}

}  // namespace autograder
