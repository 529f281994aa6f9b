// JSON of submissions and their reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/names.h"
#include "api/wire/body_text.h"
#include "api/wire/refusal.h"
#include "domain/submission.h"
#include "foundation/json_writer.h"
#include "storage/submission_store.h"

namespace autograder::api {

constexpr std::size_t kIdempotencyKeyMax = 128;
constexpr std::size_t kSubmissionNamesMax = 24 + 4 * 40;  // bytes of a body's problemId and language

struct NewCode {
  ProblemId problem;
  std::string language;
  std::string code;
};
Parsed<NewCode> parse_new_submission(std::string_view body, std::size_t code_max);

// Empty when not sent; 422 unless 1-128 printable ASCII characters.
Parsed<std::string> parse_idempotency_key(const http::Request& request);

struct QueueSeen {
  int position = 0;  // from 1
  std::string reason;
};

// The answer to create: the same each time for the same submission, whatever became of it meanwhile.
std::string submitted_json(const Submission& submission);

const std::vector<std::string>& submission_fields();
const std::vector<std::string>& submission_list_fields();
const std::vector<std::string>& own_submission_list_fields();  // with `code`
// The answer to rejudging a problem that has so many submissions.
std::string rejudging_json(int submissions, bool capped);
// The counts are of all that changed, `rows` a page of them.
std::string changed_verdicts_json(int rules_version, const ChangedVerdicts& found,
                                  const std::vector<ChangedVerdict>& rows, const Names& names);
// The reports are what the viewer may see already. `history`, newest first, is written without texts.
std::string submission_json(const Submission& submission, const std::optional<QueueSeen>& queue,
                            const std::optional<std::vector<Report>>& history, const Projection& projection);
// A row has `code` when its submission has it.
std::string submission_list_json(const std::vector<Submission>& submissions, const Viewer& viewer, const Names& names,
                                 const Projection& projection);

}  // namespace autograder::api
