#include "domain/rules.h"

#include <algorithm>

namespace autograder {
namespace {

bool same_test(const TestCase& a, const TestCase& b) {
  return a.input == b.input && a.expected == b.expected && a.weight == b.weight && a.group == b.group;
}

}  // namespace

bool judged_alike(const Problem& a, const Problem& b) {
  return a.limits == b.limits && a.checker == b.checker && a.scoring == b.scoring &&
         std::ranges::equal(a.tests, b.tests, same_test);
}

}  // namespace autograder
