#include "domain/subject.h"

namespace autograder {
namespace {

constexpr std::string_view kSubmission = "submission", kProblem = "problem", kRun = "run";

struct KindOf {
  std::string_view operator()(SubmissionId) const { return kSubmission; }
  std::string_view operator()(ProblemId) const { return kProblem; }
  std::string_view operator()(RunId) const { return kRun; }
};

}  // namespace

std::string_view kind_of(const Subject& subject) {
  return std::visit(KindOf{}, subject);
}

const IdBytes& bytes_of(const Subject& subject) {
  return std::visit([](const auto& id) -> const IdBytes& { return id.bytes(); }, subject);
}

std::string hex_of(const Subject& subject) {
  return id_hex(bytes_of(subject));
}

std::optional<Subject> subject_from(std::string_view kind, const IdBytes& id) {
  if (kind == kSubmission) return SubmissionId(id);
  if (kind == kProblem) return ProblemId(id);
  if (kind == kRun) return RunId(id);
  return std::nullopt;
}

}  // namespace autograder
