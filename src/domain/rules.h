// The settings of a problem that decide verdicts and scores.
#pragma once

#include "domain/problem.h"

namespace autograder {

// Whether a program gets the same verdict and score from both: tests in their order, checker, limits and scoring are
// the same. Title, statement and who may see a test are not asked.
bool judged_alike(const Problem& a, const Problem& b);

}  // namespace autograder
