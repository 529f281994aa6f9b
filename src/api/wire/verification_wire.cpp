#include "api/wire/verification_wire.h"

#include "api/wire/reason_wire.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

std::int64_t in_ms(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

void write_findings(std::string& out, JsonObject& object, const std::vector<Finding>& findings) {
  std::vector<std::string> words;
  for (const auto& finding : findings) words.push_back(finding.words);
  object.texts("unexpected", words);
  if (!object.key("findings")) return;
  JsonArray array(out);
  for (const auto& finding : findings) {
    array.next();
    JsonObject row(out);
    row.text("sentence", finding.reason.code == ReasonCode::none ? finding.words : finding.sentence);
    write_reason(out, row, finding.reason);
    row.end();
  }
  array.end();
}

void write_one(std::string& out, const BundledSeen& seen) {
  JudgedSubmission expected;
  expected.expected = seen.submission.expected;
  JsonObject object(out);
  object.text("path", seen.submission.path);
  object.text("language", seen.submission.language);
  object.text("expected", expected_in_words(expected));
  if (seen.state) object.text("status", code_of(*seen.state));
  if (!seen.why_not.empty()) object.text("message", seen.why_not);
  if (seen.judged) {
    const auto& report = seen.judged->report;
    object.number("score", report.score);
    object.boolean("asExpected", seen.findings.empty());
    write_findings(out, object, seen.findings);
    object.integer("executionTimeMs", report.cpu_time_ms);
    object.integer("memoryKb", report.memory_kb);
    object.text("message", report.admin_detail.empty() ? report.message : report.message + ": " + report.admin_detail);
    write_reason(out, object, report.reason);
    if (report.verdict == Verdict::compile_error) object.text("output", report.output);
  }
  object.end();
}

}  // namespace

void write_bundled(std::string& out, const std::vector<BundledSeen>& submissions) {
  JsonArray array(out);
  for (const auto& seen : submissions) {
    array.next();
    write_one(out, seen);
  }
  array.end();
}

std::string verification_json(const VerificationSeen& seen) {
  std::string out;
  JsonObject object(out);
  object.text("problemId", seen.problem.hex());
  object.integer("version", seen.problem_version);
  object.integer("timeLimitMs", in_ms(seen.time_limit));
  object.boolean("timeLimitGiven", seen.package.time_limit_given);
  if (seen.proposed) object.integer("proposedTimeLimitMs", in_ms(*seen.proposed));
  if (seen.bounds.slowest) object.integer("slowestAcceptedMs", in_ms(*seen.bounds.slowest));
  if (seen.bounds.fastest) object.integer("fastestTooSlowMs", in_ms(*seen.bounds.fastest));
  object.boolean("done", seen.done);
  object.boolean("asExpected", seen.as_expected);
  object.texts("complaints", seen.complaints);
  if (object.key("submissions")) write_bundled(out, seen.submissions);
  object.text("createdAt", iso8601(seen.created_at));
  object.end();
  return out;
}

}  // namespace autograder::api
