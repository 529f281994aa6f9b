// From the verdicts and points of tests to a score and a verdict of the whole. Pure.
#pragma once

#include <vector>

#include "domain/report.h"

namespace autograder {

// 0 to 100, two decimals. `all`: 100 only when every one of `test_count` tests is accepted. `weighted`: 100 x the sum of
// points x weight / all weight. `groups`: each test of a group earns what the group's worst test earns, so that a failed
// test takes the whole group (a test without a group stands for itself). No weight at all: 100 when all pass, else 0.
double score_of(ScoringRule rule, const std::vector<TestReport>& tests, int test_count);
// The verdict of the first failing test, accepted when none fails.
Verdict verdict_of(const std::vector<TestReport>& tests);
// Whether the first failing test ends the judging.
bool stops_at_first_failure(ScoringRule rule);

}  // namespace autograder
