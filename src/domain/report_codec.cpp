#include "domain/report_codec.h"

#include <boost/json.hpp>
#include <cmath>
#include <limits>
#include <optional>

namespace autograder {
namespace {

namespace json = boost::json;

// 1 had no reasons, errors and traces.
constexpr std::int64_t kFormat = 2;
constexpr std::size_t kReportMax = std::size_t{64} * 1024 * 1024;  // far above what the excerpts of 500 tests can make

// The length of the well-formed UTF-8 character at `at`, 0 when there is none (RFC 3629: no overlong
// form, no surrogate).
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) > 0x9F) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

json::string text_of(std::string_view text) {
  json::string valid;
  valid.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text, at);
    if (length == 0) {
      valid.append("\xEF\xBF\xBD");
    } else {
      valid.append(text.substr(at, length));
    }
    at += length == 0 ? 1 : length;
  }
  return valid;
}

std::int64_t hundredths(double score) {
  return std::isfinite(score) ? std::llround(score * 100) : 0;
}
std::string_view name_of(Visibility visibility) {
  return visibility == Visibility::visible ? "visible" : "hidden";
}

json::value encode(const Reason& reason) {
  json::object object{
      {"code", name_of(reason.code)}, {"name", text_of(reason.name)}, {"number", reason.number.value_or(-1)},
      {"limit_ms", reason.limit_ms},  {"limit_kb", reason.limit_kb},  {"processes", reason.processes},
      {"line", reason.line},          {"hint", name_of(reason.hint)}};
  if (reason.output_line > 0) {
    object.emplace("output_line", reason.output_line);
    object.emplace("output_column", reason.output_column);
  }
  return object;
}

json::value encode(const std::vector<TraceLine>& trace) {
  json::array lines;
  for (const auto& line : trace) lines.push_back({{"row", line.row}, {"line", line.line}});
  return lines;
}

// Left out, as reports of earlier versions have it: points that follow from the verdict, and an empty judge's message.
json::value encode(const TestReport& test) {
  json::object object{{"index", test.index},
                      {"test", test.test.hex()},
                      {"test_version", test.test_version},
                      {"verdict", code_of(test.verdict)},
                      {"cpu_time_ms", test.cpu_time_ms},
                      {"wall_time_ms", test.wall_time_ms},
                      {"memory_kb", test.memory_kb},
                      {"weight", test.weight},
                      {"group", text_of(test.group)},
                      {"visibility", name_of(test.visibility)},
                      {"input", text_of(test.input)},
                      {"expected", text_of(test.expected)},
                      {"output", text_of(test.output)},
                      {"truncated", test.truncated},
                      {"lossy", test.lossy},
                      {"message", text_of(test.message)},
                      {"reason", encode(test.reason)},
                      {"errors", text_of(test.errors)},
                      {"trace", encode(test.trace)}};
  if (test.points != points_of(test.verdict)) object.emplace("points_millionths", test.points.millionths);
  if (!test.judge_message.empty()) object.emplace("judge_message", text_of(test.judge_message));
  return object;
}

// Takes the fields of one object, each once, and remembers the first that is not as it should be.
class Fields final {
 public:
  Fields(const json::value& value, std::string& problem) : object_(value.if_object()), problem_(problem) {
    if (object_ == nullptr) complain("is not an object", "value");
  }

  template <class Integer>
  void take(std::string_view name, Integer& into) {
    const json::value* value = field(name);
    if (value == nullptr) return;
    if (!value->is_int64() || value->get_int64() < std::numeric_limits<Integer>::min() ||
        value->get_int64() > std::numeric_limits<Integer>::max()) {
      return complain("is not a whole number in range", name);
    }
    into = static_cast<Integer>(value->get_int64());
  }
  void take(std::string_view name, bool& into) {
    const json::value* value = field(name);
    if (value == nullptr) return;
    if (!value->is_bool()) return complain("is not true or false", name);
    into = value->get_bool();
  }
  void take(std::string_view name, std::string& into) {
    const json::value* value = field(name);
    if (value == nullptr) return;
    if (!value->is_string()) return complain("is not a text", name);
    into = std::string(value->get_string());
  }
  void take(std::string_view name, Verdict& into) {
    std::string code;
    take(name, code);
    const auto verdict = verdict_from(code);
    if (!verdict) return complain("is no verdict", name);
    into = *verdict;
  }
  void take(std::string_view name, Points& into) {
    take(name, into.millionths);
    if (into.millionths < 0 || into.millionths > Points::kMax) complain("is out of range", name);
  }
  void take(std::string_view name, Visibility& into) {
    std::string visibility;
    take(name, visibility);
    if (visibility != "visible" && visibility != "hidden") return complain("is no visibility", name);
    into = visibility == "visible" ? Visibility::visible : Visibility::hidden;
  }
  void take(std::string_view name, TestCaseId& into) {
    std::string hex;
    take(name, hex);
    const auto id = TestCaseId::parse(hex);
    if (!id) return complain("is no id", name);
    into = *id;
  }
  void take(std::string_view name, Reason& into) {
    const json::value* value = field(name);
    if (value == nullptr) return;
    Fields fields(*value, problem_);
    std::string code;
    std::string hint;
    int number = -1;
    fields.take("code", code);
    fields.take("name", into.name);
    fields.take("number", number);
    fields.take("limit_ms", into.limit_ms);
    fields.take("limit_kb", into.limit_kb);
    fields.take("processes", into.processes);
    fields.take("line", into.line);
    fields.take("hint", hint);
    if (fields.has("output_line")) {  // reports of earlier versions have none
      fields.take("output_line", into.output_line);
      fields.take("output_column", into.output_column);
    }
    fields.end();
    const auto known_code = reason_code_from(code);
    const auto known_hint = reason_hint_from(hint);
    if (!known_code || !known_hint) return complain("is no reason", name);
    into.code = *known_code;
    into.hint = *known_hint;
    if (number >= 0) into.number = number;
  }
  void take(std::string_view name, std::vector<TraceLine>& into) {
    const json::array* lines = take_array(name);
    if (lines == nullptr) return;
    for (const json::value& value : *lines) {
      Fields fields(value, problem_);
      fields.take("row", into.emplace_back().row);
      fields.take("line", into.back().line);
      fields.end();
    }
  }
  bool has(std::string_view name) const { return object_ != nullptr && object_->contains(name); }
  const json::array* take_array(std::string_view name) {
    const json::value* value = field(name);
    if (value != nullptr && !value->is_array()) complain("is not a list", name);
    return value != nullptr ? value->if_array() : nullptr;
  }
  void end() {
    if (object_ != nullptr && object_->size() != taken_) complain("has unknown fields", "object");
  }

 private:
  const json::value* field(std::string_view name) {
    if (object_ == nullptr) return nullptr;
    const json::value* value = object_->if_contains(name);
    if (value == nullptr) {
      complain("is missing", name);
    } else {
      ++taken_;
    }
    return value;
  }
  void complain(std::string_view what, std::string_view name) {
    if (problem_.empty()) problem_ = std::string(name) + " " + std::string(what);
  }

  const json::object* object_;
  std::string& problem_;
  std::size_t taken_ = 0;
};

TestReport decode_test(const json::value& value, std::int64_t format, std::string& problem) {
  TestReport test;
  Fields fields(value, problem);
  fields.take("index", test.index);
  fields.take("test", test.test);
  fields.take("test_version", test.test_version);
  fields.take("verdict", test.verdict);
  fields.take("cpu_time_ms", test.cpu_time_ms);
  fields.take("wall_time_ms", test.wall_time_ms);
  fields.take("memory_kb", test.memory_kb);
  fields.take("weight", test.weight);
  fields.take("group", test.group);
  fields.take("visibility", test.visibility);
  fields.take("input", test.input);
  fields.take("expected", test.expected);
  fields.take("output", test.output);
  fields.take("truncated", test.truncated);
  fields.take("lossy", test.lossy);
  fields.take("message", test.message);
  if (format >= 2) {
    fields.take("reason", test.reason);
    fields.take("errors", test.errors);
    fields.take("trace", test.trace);
  }
  test.points = points_of(test.verdict);
  if (fields.has("points_millionths")) fields.take("points_millionths", test.points);
  if (fields.has("judge_message")) fields.take("judge_message", test.judge_message);
  fields.end();
  return test;
}

bool is_known_format(std::int64_t format) {
  return format >= 1 && format <= kFormat;
}

std::unexpected<Error> corrupt(std::string_view why) {
  return fail(ErrorCode::corrupt, "reading a report: " + std::string(why));
}

Result<json::value> parse(std::string_view text) {
  if (text.size() > kReportMax) return corrupt("it is longer than " + std::to_string(kReportMax) + " bytes");
  try {
    boost::system::error_code error;
    json::value value = json::parse(text, error);
    if (error) return corrupt(error.message());
    return value;
  } catch (const std::exception& failure) {
    return corrupt(failure.what());
  }
}

}  // namespace

std::string encode_report(const Report& report) {
  json::array tests;
  tests.reserve(report.tests.size());
  for (const TestReport& test : report.tests) tests.push_back(encode(test));
  const json::value value{{"format", kFormat},
                          {"verdict", code_of(report.verdict)},
                          {"score_hundredths", hundredths(report.score)},
                          {"output", text_of(report.output)},
                          {"output_lossy", report.output_lossy},
                          {"output_truncated", report.output_truncated},
                          {"output_visibility", name_of(report.output_visibility)},
                          {"message", text_of(report.message)},
                          {"reason", encode(report.reason)},
                          {"admin_detail", text_of(report.admin_detail)},
                          {"cpu_time_ms", report.cpu_time_ms},
                          {"memory_kb", report.memory_kb},
                          {"compile_time_ms", report.compile_time_ms},
                          {"problem_version", report.problem_version},
                          {"tests", std::move(tests)},
                          {"judged_at_ms", to_ms(report.judged_at)}};
  return json::serialize(value);
}

Result<Report> decode_report(std::string_view text) {
  AG_ASSIGN(const json::value value, parse(text));
  std::string problem;
  Fields fields(value, problem);
  std::int64_t format = 0;
  fields.take("format", format);
  if (problem.empty() && !is_known_format(format)) {
    return corrupt("its format is " + std::to_string(format) + ", and this version knows those up to 2");
  }
  Report report;
  std::int64_t score_hundredths = 0;
  std::int64_t judged_at_ms = 0;
  fields.take("verdict", report.verdict);
  fields.take("score_hundredths", score_hundredths);
  fields.take("output", report.output);
  fields.take("output_lossy", report.output_lossy);
  fields.take("output_truncated", report.output_truncated);
  fields.take("output_visibility", report.output_visibility);
  fields.take("message", report.message);
  if (format >= 2) fields.take("reason", report.reason);
  fields.take("admin_detail", report.admin_detail);
  fields.take("cpu_time_ms", report.cpu_time_ms);
  fields.take("memory_kb", report.memory_kb);
  fields.take("compile_time_ms", report.compile_time_ms);
  fields.take("problem_version", report.problem_version);
  fields.take("judged_at_ms", judged_at_ms);
  if (const json::array* tests = fields.take_array("tests")) {
    report.tests.reserve(tests->size());
    for (const json::value& test : *tests) report.tests.push_back(decode_test(test, format, problem));
  }
  fields.end();
  if (!problem.empty()) return corrupt(problem);
  report.score = static_cast<double>(score_hundredths) / 100;
  report.judged_at = from_ms(judged_at_ms);
  return report;
}

std::string encode_run_result(const RunResult& result) {
  const json::value value{{"format", kFormat},
                          {"verdict", code_of(result.verdict)},
                          {"output", text_of(result.output)},
                          {"lossy", result.lossy},
                          {"truncated", result.truncated},
                          {"message", text_of(result.message)},
                          {"cpu_time_ms", result.cpu_time_ms},
                          {"wall_time_ms", result.wall_time_ms},
                          {"memory_kb", result.memory_kb},
                          {"reason", encode(result.reason)},
                          {"errors", text_of(result.errors)},
                          {"trace", encode(result.trace)}};
  return json::serialize(value);
}

Result<RunResult> decode_run_result(std::string_view text) {
  AG_ASSIGN(const json::value value, parse(text));
  std::string problem;
  Fields fields(value, problem);
  std::int64_t format = 0;
  fields.take("format", format);
  if (problem.empty() && !is_known_format(format)) {
    return corrupt("its format is " + std::to_string(format) + ", and this version knows those up to 2");
  }
  RunResult result;
  fields.take("verdict", result.verdict);
  fields.take("output", result.output);
  fields.take("lossy", result.lossy);
  fields.take("truncated", result.truncated);
  fields.take("message", result.message);
  fields.take("cpu_time_ms", result.cpu_time_ms);
  fields.take("wall_time_ms", result.wall_time_ms);
  fields.take("memory_kb", result.memory_kb);
  if (format >= 2) {
    fields.take("reason", result.reason);
    fields.take("errors", result.errors);
    fields.take("trace", result.trace);
  }
  fields.end();
  if (!problem.empty()) return corrupt(problem);
  return result;
}

}  // namespace autograder
