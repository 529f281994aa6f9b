#include "app/judge_tables.h"

#include <fmt/format.h>

#include "domain/text.h"
#include "foundation/json_writer.h"

namespace autograder {
namespace {

constexpr const char* kTestRow = "  {:<28} {:<8} {:>8} {:>10}  {}\n";
constexpr const char* kSubmissionRow = "  {:<48} {:<11} {:<14} {:<20} {:>9} {:>6}  {}\n";

std::string milliseconds(std::int64_t ms) {
  return fmt::format("{} ms", ms);
}
std::string megabytes(std::int64_t kb) {
  return fmt::format("{:.1f} MB", static_cast<double>(kb) / 1024);
}
std::int64_t in_ms(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

std::string indented(const std::string& text) {
  std::string out;
  std::string_view rest = printable(text, 2000).empty() ? std::string_view() : std::string_view(text);
  for (int lines = 0; !rest.empty() && lines < 20; ++lines) {
    const auto line = rest.substr(0, rest.find('\n'));
    out += "    " + printable(line, 200) + "\n";
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  return out;
}

void write_tests(std::string& out, const JudgedSubmission& judged, const Package& package) {
  JsonArray tests(out);
  for (const auto& test : judged.report.tests) {
    tests.next();
    JsonObject object(out);
    object.text("name", package.tests.at(static_cast<std::size_t>(test.index - 1)).name);
    object.text("status", code_of(test.verdict));
    object.integer("timeMs", test.cpu_time_ms);
    object.integer("wallMs", test.wall_time_ms);
    object.integer("memoryKb", test.memory_kb);
    object.text("message", test.message);
    object.end();
  }
  tests.end();
}

void write_submission(std::string& out, const JudgedSubmission& judged, const Package& package) {
  JsonObject object(out);
  object.text("path", judged.path);
  object.text("language", judged.language);
  object.text("expected", expected_in_words(judged));
  object.text("status", code_of(judged.report.verdict));
  object.number("score", judged.report.score);
  const auto unexpected = unexpected_in(judged, package);
  object.boolean("asExpected", unexpected.empty());
  object.texts("unexpected", unexpected);
  object.integer("executionTimeMs", judged.report.cpu_time_ms);
  object.integer("memoryKb", judged.report.memory_kb);
  object.text("message", judged.report.message);
  if (judged.report.verdict == Verdict::compile_error) object.text("output", judged.report.output);
  if (object.key("tests")) write_tests(out, judged, package);
  object.end();
}

}  // namespace

std::string test_table(const JudgedSubmission& judged, const Package& package) {
  std::string out = fmt::format("{} ({})\n", judged.path, judged.language);
  const auto& report = judged.report;
  if (!report.tests.empty()) out += fmt::format(kTestRow, "test", "verdict", "time", "memory", "");
  for (const auto& test : report.tests) {
    out += fmt::format(kTestRow, package.tests.at(static_cast<std::size_t>(test.index - 1)).name, code_of(test.verdict),
                       milliseconds(test.cpu_time_ms), megabytes(test.memory_kb), printable(test.message, 300));
  }
  if (const auto left = package.tests.size() - report.tests.size(); left > 0 && !report.tests.empty()) {
    out += fmt::format("  {} more were not run: the first failure decides\n", left);
  }
  if (report.verdict == Verdict::compile_error) out += indented(report.output);
  const std::string why = report.tests.empty() ? "  " + printable(report.message, 300) : "";
  out += fmt::format("  {}, score {:g}{}\n", code_of(report.verdict), report.score, why);
  return out;
}

std::string verification_head(const Package& package, Duration time_limit) {
  return fmt::format("{}: {} tests, time limit {}, memory {} MB\n", package.title, package.tests.size(),
                     seconds_in_words(time_limit), package.limits.memory.count >> 20) +
         fmt::format(kSubmissionRow, "submission", "language", "expected", "found", "slowest", "score", "");
}

std::string verification_row(const JudgedSubmission& judged, const Package& package) {
  const auto unexpected = unexpected_in(judged, package);
  std::string_view path = judged.path;
  if (constexpr std::string_view kBegin = "submissions/"; path.starts_with(kBegin)) path.remove_prefix(kBegin.size());
  auto out = fmt::format(kSubmissionRow, path, judged.language, expected_in_words(judged),
                         found_in_words(judged, package), milliseconds(judged.report.cpu_time_ms),
                         fmt::format("{:g}", judged.report.score), unexpected.empty() ? "ok" : "NOT AS EXPECTED");
  for (const auto& reason : unexpected) out += "    " + printable(reason, 500) + "\n";
  if (judged.report.verdict == Verdict::compile_error) out += indented(judged.report.output);
  return out;
}

std::string verification_foot(const JudgingSummary& summary) {
  std::string out;
  for (const auto& skipped : summary.skipped) out += "  not judged: " + printable(skipped, 300) + "\n";
  const auto& bounds = summary.bounds;
  if (bounds.slowest) {
    out +=
        fmt::format("  slowest to leave room for: {} ({})\n", seconds_in_words(*bounds.slowest), bounds.slowest_path);
  }
  if (bounds.fastest) {
    out += fmt::format("  fastest to be stopped:     at least {} ({})\n", seconds_in_words(*bounds.fastest),
                       bounds.fastest_path);
  }
  if (summary.proposed) {
    out += fmt::format("  proposed time limit:       {}{}\n", seconds_in_words(*summary.proposed),
                       summary.package.time_limit_given
                           ? " (the package gives " + seconds_in_words(summary.time_limit) + ")"
                           : " (the package gives none)");
  }
  for (const auto& complaint : summary.complaints) out += "  note: " + complaint + "\n";
  out += summary.as_expected ? "  all is as expected\n" : "  not all is as expected\n";
  return out;
}

std::string summary_json(const JudgingSummary& summary) {
  std::string out;
  JsonObject object(out);
  object.text("problem", summary.package.title);
  object.text("uuid", summary.package.uuid);
  object.integer("testCount", static_cast<std::int64_t>(summary.package.tests.size()));
  object.integer("timeLimitMs", in_ms(summary.time_limit));
  object.boolean("timeLimitGiven", summary.package.time_limit_given);
  if (summary.proposed) object.integer("proposedTimeLimitMs", in_ms(*summary.proposed));
  if (summary.bounds.slowest) object.integer("slowestAcceptedMs", in_ms(*summary.bounds.slowest));
  if (summary.bounds.fastest) object.integer("fastestTooSlowMs", in_ms(*summary.bounds.fastest));
  object.boolean("asExpected", summary.as_expected);
  object.texts("notes", summary.package.notes);
  object.texts("complaints", summary.complaints);
  object.texts("notJudged", summary.skipped);
  if (object.key("submissions")) {
    JsonArray submissions(out);
    for (const auto& judged : summary.judged) {
      submissions.next();
      write_submission(out, judged, summary.package);
    }
    submissions.end();
  }
  object.end();
  return out + "\n";
}

}  // namespace autograder
