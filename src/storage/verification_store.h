// Submissions that packages bundle, judged as jobs behind all that students send: one set a problem, of its last import.
//
// Knows:          code, whose turn it is, the report of each.
// Does not know:  the expected verdicts: `terms` is opaque and belongs to the caller.
//
// A bundled submission is judged by a job (see job_queue.h), which names it. The job's subject is the problem.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/job.h"
#include "domain/report.h"
#include "domain/submission.h"
#include "foundation/result.h"

namespace autograder {

constexpr std::size_t kBundledMax = 500;                  // of one problem
constexpr std::size_t kTermsMax = 16 * 1024 * 1024;       // bytes
constexpr std::size_t kBundledCodeMax = 8 * 1024 * 1024;  // bytes of all together

struct NewBundled {
  JobId job;  // names it too
  std::string path;
  std::string language;
  std::string code;  // UTF-8 without NUL
};

struct NewVerification {
  ProblemId problem;
  int problem_version = 0;
  UserId user;            // whose fair share it uses
  Duration time_limit{};  // of the problem while they are judged
  std::string terms;
  std::vector<NewBundled> submissions;  // may be none
  Time created_at{};
};

struct BundledRow {
  JobId job;
  std::string path;
  std::string language;
  Phase phase = Phase::queued;  // judged: it has its report
  std::optional<Report> report;
};

struct Verification {
  int problem_version = 0;
  Duration time_limit{};
  std::string terms;
  std::vector<BundledRow> submissions;  // in the order in which they were put
  Time created_at{};
};

// The part of one that a worker needs.
struct BundledWork {
  ProblemId problem;
  std::string language;
  std::string code;
  Duration time_limit{};
};

class VerificationStore {
 public:
  virtual ~VerificationStore() = default;
  // In the place of the problem's earlier set, whose jobs go whatever became of them. `not_found`: the problem.
  // `invalid`: a bound is passed. `exhausted`: they would take more than half of queue_max, which is what rejudges may
  // take, or the disk is below its free minimum.
  virtual Result<> put(const NewVerification& set) = 0;
  // Absent when none was put.
  virtual Result<std::optional<Verification>> find(ProblemId problem) = 0;
  // How many of the problem's set have no report yet; reads neither code nor reports. 0 when none was put.
  virtual Result<int> count_unjudged(ProblemId problem) = 0;
  // Absent when there is no such job, or another set has come since.
  virtual Result<std::optional<BundledWork>> work(JobId job) = 0;
};

}  // namespace autograder
