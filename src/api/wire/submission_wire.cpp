#include "api/wire/submission_wire.h"

#include <algorithm>

#include "api/wire/fields.h"
#include "api/wire/reason_wire.h"

namespace autograder::api {
namespace {

// Which version of which test case was judged: empty in what students see.
void write_test_case(JsonObject& object, const TestReport& test) {
  if (test.test.empty()) return;
  object.text("testCaseId", test.test.hex());
  object.integer("testCaseVersion", test.test_version);
}

void write_test(std::string& out, const TestReport& test) {
  JsonObject object(out);
  object.integer("index", test.index);
  object.text("status", code_of(test.verdict));
  object.integer("timeMs", test.cpu_time_ms);
  object.integer("wallMs", test.wall_time_ms);
  object.integer("memoryKb", test.memory_kb);
  object.integer("weight", test.weight);
  if (!test.group.empty()) object.text("group", test.group);
  object.text("visibility", test.visibility == Visibility::visible ? "public" : "private");
  object.text("input", test.input);
  object.text("expected", test.expected);
  object.text("output", test.output);
  object.boolean("truncated", test.truncated);
  if (test.lossy) object.boolean("outputLossy", true);
  object.text("message", test.message);
  write_reason(out, object, test.reason);
  write_trace(out, object, test.errors, test.trace);
  write_test_case(object, test);
  object.end();
}

void write_head(JsonObject& object, const Submission& submission) {
  object.text("_id", submission.id.hex());
  object.text("userId", submission.user.hex());
  object.text("problemId", submission.problem.hex());
  object.text("language", submission.language);
}

// Figures of a judging stand as null until there is one.
void write_state(JsonObject& object, const Submission& submission) {
  object.text("status", code_of(submission.state));
  if (submission.state.phase == Phase::judged) {
    object.number("score", submission.score);
    object.integer("executionTimeMs", submission.cpu_time_ms);
    object.integer("waitedMs", submission.waited_ms);
    object.integer("memoryKb", submission.memory_kb);
  } else {
    object.raw("score", "null");
    object.raw("executionTimeMs", "null");
    object.raw("waitedMs", "null");
    object.raw("memoryKb", "null");
  }
}

void write_times(JsonObject& object, const Submission& submission) {
  object.text("createdAt", iso8601(submission.created_at));
  object.text("updatedAt", iso8601(submission.updated_at));
}

void write_report(std::string& out, JsonObject& object, const Report& report) {
  object.text("output", report.output);
  if (report.output_lossy) object.boolean("outputLossy", true);
  if (report.output_truncated) object.boolean("outputTruncated", true);
  object.text("message", report.message);
  write_reason(out, object, report.reason);
  if (!report.admin_detail.empty()) object.text("adminDetail", report.admin_detail);
  object.integer("compileTimeMs", report.compile_time_ms);
  object.integer("problemVersion", report.problem_version);
  if (object.key("tests")) {
    JsonArray tests(out);
    for (const auto& test : report.tests) {
      tests.next();
      write_test(out, test);
    }
    tests.end();
  }
}

// An earlier judging in figures.
void write_judging(std::string& out, const Report& report) {
  JsonObject object(out);
  object.text("status", code_of(report.verdict));
  object.number("score", report.score);
  object.integer("executionTimeMs", report.cpu_time_ms);
  object.integer("memoryKb", report.memory_kb);
  object.integer("problemVersion", report.problem_version);
  object.text("message", report.message);
  object.text("judgedAt", iso8601(report.judged_at));
  if (object.key("tests")) {
    JsonArray tests(out);
    for (const auto& test : report.tests) {
      tests.next();
      JsonObject row(out);
      row.integer("index", test.index);
      row.text("status", code_of(test.verdict));
      row.integer("timeMs", test.cpu_time_ms);
      row.integer("memoryKb", test.memory_kb);
      write_test_case(row, test);
      row.end();
    }
    tests.end();
  }
  object.end();
}

}  // namespace

Parsed<NewCode> parse_new_submission(std::string_view body, std::size_t code_max) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  NewCode parsed;
  const auto problem = ProblemId::parse(fields.text("problemId", {0, 100, TextBound::Unit::bytes, true}));
  if (fields.good() && !problem) {
    fields.refuse_field(422, "problemId", "must be 24 lower-case hexadecimal characters");
  }
  parsed.problem = problem.value_or(ProblemId{});
  parsed.language = fields.text("language", {1, 40});
  parsed.code = fields.text("code", {1, code_max, TextBound::Unit::bytes});
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return parsed;
}

Parsed<std::string> parse_idempotency_key(const http::Request& request) {
  const auto* key = request.header("Idempotency-Key");
  if (key == nullptr) return std::string{};
  const bool printable = std::ranges::all_of(*key, [](char c) { return c >= 0x20 && c < 0x7f; });
  if (key->empty() || key->size() > kIdempotencyKeyMax || !printable) {
    return refuse(
        422, "Idempotency-Key: must be 1 to " + std::to_string(kIdempotencyKeyMax) + " printable ASCII characters");
  }
  return *key;
}

std::string submitted_json(const Submission& submission) {
  std::string text;
  JsonObject object(text);
  write_head(object, submission);
  object.text("status", "QUEUED");
  object.text("createdAt", iso8601(submission.created_at));
  object.end();
  return text;
}

const std::vector<std::string>& submission_fields() {
  static const std::vector<std::string> names{
      "_id",       "userId",          "problemId",   "language",        "code",          "status",
      "score",     "output",          "message",     "reason",          "tests",         "queue",
      "judgings",  "executionTimeMs", "waitedMs",    "memoryKb",        "compileTimeMs", "problemVersion",
      "createdAt", "updatedAt",       "outputLossy", "outputTruncated", "adminDetail"};
  return names;
}

const std::vector<std::string>& submission_list_fields() {
  static const std::vector<std::string> names{"_id",      "userId",    "userName", "problemId",       "problemTitle",
                                              "language", "status",    "score",    "executionTimeMs", "waitedMs",
                                              "memoryKb", "createdAt", "updatedAt"};
  return names;
}

const std::vector<std::string>& own_submission_list_fields() {
  static const std::vector<std::string> names = [] {
    auto all = submission_list_fields();
    all.emplace_back("code");
    return all;
  }();
  return names;
}

std::string submission_json(const Submission& submission, const std::optional<QueueSeen>& queue,
                            const std::optional<std::vector<Report>>& history, const Projection& projection) {
  std::string text;
  JsonObject object(text, &projection);
  write_head(object, submission);
  object.text("code", submission.code);
  write_state(object, submission);
  if (submission.report) {
    write_report(text, object, *submission.report);
  } else {
    object.text("output", "");
    object.raw("tests", "[]");
  }
  if (queue && object.key("queue")) {
    JsonObject place(text);
    place.integer("position", queue->position);
    place.text("reason", queue->reason);
    place.end();
  }
  if (history && object.key("judgings")) {
    JsonArray judgings(text);
    for (const auto& report : *history) {
      judgings.next();
      write_judging(text, report);
    }
    judgings.end();
  }
  write_times(object, submission);
  object.end();
  return text;
}

std::string rejudging_json(int submissions, bool capped) {
  std::string text;
  JsonObject object(text);
  object.text("message", "The problem's judged submissions are being queued again");
  object.integer("submissions", submissions);
  if (capped) object.boolean("capped", true);
  object.end();
  return text;
}

std::string changed_verdicts_json(int rules_version, const ChangedVerdicts& found,
                                  const std::vector<ChangedVerdict>& rows, const Names& names) {
  std::map<std::pair<Verdict, Verdict>, int> counts;
  for (const auto& row : found.changed) ++counts[{row.before, row.now}];
  std::string text;
  JsonObject object(text);
  object.integer("rulesVersion", rules_version);
  object.integer("compared", found.compared);
  object.integer("changed", found.changed.size());
  if (found.capped) object.boolean("capped", true);
  if (object.key("changes")) {
    JsonArray array(text);
    for (const auto& [verdicts, count] : counts) {
      array.next();
      JsonObject entry(text);
      entry.text("from", code_of(verdicts.first));
      entry.text("to", code_of(verdicts.second));
      entry.integer("count", count);
      entry.end();
    }
    array.end();
  }
  if (object.key("submissions")) {
    JsonArray array(text);
    for (const auto& row : rows) {
      array.next();
      JsonObject entry(text);
      entry.text("_id", row.id.hex());
      entry.text("userId", row.user.hex());
      entry.text("userName", names.user(row.user));
      entry.text("from", code_of(row.before));
      entry.number("scoreBefore", row.score_before);
      entry.text("to", code_of(row.now));
      entry.number("score", row.score_now);
      entry.end();
    }
    array.end();
  }
  object.end();
  return text;
}

std::string submission_list_json(const std::vector<Submission>& submissions, const Viewer& viewer, const Names& names,
                                 const Projection& projection) {
  std::string text;
  JsonArray array(text);
  for (const auto& submission : submissions) {
    array.next();
    JsonObject object(text, &projection);
    write_head(object, submission);
    object.text("userName", names.user(submission.user));
    object.text("problemTitle", names.problem(viewer, submission.problem));
    if (!submission.code.empty()) object.text("code", submission.code);
    write_state(object, submission);
    write_times(object, submission);
    object.end();
  }
  array.end();
  return text;
}

}  // namespace autograder::api
