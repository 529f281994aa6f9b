#include "catalog/package_terms.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "foundation/json_writer.h"

namespace autograder {
namespace {

namespace json = boost::json;

constexpr int kFormat = 1;
constexpr std::size_t kScoringRules = 3;

// Verdicts as bits: they are read by this file alone.
int bits_of(const VerdictSet& set) {
  return (set.accepted ? 1 : 0) | (set.wrong_answer ? 2 : 0) | (set.time_limit ? 4 : 0) | (set.runtime_error ? 8 : 0);
}
VerdictSet set_of(std::int64_t bits) {
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
}

void write_expectation(std::string& out, const Expectation& expectation) {
  JsonObject object(out);
  object.text("source", expectation.source);
  object.text("tests", expectation.tests);
  object.integer("permitted", bits_of(expectation.permitted));
  object.integer("required", bits_of(expectation.required));
  if (expectation.score) {
    object.number("scoreFrom", expectation.score->first);
    object.number("scoreTo", expectation.score->second);
  }
  object.boolean("below", expectation.bounds_limit_below);
  object.boolean("above", expectation.bounds_limit_above);
  object.end();
}

void write_terms_of(std::string& out, const BundledSubmission& submission) {
  JsonObject object(out);
  object.text("path", submission.path);
  object.text("language", submission.language);
  if (object.key("expected")) {
    JsonArray array(out);
    for (const auto& expectation : submission.expected) {
      array.next();
      write_expectation(out, expectation);
    }
    array.end();
  }
  object.end();
}

std::string text_of(const json::value& value) {
  const auto& text = value.as_string();
  return {text.data(), text.size()};
}
std::string text_of(const json::value& value, const char* name) {
  return text_of(value.at(name));
}
double number_of(const json::value& value, const char* name) {
  return value.at(name).to_number<double>();
}

Expectation expectation_from(const json::value& value) {
  Expectation expectation;
  expectation.source = text_of(value, "source");
  expectation.tests = text_of(value, "tests");
  expectation.permitted = set_of(value.at("permitted").as_int64());
  expectation.required = set_of(value.at("required").as_int64());
  if (value.as_object().contains("scoreFrom")) {
    expectation.score = {number_of(value, "scoreFrom"), number_of(value, "scoreTo")};
  }
  expectation.bounds_limit_below = value.at("below").as_bool();
  expectation.bounds_limit_above = value.at("above").as_bool();
  return expectation;
}

Package terms_from(const json::value& value) {
  if (value.at("format").as_int64() != kFormat) throw std::out_of_range("of another form");
  Package package;
  package.time_limit_given = value.at("timeLimitGiven").as_bool();
  package.ac_to_time_limit = number_of(value, "acToTimeLimit");
  package.time_limit_to_tle = number_of(value, "timeLimitToTle");
  package.time_resolution = Duration(value.at("resolutionNs").as_int64());
  package.scoring = static_cast<ScoringRule>(value.at("scoring").to_number<std::size_t>() % kScoringRules);
  for (const auto& name : value.at("tests").as_array()) {
    PackageTest test;
    test.name = text_of(name);
    package.tests.push_back(std::move(test));
  }
  for (const auto& from : value.at("submissions").as_array()) {
    BundledSubmission submission;
    submission.path = text_of(from, "path");
    submission.language = text_of(from, "language");
    for (const auto& one : from.at("expected").as_array()) submission.expected.push_back(expectation_from(one));
    package.submissions.push_back(std::move(submission));
  }
  return package;
}

}  // namespace

std::string encode_terms(const Package& package) {
  std::string out;
  JsonObject object(out);
  object.integer("format", kFormat);
  object.boolean("timeLimitGiven", package.time_limit_given);
  object.number("acToTimeLimit", package.ac_to_time_limit);
  object.number("timeLimitToTle", package.time_limit_to_tle);
  object.integer("resolutionNs", static_cast<std::int64_t>(package.time_resolution.count()));
  object.integer("scoring", static_cast<int>(package.scoring));
  std::vector<std::string> names;
  for (const auto& test : package.tests) names.push_back(test.name);
  object.texts("tests", names);
  if (object.key("submissions")) {
    JsonArray array(out);
    for (const auto& submission : package.submissions) {
      array.next();
      write_terms_of(out, submission);
    }
    array.end();
  }
  object.end();
  return out;
}

Result<Package> decode_terms(std::string_view text) {
  try {
    return terms_from(json::parse({text.data(), text.size()}));
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("what a package expects is stored in no known form: ") + error.what());
  }
}

}  // namespace autograder
