#include "judge/plain_judge.h"

#include "domain/compare.h"
#include "judge/memfd.h"

namespace autograder {
namespace {

void tell_difference(Comparison comparison, Judgement& judgement) {
  judgement.verdict = Verdict::wrong_answer;
  judgement.reason.code = ReasonCode::difference;
  judgement.reason.output_line = comparison.line;
  judgement.reason.output_column = comparison.column;
  judgement.message = std::move(comparison.message);
}

}  // namespace

Result<JudgedRun> PlainJudge::judge(Runner& runner, const TestFiles& test, std::stop_token stop) const {
  JudgedRun judged;
  AG_ASSIGN(judged.outcome, runner.run(test.input, test.visibility, std::move(stop), judged.spent));
  judged.judgement = verdict_of(judged.outcome, runner.bounds());
  if (judged.judgement.verdict == Verdict::accepted) {
    AG_ASSIGN(const auto expected, MappedFile::map(test.expected.get()));
    auto comparison = compare(checker_, expected.text(), judged.outcome.stdout_text);
    if (!comparison.equal) tell_difference(std::move(comparison), judged.judgement);
  }
  judged.judgement.points = points_of(judged.judgement.verdict);
  return judged;
}

std::unique_ptr<const TestJudge> test_judge_of(const Problem& problem) {
  return std::make_unique<PlainJudge>(problem.checker);
}

}  // namespace autograder
