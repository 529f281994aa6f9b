// From a submission and its problem to a report: compile, judge the tests, score.
//
// Knows:          the order of things, verdicts, messages.
// Does not know:  queues, leases, HTTP, how a box is made.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "domain/problem.h"
#include "domain/run.h"
#include "foundation/clock.h"
#include "judge/compile_cache.h"
#include "judge/compiler.h"
#include "judge/languages.h"
#include "judge/quiet_room.h"
#include "judge/test_data.h"
#include "judge/test_judge.h"
#include "judge/test_lanes.h"
#include "sandbox/sandbox.h"

namespace autograder {

struct PipelineOptions {
  // Compile + all tests. Over it no further test is run, and those count as not passed; where none failed before, the
  // verdict is IE with the reason: the problem asks for more than there is.
  Duration submission_wall_max = std::chrono::minutes(10);
  int cores = 1;  // never more compilations and runs at once; tests of one submission share those that are free
  Bytes compiler_output_max = kib(64);
  Bytes compiled_max = kCompiledMax;
  Bytes compile_cache = mib(128);  // compiled files kept for the same source again; 0: none
  // Called when a source was really compiled, with its language and how long that took; any thread. For figures.
  std::function<void(const std::string&, Duration)> on_compiled;
  std::function<std::unique_ptr<const TestJudge>(const Problem&)> test_judge = test_judge_of;
};

// Any thread, several at once.
class Pipeline final {
 public:
  // Each time a test is done: the report so far. Called on the judging thread.
  using Progress = std::function<void(const Report&)>;

  Pipeline(Sandbox& sandbox, TestData& test_data, const Clock& clock, PipelineOptions options = {})
      : sandbox_(sandbox),
        test_data_(test_data),
        clock_(clock),
        options_(options),
        compile_cache_(options.compile_cache),
        lanes_(options.cores),
        room_(options.cores) {}

  // The submission's verdict is a value whatever the program did; an error is the world's (the job is tried again).
  // `stop` requested from another thread kills what runs and ends the judging with an error of code `unavailable`.
  Result<Report> judge(UserId author, std::string_view source, const Problem& problem, const ReadyLanguage& language,
                       const Progress& progress, std::stop_token stop);

  // Compiles and runs a program once with an input of its user's own; nothing is compared.
  Result<RunResult> run(UserId author, std::string_view source, std::string_view input, const ProblemLimits& limits,
                        const ReadyLanguage& language, std::stop_token stop);
  const CacheCounts& compile_cache_counts() const { return compile_cache_.counts(); }

 private:
  Result<Compilation> compile_once(const ReadyLanguage& language, std::string_view code, UserId author,
                                   std::stop_token stop);

  Sandbox& sandbox_;
  TestData& test_data_;
  const Clock& clock_;
  const PipelineOptions options_;
  CompileCache compile_cache_;
  LaneCount lanes_;
  QuietRoom room_;
};

// The report of a submission that we could not judge, and will not try again. `detail` is for admins.
Report internal_error_report(Reason reason, std::string detail, Time at);

}  // namespace autograder
