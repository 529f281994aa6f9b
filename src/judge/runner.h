// Runs tests of one submission, one after the other, in one box. Several runners share a submission: see test_lanes.h.
#pragma once

#include <atomic>
#include <stop_token>
#include <string_view>

#include "domain/problem.h"
#include "foundation/result.h"
#include "judge/crash_mark.h"
#include "judge/languages.h"
#include "judge/quiet_room.h"
#include "judge/verdict.h"
#include "sandbox/sandbox.h"

namespace autograder {

// The program to run: borrowed while the runner lives.
struct Program {
  std::string_view code;
  const UniqueFd* compiled = nullptr;  // null: the source itself is run
};

// The limits of problem and language together.
RunBounds run_bounds(const ProblemLimits& limits, const Language& language);

// How many runs of one submission may be repeated. Any thread.
class RunsAgain final {
 public:
  bool take() { return left_.fetch_sub(1) > 0; }

 private:
  static constexpr int kMax = 2;
  std::atomic<int> left_{kMax};
};

class Runner final {
 public:
  // `runs_again` is shared by all runners of a submission.
  Runner(Box& box, QuietRoom& room, RunsAgain& runs_again, const ReadyLanguage& language, Program program,
         const ProblemLimits& limits)
      : box_(box),
        room_(room),
        runs_again_(runs_again),
        language_(language),
        program_(program),
        bounds_(run_bounds(limits, language.language)) {}

  const RunBounds& bounds() const { return bounds_; }

  // `input` is a sealed memfd: stdin, and the read-only file input.txt. A hidden one stays between the program and us.
  // `spent` grows by the wall time of all runs.
  //
  // Measured again, alone on a core, is a run that ended by itself between its limit of CPU time and the kill while others
  // disturbed it (the lowest time counts), and one that the wall clock ended while others had its core. An error where
  // others keep the core: that is no finding about the program.
  Result<Outcome> run(const UniqueFd& input, Visibility visibility, std::stop_token stop, Duration& spent);

  // Which lines of the source a mark of a run before means, by the language's `locate`, in the same box. Empty where
  // nothing can be said: whatever that program does is no error.
  Result<std::vector<CrashPlace>> places_of(const CrashMark& mark, Visibility visibility, std::stop_token stop);

 private:
  struct Run {
    Outcome outcome;
    bool disturbed = false;
  };
  Result<Run> run_once(const UniqueFd& input, Visibility visibility, bool alone, std::stop_token stop);
  bool deserves_another(const Run& run) const;

  Box& box_;
  QuietRoom& room_;
  RunsAgain& runs_again_;
  const ReadyLanguage& language_;
  const Program program_;
  const RunBounds bounds_;
};

}  // namespace autograder
