// The judgement of one test: its verdict, why, and which share of the test's weight the output earned.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/reason.h"

namespace autograder {

enum class Verdict {
  accepted,        // AC
  wrong_answer,    // WA
  time_limit,      // TLE
  memory_limit,    // MLE
  output_limit,    // OLE
  runtime_error,   // RE
  compile_error,   // CE
  internal_error,  // IE: ours
  cancelled,       // CANCELLED
};
std::string_view code_of(Verdict verdict);  // "AC"
std::optional<Verdict> verdict_from(std::string_view code);

// A share of a test's weight. Whole millionths, so that the score of a stored report can be computed again to the letter.
struct Points {
  static constexpr std::int64_t kMax = 1'000'000;
  std::int64_t millionths = 0;  // 0 to kMax
  auto operator<=>(const Points&) const = default;
};
// The points where the verdict alone decides: all or none. Reports that were stored without points have these.
constexpr Points points_of(Verdict verdict) {
  return {verdict == Verdict::accepted ? Points::kMax : 0};
}

struct Judgement {
  Verdict verdict = Verdict::internal_error;
  Reason reason;
  std::string message;  // for everybody who may see the test; UTF-8
  Points points{};
  std::string judge_message{};  // for admins only: what the checker said to them; any bytes
};

}  // namespace autograder
