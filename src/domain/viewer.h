// What a viewer may see of a thing that they may read (access.h).
#pragma once

#include "domain/access.h"
#include "domain/submission.h"

namespace autograder {

// The report as the viewer may read it: of hidden tests only verdict, points, time, memory and the reason with its sentence,
// which hold nothing that the program chose but names of its own source and a line of it (reason.h); `admin_detail`, each
// `judge_message` and which versions of which test cases were judged only for those who teach.
Report visible_report(const Viewer& viewer, const Scope& submission, Report report);
// The problem with only those tests the viewer may read; test_count stays the number of all.
Problem visible_problem(const Viewer& viewer, Problem problem);

}  // namespace autograder
