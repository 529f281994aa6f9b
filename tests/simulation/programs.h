// The programs that people send in a simulated world, and how their output is judged.
//
// Knows:          what each prints, and which verdict and points that earns.
// Does not know:  workers, faults, reports.
#pragma once

#include <memory>
#include <string>

#include "domain/judgement.h"
#include "domain/problem.h"
#include "judge/test_judge.h"

namespace autograder::simulation {

enum class Program {
  right,
  wrong,     // at one test
  half,      // at one test: it earns half of the points
  crashes,   // at one test
  refused,   // by the compiler
  broken,    // our side fails so many times
  puzzling,  // at one test the checker itself fails so many times
  poison     // kills each worker that runs it
};

inline std::string right_output(const std::string& input) {
  return "right " + input;
}
// At the test where the program differs. `ours`: our side still fails there.
std::string output_at_its_test(Program program, const std::string& input, bool ours);

// Without faults of ours.
Judgement judgement_at_its_test(Program program);

// Compares, but for half points, and fails itself where a program puzzles it.
std::unique_ptr<const TestJudge> judge_with_points(const Problem& problem);

}  // namespace autograder::simulation
