#include "domain/report_codec.h"

#include <boost/json/serializer.hpp>

#include "domain/stored_form.h"
#include "foundation/utf8.h"

namespace autograder {

BOOST_DESCRIBE_STRUCT(TraceLine, (), (row, line));
BOOST_DESCRIBE_STRUCT(Reason, (),
                      (code, name, number, limit_ms, limit_kb, processes, line, hint, output_line, output_column));
BOOST_DESCRIBE_STRUCT(TestReport, (),
                      (index, test, test_version, verdict, cpu_time_ms, wall_time_ms, memory_kb, weight, group,
                       visibility, input, expected, output, truncated, lossy, message, reason, errors, trace, points,
                       judge_message));
BOOST_DESCRIBE_STRUCT(Report, (),
                      (verdict, score, output, output_lossy, output_truncated, output_visibility, message, reason,
                       admin_detail, cpu_time_ms, memory_kb, compile_time_ms, problem_version, tests, judged_at));
BOOST_DESCRIBE_STRUCT(RunResult, (),
                      (verdict, output, lossy, truncated, message, cpu_time_ms, wall_time_ms, memory_kb, reason, errors,
                       trace));

namespace {

std::string_view name_of_visibility(Visibility visibility) {
  return visibility == Visibility::visible ? "visible" : "hidden";
}
std::optional<Visibility> visibility_from(std::string_view name) {
  if (name != "visible" && name != "hidden") return std::nullopt;
  return name == "visible" ? Visibility::visible : Visibility::hidden;
}

std::optional<Points> points_from(std::int64_t millionths) {
  if (millionths < 0 || millionths > Points::kMax) return std::nullopt;
  return Points{millionths};
}

}  // namespace

namespace stored {

template <>
constexpr auto kConversion<Verdict> = Conversion{code_of, verdict_from, "is no verdict"};
template <>
constexpr auto kConversion<ReasonCode> =
    Conversion{[](ReasonCode code) { return name_of(code); }, reason_code_from, "is no reason", "reason"};
template <>
constexpr auto kConversion<ReasonHint> =
    Conversion{[](ReasonHint hint) { return name_of(hint); }, reason_hint_from, "is no reason", "reason"};
template <>
constexpr auto kConversion<Visibility> = Conversion{name_of_visibility, visibility_from, "is no visibility"};
template <>
constexpr auto kConversion<TestCaseId> = Conversion{&TestCaseId::hex, TestCaseId::parse, "is no id"};
template <>
constexpr auto kConversion<Points> = Conversion{&Points::millionths, points_from, "is out of range"};
template <>
constexpr auto kConversion<Time> = Conversion{to_ms, from_ms};
template <>
constexpr auto kConversion<std::optional<int>> =
    Conversion{[](std::optional<int> number) { return number.value_or(-1); },
               [](int number) { return number >= 0 ? std::optional(number) : std::nullopt; }};

// Reports of earlier versions have no places in the output, no points and no messages of judges.
template <>
constexpr auto kFields<Reason> =
    std::tuple{Field{.member = &Reason::output_line, .usual = [](const Reason&) { return std::int64_t{0}; }},
               Field{.member = &Reason::output_column, .with_previous = true}};
template <>
constexpr auto kFields<TestReport> =
    std::tuple{Field{.member = &TestReport::reason, .since = 2}, Field{.member = &TestReport::errors, .since = 2},
               Field{.member = &TestReport::trace, .since = 2},
               Field{.member = &TestReport::points,
                     .name = "points_millionths",
                     .usual = [](const TestReport& test) { return points_of(test.verdict); }},
               Field{.member = &TestReport::judge_message, .usual = [](const TestReport&) { return std::string(); }}};
template <>
constexpr auto kFields<Report> = std::tuple{Field{.member = &Report::score, .name = "score_hundredths", .scale = 100},
                                            Field{.member = &Report::reason, .since = 2},
                                            Field{.member = &Report::judged_at, .name = "judged_at_ms"}};
template <>
constexpr auto kFields<RunResult> =
    std::tuple{Field{.member = &RunResult::reason, .since = 2}, Field{.member = &RunResult::errors, .since = 2},
               Field{.member = &RunResult::trace, .since = 2}};

}  // namespace stored

namespace {

constexpr std::int64_t kFormat = 2;

// Each byte that belongs to no UTF-8 character becomes U+FFFD.
std::string as_utf8(std::string text) {
  std::string valid;
  std::size_t start = 0;  // of what can be copied as it is
  for (std::size_t at = 0; at < text.size();) {
    std::size_t skip = 1;
    const bool is_ascii = static_cast<unsigned char>(text[at]) < 0x80;
    const std::size_t length = is_ascii ? 1 : utf8_length(std::string_view(text).substr(at), &skip);
    at += length;
    if (length > 0) continue;
    valid.append(text, start, at - start).append("\xEF\xBF\xBD");
    start = ++at;
  }
  if (start == 0) return text;
  return valid.append(text, start);
}

template <class T>
std::string encode(const T& value) {
  boost::json::serializer serializer;  // it has the escapes that are stored
  const auto append_text = [&](std::string& out, std::string_view text) {
    serializer.reset(boost::json::string_view(text));
    for (char part[4096]; !serializer.done();) out += std::string_view(serializer.read(part));
  };
  return as_utf8(stored::encode(value, kFormat, append_text));
}

}  // namespace

std::string encode_report(const Report& report) {
  return encode(report);
}

Result<Report> decode_report(std::string_view text) {
  return stored::decode<Report>(text, kFormat, "reading a report");
}

std::string encode_run_result(const RunResult& result) {
  return encode(result);
}

Result<RunResult> decode_run_result(std::string_view text) {
  return stored::decode<RunResult>(text, kFormat, "reading a report");
}

}  // namespace autograder
