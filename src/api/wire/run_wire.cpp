#include "api/wire/run_wire.h"

#include <array>
#include <cstdio>

#include "api/wire/fields.h"
#include "api/wire/reason_wire.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

constexpr TextBound kInput{0, kCustomInputMax, TextBound::Unit::bytes, true};

// "0.23s"
std::string seconds(std::int64_t milliseconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2fs", static_cast<double>(milliseconds) / 1000);
  return text.data();
}

}  // namespace

Parsed<NewRunBody> parse_run(std::string_view body, std::size_t code_max) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  NewRunBody run;
  run.language = fields.text("language", {1, 40});
  run.code = fields.text("code", {1, code_max, TextBound::Unit::bytes});
  run.input = fields.text("customInput", kInput);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return run;
}

Parsed<std::string> parse_rerun(std::string_view body) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  auto input = fields.text("customInput", kInput);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return input;
}

std::string run_json(const RunResult& result) {
  std::string text;
  JsonObject object(text);
  object.text("output", result.output);
  object.text("executionTime", seconds(result.cpu_time_ms));
  object.text("memoryUsed", std::to_string((result.memory_kb + 1023) / 1024) + "MB");
  object.integer("executionTimeMs", result.cpu_time_ms);
  object.integer("memoryKb", result.memory_kb);
  object.text("status", code_of(result.verdict));
  object.text("message", result.message);
  write_reason(text, object, result.reason);
  write_trace(text, object, result.errors, result.trace);
  if (result.lossy) object.boolean("outputLossy", true);
  if (result.truncated) object.boolean("outputTruncated", true);
  object.end();
  return text;
}

}  // namespace autograder::api
