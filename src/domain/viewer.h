// Decides what a viewer may see. The only place that decides it, for REST, live events, export and search alike.
#pragma once

#include "domain/problem.h"
#include "domain/submission.h"
#include "domain/user.h"

namespace autograder {

struct Viewer {
  UserId user;
  Role role = Role::student;
};

enum class Sight {
  nothing,  // not theirs to know of: 404
  own,      // a student's own: hidden tests without words
  all,
};

Sight sight_of_submission(const Viewer& viewer, UserId owner);
Sight sight_of_problem(const Viewer& viewer, const Problem& problem);

// The report as the viewer may read it: of hidden tests only verdict, points, time, memory and the reason with its sentence,
// which hold nothing that the program chose but names of its own source and a line of it (reason.h); `admin_detail`, each
// `judge_message` and which versions of which test cases were judged only for admins.
Report visible_report(const Viewer& viewer, Report report);
// The problem with only those tests the viewer may read; test_count stays the number of all.
Problem visible_problem(const Viewer& viewer, Problem problem);

}  // namespace autograder
