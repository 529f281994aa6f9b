#include "packages/test_group.h"

#include <charconv>

#include "domain/text.h"
#include "packages/validator_flags.h"
#include "packages/yaml_fields.h"

namespace autograder {
namespace {

constexpr double kScoreMax = 1'000'000'000;

void refuse_arguments(YamlFields& fields) {
  const auto arguments = fields.texts("args");
  if (arguments && !arguments->empty()) fields.refuse("args", "programs are run without arguments here");
}

// Settings for programs that are never run here.
void keep_foreign(YamlFields& fields) {
  for (const char* key : {"input_validator_args", "input_visualizer_args", "output_visualizer_args"}) fields.keep(key);
}

// Students see samples whole, and nothing of secret tests.
void refuse_feedback(YamlFields& fields, bool secret) {
  const auto full = fields.boolean("full_feedback");
  if (full && *full && secret) {
    fields.refuse("full_feedback", "secret tests stay secret here: put the test into data/sample");
  } else if (full && !*full && !secret) {
    fields.refuse("full_feedback", "students see the samples here: put the test into data/secret");
  }
}

void read_score(YamlFields& fields, TestGroup& group) {
  if (const auto text = fields.text("max_score"); text && *text == "unbounded") {
    group.unbounded = true;
  } else if (text) {
    group.score = fields.integer("max_score", 0, static_cast<std::int64_t>(kScoreMax));
  }
  if (const auto how = fields.text("score_aggregation")) {
    if (*how == "pass-fail") {
      group.aggregation = Aggregation::pass_fail;
    } else if (*how == "sum") {
      group.aggregation = Aggregation::sum;
    } else if (*how == "min") {
      group.aggregation = Aggregation::min;
    } else {
      fields.refuse("score_aggregation", "must be pass-fail, sum or min");
    }
  }
  if (const auto others = fields.texts("require_pass"); others && !others->empty()) {
    fields.refuse("require_pass", "a group that depends on another one cannot be scored here yet");
  }
}

// Where scores end is said for readers: what is worth how much stands in accept_score.
void read_range(YamlFields& fields) {
  const auto text = fields.text("range");
  if (!text) return;
  const auto bound = [](const std::string& word) {
    double value = 0;
    if (word == "inf" || word == "+inf" || word == "-inf") return true;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), value);
    return parsed.ec == std::errc{} && parsed.ptr == word.data() + word.size();
  };
  const auto words = split_words(*text);
  if (words.size() != 2 || !bound(words[0]) || !bound(words[1])) {
    fields.refuse("range", "must be two numbers, of which one may be inf");
  }
}

}  // namespace

Result<TestGroup> parse_test_group(std::string_view text, const std::string& file, GroupPlace place, bool scores) {
  AG_ASSIGN(const auto yaml, parse_yaml(text, file));
  YamlFields fields(yaml, file);
  TestGroup group;
  group.file = file;
  for (const char* key : {"max_score", "score_aggregation", "require_pass"}) {
    if (!fields.has(key)) continue;
    if (place == GroupPlace::sample) fields.refuse(key, "not allowed in data/sample");
    if (!scores) fields.refuse(key, "only for problems of the type scoring");
  }
  read_score(fields, group);
  refuse_arguments(fields);
  if (const auto flags = fields.texts("output_validator_args")) {
    group.flags = *flags;
    group.flags_given = true;
  }
  for (const char* key : {"static_validation_score", "static_validator_args"}) {
    fields.refuse_if_given(key, "static validators cannot be run here yet");
  }
  keep_foreign(fields);
  refuse_feedback(fields, place != GroupPlace::sample);
  AG_TRY(fields.finish());
  return group;
}

Result<TestGroup> parse_legacy_test_group(std::string_view text, const std::string& file, bool scores) {
  AG_ASSIGN(const auto yaml, parse_yaml(text, file));
  YamlFields fields(yaml, file);
  TestGroup group;
  group.file = file;
  group.aggregation = Aggregation::sum;
  if (const auto then = fields.text("on_reject")) {
    group.continues = *then == "continue";
    if (*then != "continue" && *then != "break") fields.refuse("on_reject", "must be break or continue");
    if (group.continues && !scores) {
      fields.refuse("on_reject", "without scores the first failing test always ends the judging: remove the key");
    }
  }
  if (fields.text("grading").value_or("default") != "default") {
    fields.refuse("grading", "custom graders cannot be run here yet (graders/)");
  }
  for (const auto& flag : split_words(fields.text("grader_flags").value_or(""))) {
    if (flag == "min") {
      group.aggregation = Aggregation::min;
    } else if (flag == "ignore_sample") {
      group.ignores_sample = true;
    } else if (flag == "avg" || flag == "max") {
      if (scores) fields.refuse("grader_flags", flag + " of scores is not supported");
    } else if (flag != "sum" && flag != "first_error" && flag != "worst_error" && flag != "always_accept" &&
               flag != "accept_if_any_accepted") {
      fields.refuse("grader_flags", printable(flag, 60) + " is not a flag of the default grader");
    } else if (!scores && (flag == "always_accept" || flag == "accept_if_any_accepted")) {
      fields.refuse("grader_flags", flag + ": a problem is solved when all of its tests pass");
    }
  }
  for (const char* key : {"accept_score", "reject_score", "range"}) {
    if (!scores) fields.refuse_if_given(key, "only for problems of the type scoring");
  }
  group.score = fields.number("accept_score", 0, kScoreMax).value_or(1);
  if (fields.number("reject_score", -kScoreMax, kScoreMax).value_or(0) != 0) {
    fields.refuse("reject_score", "a failing test always scores 0");
  }
  read_range(fields);
  fields.keep("input_validator_flags");
  if (const auto* flags = fields.any("output_validator_flags"); flags != nullptr) {
    if (flags->kind == YamlValue::Kind::map) {
      fields.refuse("output_validator_flags",
                    "only the default output validator is supported: give its flags as a text");
    } else {
      group.flags = split_words(fields.text("output_validator_flags").value_or(""));
      group.flags_given = true;
    }
  }
  AG_TRY(fields.finish());
  return group;
}

Result<std::optional<std::vector<std::string>>> parse_test_settings(std::string_view text, const std::string& file,
                                                                    bool secret) {
  AG_ASSIGN(const auto yaml, parse_yaml(text, file));
  YamlFields fields(yaml, file);
  refuse_arguments(fields);
  keep_foreign(fields);
  auto flags = fields.texts("output_validator_args");
  refuse_feedback(fields, secret);
  fields.refuse_if_given("hint", "hints of tests cannot be shown to students here yet: remove it");
  (void)fields.text("description", 64 * 1024);
  AG_TRY(fields.finish());
  return flags;
}

}  // namespace autograder
