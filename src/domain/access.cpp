#include "domain/access.h"

#include <algorithm>

namespace autograder {
namespace {

const Membership* membership_in(const Viewer& viewer, CourseId course) {
  if (course.empty()) return nullptr;
  const auto found = std::ranges::find(viewer.memberships, course, &Membership::course);
  return found == viewer.memberships.end() ? nullptr : &*found;
}

bool is_of_server(Action action) {
  return action == Action::manage_people || action == Action::operate;
}

}  // namespace

Scope scope_of(const Problem& problem) {
  return {.open = problem.published && !problem.deleted};
}

Scope scope_of_submission(UserId owner) {
  return {.owner = owner};
}

bool may(const Viewer& viewer, Action action, const Scope& scope) {
  if (viewer.user.empty()) return false;
  if (viewer.role == Role::admin) return true;
  const Membership* member = membership_in(viewer, scope.course);
  if (member != nullptr && member->role == CourseRole::teacher && !is_of_server(action)) return true;
  switch (action) {
    case Action::take_part:
      return true;
    case Action::read_problem:
      return scope.open && (scope.course.empty() || member != nullptr);
    case Action::read_submission:
      return viewer.user == scope.owner;
    case Action::teach:
    case Action::manage_people:
    case Action::operate:
      return false;
  }
  return false;
}

}  // namespace autograder
