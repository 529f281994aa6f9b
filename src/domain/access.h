// Who may do what to which thing. The only place that decides it, for REST, live news, export and search alike.
//
// Knows:          people with their role on the server and in courses; of a thing what its scope says.
// Does not know:  requests, tokens, where things are stored.
#pragma once

#include <vector>

#include "domain/problem.h"
#include "domain/user.h"

namespace autograder {

enum class CourseRole { student, teacher };

struct Membership {
  CourseId course;
  CourseRole role = CourseRole::student;
};

struct Viewer {
  UserId user;  // empty: nobody, who may do nothing
  Role role = Role::student;
  std::vector<Membership> memberships{};
};

enum class Action {
  take_part,        // what all who are signed in may do: lists, submissions and runs of their own
  read_problem,     // its statement and its public tests
  read_submission,  // and follow it, run it again, cancel it
  teach,            // change problems, read private tests and submissions of all, judge again
  manage_people,
  operate,  // see and change the queue, see the workers and the figures of the server
};

// What there is to know of a thing to decide it. Empty: a thing of the whole server.
struct Scope {
  CourseId course{};  // empty: of no course
  UserId owner{};     // of a submission
  bool open = false;  // of a problem: published, and not deleted
};

Scope scope_of(const Problem& problem);
Scope scope_of_submission(UserId owner);

// An admin may do everything, a teacher everything to what is of the course but manage people and operate the server. All
// others take part, read open problems of no course and of their courses, and their own submissions.
bool may(const Viewer& viewer, Action action, const Scope& scope = {});

}  // namespace autograder
