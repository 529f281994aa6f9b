// The thing that a job, an event or a listener is about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "domain/id.h"

namespace autograder {

// A submission; a problem, whose bundled submissions are judged; a run with a custom input.
using Subject = std::variant<SubmissionId, ProblemId, RunId>;

// "submission", "problem" or "run": in rows and in log lines.
std::string_view kind_of(const Subject& subject);
const IdBytes& bytes_of(const Subject& subject);
std::string hex_of(const Subject& subject);
// Absent when there is no such kind.
std::optional<Subject> subject_from(std::string_view kind, const IdBytes& id);

}  // namespace autograder
