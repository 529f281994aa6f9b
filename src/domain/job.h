// The work that a subject makes, and the right to do it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/subject.h"

namespace autograder {

enum class JobKind { judge, rerun, run, rejudge, verify };
std::string_view name_of(JobKind kind);

struct Job {
  JobId id;
  JobKind kind = JobKind::judge;
  Subject subject;  // judge, rejudge: a submission; run, rerun: a run; verify: a problem
  std::string language;
  int priority = 0;  // higher first
  Time created_at{};
  Time not_before{};
  int failures = 0;  // infrastructure failures that a worker reported
  int expiries = 0;  // leases that ran out: kill -9, power
};

using LeaseToken = std::uint64_t;

// The right of one worker to do one job until `until`, in the database's time. Each new lease has a new token.
struct Lease {
  Job job;
  LeaseToken token = 0;
  Time until{};
  Duration lent{};  // how long its holder had set it aside for others: its user is not charged for that
};

constexpr std::chrono::milliseconds kLeaseTime{30'000};
constexpr std::chrono::milliseconds kRenewEvery{10'000};
constexpr int kFailuresMax = 4;    // the first try and retries after 1 s, 2 s, 4 s; then dead
constexpr int kExpiriesMax = 10;   // then dead
constexpr int kExpiriesAlone = 2;  // from here on the job runs alone, so that poison is told from its neighbours

}  // namespace autograder
