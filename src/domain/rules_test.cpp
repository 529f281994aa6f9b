#include "domain/rules.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(JudgedAlike, AsksWhatDecidesAVerdict) {
  Problem before;
  before.tests.resize(2);
  before.tests[0].weight = 3;
  const auto alike = [&](auto change) {
    Problem after = before;
    after.version = 2;
    change(after);
    return judged_alike(before, after);
  };
  EXPECT_TRUE(alike([](Problem& p) { p.title = "Another"; }));
  EXPECT_TRUE(alike([](Problem& p) { p.description = "Clearer"; }));
  EXPECT_TRUE(alike([](Problem& p) { p.published = false; }));
  EXPECT_TRUE(alike([](Problem& p) { p.tests[0].visibility = Visibility::visible; }));
  EXPECT_TRUE(alike([](Problem& p) { p.tests[0].tags = {"edge"}; }));
  EXPECT_FALSE(alike([](Problem& p) { p.limits.time = std::chrono::seconds(1); }));
  EXPECT_FALSE(alike([](Problem& p) { p.limits.memory = mib(64); }));
  EXPECT_FALSE(alike([](Problem& p) { p.checker.ignore_case = true; }));
  EXPECT_FALSE(alike([](Problem& p) { p.scoring = ScoringRule::weighted; }));
  EXPECT_FALSE(alike([](Problem& p) { p.tests[0].input[0] = 1; }));
  EXPECT_FALSE(alike([](Problem& p) { p.tests[1].expected[0] = 1; }));
  EXPECT_FALSE(alike([](Problem& p) { p.tests[0].weight = 4; }));
  EXPECT_FALSE(alike([](Problem& p) { p.tests[1].group = "g"; }));
  EXPECT_FALSE(alike([](Problem& p) { p.tests.pop_back(); }));
  EXPECT_FALSE(alike([](Problem& p) { std::swap(p.tests[0], p.tests[1]); }));
}

}  // namespace
}  // namespace autograder
