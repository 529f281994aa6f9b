// The weights of tests, as whole numbers in the proportions that a package names. Pure.
#pragma once

#include <string>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"

namespace autograder {

// Tests that are worth something together.
struct WorthOf {
  std::string name;                // of the group: its tests count together; empty: each counts for itself
  std::vector<std::size_t> tests;  // places in the list of tests
  double points = 0;               // of all together
  std::string file;                // that says so; for complaints
};

// Gives each test its weight and its group; the tests of none of them are worth nothing. Among tests that count
// together, only the sum says anything. `invalid` when the proportions need weights above a million.
Result<> assign_weights(const std::vector<WorthOf>& parts, std::vector<PackageTest>& tests);

}  // namespace autograder
