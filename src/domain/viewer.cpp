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

Sight sight_of_submission(const Viewer& viewer, UserId owner) {
  if (viewer.role == Role::admin) return Sight::all;
  return !viewer.user.empty() && viewer.user == owner ? Sight::own : Sight::nothing;
}

Sight sight_of_problem(const Viewer& viewer, const Problem& problem) {
  if (viewer.role == Role::admin) return Sight::all;
  return problem.published && !problem.deleted ? Sight::own : Sight::nothing;
}

Report visible_report(const Viewer& viewer, Report report) {
  if (viewer.role == Role::admin) return report;
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
  if (viewer.role == Role::admin) return problem;
  std::erase_if(problem.tests, [](const TestCase& test) { return test.visibility == Visibility::hidden; });
  return problem;
}

}  // namespace autograder
