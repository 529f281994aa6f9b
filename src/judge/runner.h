// Runs tests of one submission, one after the other, in one box. Several runners share a submission: see test_lanes.h.
#pragma once

#include <stop_token>
#include <string_view>

#include "domain/problem.h"
#include "foundation/result.h"
#include "judge/languages.h"
#include "judge/quiet_room.h"
#include "judge/verdict.h"
#include "sandbox/sandbox.h"

namespace autograder {

// What is run: borrowed while the runner lives.
struct Program {
  std::string_view code;
  const UniqueFd* compiled = nullptr;  // null: the source itself is run
};

// What the problem and the language allow together.
RunBounds run_bounds(const ProblemLimits& limits, const Language& language);

class Runner final {
 public:
  Runner(Box& box, QuietRoom& room, const ReadyLanguage& language, Program program, const ProblemLimits& limits)
      : box_(box),
        room_(room),
        language_(language),
        program_(program),
        bounds_(run_bounds(limits, language.language)) {}

  const RunBounds& bounds() const { return bounds_; }

  // `input` is a sealed memfd: stdin, and the read-only file input.txt. A run that ends by itself between its limit of
  // CPU time and the kill is run again alone, twice at most, and the lowest counts. `spent` grows by the wall time of
  // all.
  Result<Outcome> run(const UniqueFd& input, std::stop_token stop, Duration& spent);

 private:
  Result<Outcome> run_once(const UniqueFd& input, bool alone, std::stop_token stop);

  Box& box_;
  QuietRoom& room_;
  const ReadyLanguage& language_;
  const Program program_;
  const RunBounds bounds_;
};

}  // namespace autograder
