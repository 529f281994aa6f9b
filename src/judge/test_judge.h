// Judges one test: runs the program on it in the way that the kind of problem asks for, and says what came of it.
//
// Knows:          one test, and how to run the program.
// Does not know:  the other tests, scores, reports.
//
// Output that is compared is one kind (plain_judge.h). A checker, an interactor or several passes are further kinds:
// each is a TestJudge, and the pipeline stays as it is.
#pragma once

#include <memory>
#include <stop_token>

#include "domain/judgement.h"
#include "domain/problem.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"
#include "judge/runner.h"
#include "sandbox/sandbox.h"

namespace autograder {

// Sealed memfds, borrowed during the call. The expected output never enters a program's box.
struct TestFiles {
  const UniqueFd& input;
  const UniqueFd& expected;
  Visibility visibility;
};

struct JudgedRun {
  Judgement judgement;
  Outcome outcome;   // of the program
  Duration spent{};  // wall time of all that was run for the test
};

// Any thread, several tests at once.
class TestJudge {
 public:
  virtual ~TestJudge() = default;
  // A fault of the program is a judgement. An error is ours, and so is each fault of a checker: then the job is tried
  // again and ends as IE at last, never as WA. `stop` kills what runs and ends the call with `unavailable`. The runner
  // belongs to this test until the call returns.
  virtual Result<JudgedRun> judge(Runner& runner, const TestFiles& test, std::stop_token stop) const = 0;
};

// The way in which this problem's tests are judged. It refers to nothing of `problem`.
std::unique_ptr<const TestJudge> test_judge_of(const Problem& problem);

}  // namespace autograder
