#include "simulation/programs.h"

#include <utility>

namespace autograder::simulation {
namespace {

constexpr std::string_view kWrong = "something else";
constexpr std::string_view kHalf = "half of it";
constexpr std::string_view kPuzzle = "a puzzle for the checker";

class JudgeWithPoints final : public TestJudge {
 public:
  explicit JudgeWithPoints(const Problem& problem) : comparing_(test_judge_of(problem)) {}

  Result<JudgedRun> judge(Runner& runner, const TestFiles& test, std::stop_token stop) const override {
    AG_ASSIGN(auto judged, comparing_->judge(runner, test, std::move(stop)));
    const auto& printed = judged.outcome.stdout_text;
    if (printed == kPuzzle) return fail(ErrorCode::failed, "the checker ended with exit code 3");
    if (printed == kHalf) judged.judgement = judgement_at_its_test(Program::half);
    return judged;
  }

 private:
  const std::unique_ptr<const TestJudge> comparing_;
};

}  // namespace

std::string output_at_its_test(Program program, const std::string& input, bool ours) {
  if (program == Program::wrong) return std::string(kWrong);
  if (program == Program::half) return std::string(kHalf);
  if (program == Program::puzzling && ours) return std::string(kPuzzle);
  return right_output(input);
}

Judgement judgement_at_its_test(Program program) {
  const auto of = [](Verdict verdict) { return Judgement{verdict, Reason{}, "", points_of(verdict), ""}; };
  switch (program) {
    case Program::wrong:
      return of(Verdict::wrong_answer);
    case Program::half:
      return {Verdict::accepted, Reason{}, "half of it", {Points::kMax / 2}, "words for admins"};
    case Program::crashes:
      return of(Verdict::runtime_error);
    default:
      return of(Verdict::accepted);
  }
}

std::unique_ptr<const TestJudge> judge_with_points(const Problem& problem) {
  return std::make_unique<JudgeWithPoints>(problem);
}

}  // namespace autograder::simulation
