// Compares what a program printed with what was expected.
#pragma once

#include "judge/test_judge.h"

namespace autograder {

class PlainJudge final : public TestJudge {
 public:
  explicit PlainJudge(const Checker& checker) : checker_(checker) {}
  Result<JudgedRun> judge(Runner& runner, const TestFiles& test, std::stop_token stop) const override;

 private:
  const Checker checker_;
};

}  // namespace autograder
