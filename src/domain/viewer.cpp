#include "domain/viewer.h"

#include <algorithm>

namespace autograder {

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
    report.message.clear();
    report.output_lossy = false;
    report.output_truncated = false;
  }
  for (auto& test : report.tests) {
    test.test = {};
    test.test_version = 0;
    if (test.visibility == Visibility::visible) continue;
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.message.clear();
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
