// data/ of a package: its tests in order, how their outputs are checked, and what they are worth.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"
#include "packages/package_directory.h"
#include "packages/problem_settings.h"

namespace autograder {

struct PackageTests {
  std::vector<PackageTest> tests;
  Checker checker;
  ScoringRule scoring = ScoringRule::all;
  std::vector<std::string> notes;
};

constexpr int kPackageTestsMax = 500;
// In a secret test's name, before that of the sample whose double it is: "secret/003_sample_001". Samples give nothing in
// the format, so a public test that counts is written twice; both are one test again when they are read.
constexpr std::string_view kDoubleMark = "_sample_";

// `invalid` names the file of what is wrong, and of what is asked that cannot be done here: arguments, files beside the
// input, checkers that differ between tests, scores that depend on more than which tests pass.
Result<PackageTests> read_package_tests(const PackageDirectory& directory, const ProblemSettings& settings);

// `text` of this file with "{{name}}" replaced by the constant of that name. `invalid` when that is longer than `max`.
Result<std::string> with_constants(std::string_view text, const std::map<std::string, std::string>& constants,
                                   const std::string& path, Bytes max);

}  // namespace autograder
