// All that judging says of a submission. Made once, never changed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/judgement.h"
#include "domain/problem.h"
#include "domain/reason.h"

namespace autograder {

constexpr std::size_t kExcerptMax = 4096;      // of input, expected, output, errors and judge's message of a test
constexpr std::size_t kOutputMax = 64 * 1024;  // of the deciding output or the compiler's words
constexpr int kTestsWithExcerpts = 20;         // the first ones, and the first that fails

constexpr std::size_t kTraceMax = 50;

// A line of `errors` that names a line of the submitted source; both from 1.
struct TraceLine {
  int row = 0;
  int line = 0;
  bool operator==(const TraceLine&) const = default;
};

// A test that was judged. Texts are UTF-8: what was not is replaced by U+FFFD and `lossy` says so.
struct TestReport {
  int index = 0;  // from 1
  TestCaseId test;
  int test_version = 0;
  Verdict verdict = Verdict::internal_error;
  Points points;
  std::int64_t cpu_time_ms = 0;
  std::int64_t wall_time_ms = 0;
  std::int64_t memory_kb = 0;
  int weight = 1;
  std::string group;
  Visibility visibility = Visibility::hidden;
  std::string input;     // excerpt
  std::string expected;  // excerpt
  std::string output;    // excerpt
  bool truncated = false;
  bool lossy = false;
  std::string message;  // "first difference: line 1, column 3", "exit code 1", "killed by SIGSEGV"
  Reason reason;
  std::string judge_message;     // what the checker said to admins: the beginning of it, with the excerpts
  std::string errors;            // stderr of a run that an error ended: the beginning and the end of it
  std::vector<TraceLine> trace;  // at most kTraceMax
  bool operator==(const TestReport&) const = default;
};

struct Report {
  Verdict verdict = Verdict::internal_error;
  double score = 0;    // 0 to 100, two decimals
  std::string output;  // the deciding test's output or the compiler's words
  bool output_lossy = false;
  bool output_truncated = false;
  // Who may read `output` and `message`: hidden when a hidden test decided.
  Visibility output_visibility = Visibility::visible;
  std::string message;           // what decided, in words
  Reason reason;                 // of the test that decided, or of the compilation
  std::string admin_detail;      // of an internal error: for admins only
  std::int64_t cpu_time_ms = 0;  // the slowest test
  std::int64_t memory_kb = 0;    // the largest test
  std::int64_t compile_time_ms = 0;
  int problem_version = 0;
  std::vector<TestReport> tests;
  Time judged_at{};
  bool operator==(const Report&) const = default;
};

// On the clock, of the test that was stopped because it waited; 0 where there is none.
std::int64_t waited_ms(const Report& report);

// Takes out what programs printed and the excerpts of tests, which are nearly all of a report's size. Verdict, score,
// figures and messages stay. Whether there was anything to take out.
bool remove_excerpts(Report& report);

}  // namespace autograder
