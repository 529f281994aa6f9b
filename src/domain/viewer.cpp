#include "domain/viewer.h"

#include <algorithm>

namespace autograder {
namespace {

// All that a student reads of a private test that decided.
std::string words_of_private_test(const Report& report) {
  const auto decided = std::ranges::find_if(report.tests, [](const TestReport& test) {
    return test.visibility == Visibility::hidden && test.verdict != Verdict::accepted;
  });
  const auto sentence = sentence_of(report.reason);
  if (decided == report.tests.end() || sentence.empty()) return {};
  return "test " + std::to_string(decided->index) + " (private): " + sentence;
}

}  // namespace

Report visible_report(const Viewer& viewer, const Scope& submission, Report report) {
  if (may(viewer, Action::teach, submission)) return report;
  report.admin_detail.clear();
  if (report.output_visibility == Visibility::hidden) {
    report.output.clear();
    report.reason = without_choice(std::move(report.reason));
    report.message = words_of_private_test(report);
    report.output_lossy = false;
    report.output_truncated = false;
  }
  for (auto& test : report.tests) {
    test.test = {};
    test.test_version = 0;
    test.judge_message.clear();
    if (test.visibility == Visibility::visible) continue;
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.reason = without_choice(std::move(test.reason));
    test.message = sentence_of(test.reason);
    test.errors.clear();
    test.trace.clear();
    test.truncated = false;
    test.lossy = false;
  }
  return report;
}

Problem visible_problem(const Viewer& viewer, Problem problem) {
  if (may(viewer, Action::teach, scope_of(problem))) return problem;
  std::erase_if(problem.tests, [](const TestCase& test) { return test.visibility == Visibility::hidden; });
  return problem;
}

}  // namespace autograder
