#include "api/wire/problem_wire.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <limits>

#include "api/wire/fields.h"
#include "domain/spelling.h"

namespace autograder::api {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr TextBound kTitle{1, kTitleMax};
constexpr TextBound kDescription{0, kDescriptionMax, TextBound::Unit::bytes};
constexpr TextBound kTag{1, kTagMax};
constexpr TextBound kTestText{0, kTestBodyMax, TextBound::Unit::bytes, true};
constexpr double kDefaultTolerance = 1e-6;

constexpr std::array<std::string_view, 3> kDifficulties{"easy", "medium", "hard"};
constexpr std::array<std::string_view, 3> kScorings{"all", "weighted", "groups"};
constexpr std::array<std::string_view, 5> kCheckers{"trim", "lines", "tokens", "exact", "float"};

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

LineEnds read_line_ends(Fields& fields) {
  const auto given = fields.optional_choice("lineEnds", {"convert", "keep"});
  return given.value_or(0) == 0 ? LineEnds::convert : LineEnds::keep;
}

void write_notes(std::string& out, JsonObject& object, const std::vector<TextNote>& notes) {
  if (notes.empty() || !object.key("notes")) return;
  JsonArray array(out);
  for (const auto& note : notes) {
    array.next();
    JsonObject row(out);
    row.text("code", note.code);
    row.texts("texts", note.texts);
    row.text("sentence", note.sentence);
    row.end();
  }
  array.end();
}

void read_limits(Fields& outer, ProblemLimits& limits) {
  const auto* object = outer.optional_object("limits");
  if (object == nullptr) return;
  Fields fields(*object, "limits.", outer);
  const auto time = std::chrono::duration_cast<milliseconds>(limits.time).count();
  limits.time = milliseconds(fields.integer_or("timeLimitMs", time, 100, 60'000));
  limits.memory = mib(fields.integer_or("memoryLimitMb", limits.memory.count / mib(1).count, 16, 4096));
  limits.output = kib(fields.integer_or("outputLimitKb", limits.output.count / kib(1).count, 1, 65'536));
  outer.adopt(fields.finish());
}

void read_checker(Fields& outer, Checker& checker) {
  const auto* object = outer.optional_object("checker");
  if (object == nullptr) return;
  checker = {};
  Fields fields(*object, "checker.", outer);
  const auto kind = fields.choice("type", {"trim", "lines", "tokens", "exact", "float", "custom"});
  if (fields.good() && kind == kCheckers.size()) {
    fields.refuse_field(422, "type", "custom checkers are not supported by this version");
  }
  const auto absolute = fields.optional_number("absoluteTolerance", 0, 1);
  const auto relative = fields.optional_number("relativeTolerance", 0, 1);
  checker.ignore_case = fields.boolean_or("ignoreCase", false);
  const bool space_sensitive = fields.boolean_or("spaceSensitive", false);
  if (fields.good()) checker.kind = static_cast<CheckerKind>(kind);
  if (space_sensitive && checker.kind != CheckerKind::floating) {
    fields.refuse_field(422, "spaceSensitive", "only for the checker float; exact always counts white space");
  }
  checker.space_sensitive = space_sensitive;
  if (checker.kind != CheckerKind::floating) {
    if (absolute || relative) fields.refuse_field(422, "type", "only the checker float has tolerances");
  } else {
    const double otherwise = absolute || relative ? 0 : kDefaultTolerance;
    checker.absolute_tolerance = absolute.value_or(otherwise);
    checker.relative_tolerance = relative.value_or(otherwise);
  }
  outer.adopt(fields.finish());
}

// The fields of a test other than its texts.
void read_test_settings(Fields& fields, TestChange& change) {
  const auto visibility = fields.optional_choice("visibility", {"public", "private"});
  if (visibility) change.visibility = *visibility == 0 ? Visibility::visible : Visibility::hidden;
  if (fields.optional_value("weight") != nullptr) {
    change.weight = static_cast<int>(fields.integer_or("weight", 1, 0, 1'000'000));
  }
  change.group = fields.optional_text("group", {0, kGroupMax});
  if (fields.optional_value("tags") != nullptr) change.tags = fields.texts_or_none("tags", kTagsMax, kTag);
}

TestChange read_test_change(Fields& fields) {
  TestChange change;
  change.input = fields.optional_body_text("input", kTestText);
  change.expected = fields.optional_body_text("output", kTestText);
  read_test_settings(fields, change);
  return change;
}

NewTestCase read_new_test(Fields& fields, bool& visibility_named) {
  fields.require("input");
  fields.require("output");
  auto change = read_test_change(fields);
  visibility_named = change.visibility.has_value();
  NewTestCase test;
  test.input = std::move(change.input).value_or(BodyText{});
  test.expected = std::move(change.expected).value_or(BodyText{});
  test.visibility = change.visibility.value_or(Visibility::hidden);
  test.weight = change.weight.value_or(1);
  test.group = std::move(change.group).value_or("");
  if (change.tags) test.tags = std::move(*change.tags);
  return test;
}

// True when a test names its visibility.
bool read_test_list(Fields& outer, std::size_t min, std::vector<NewTestCase>& tests) {
  const auto* array = outer.array("testCases", min, kTestsMax);
  if (array == nullptr) return false;
  bool visibility_named = false;
  for (const auto& entry : *array) {
    const std::string name = "testCases[" + std::to_string(tests.size()) + "]";
    if (!entry.is_object()) {
      outer.refuse_field(400, name, "must be an object");
      return visibility_named;
    }
    Fields fields(entry.get_object(), name + ".", outer);
    bool named = false;
    auto test = read_new_test(fields, named);
    visibility_named = visibility_named || named;
    outer.adopt(fields.finish());
    if (!outer.good()) return visibility_named;
    tests.push_back(std::move(test));
  }
  return visibility_named;
}

// All tests of a problem: when none names a visibility, the first is public.
void read_tests(Fields& outer, std::size_t min, std::vector<NewTestCase>& tests) {
  if (!read_test_list(outer, min, tests) && !tests.empty()) tests.front().visibility = Visibility::visible;
}

// A title or a tag stands among those of others, and must leave them as they are.
void refuse_unseen(Fields& fields, std::string_view name, std::string_view text) {
  if (const auto fault = unseen_fault(text); fields.good() && fault) fields.refuse_field(422, name, *fault);
}

// The members that a problem may be created without; what is not given stays.
void read_optional_members(Fields& fields, const std::vector<std::string>& known_languages, Problem& problem) {
  if (fields.optional_value("tags") != nullptr) {
    problem.tags = fields.texts_or_none("tags", kTagsMax, kTag);
    for (const auto& tag : problem.tags) refuse_unseen(fields, "tags", tag);
  }
  if (fields.optional_value("languages") != nullptr) {
    problem.languages = fields.texts_or_none("languages", 100, {1, 40});
    for (const auto& language : problem.languages) {
      if (std::ranges::find(known_languages, language) != known_languages.end()) continue;
      fields.refuse_field(422, "languages", "\"" + language + "\" is not a language of this server");
    }
  }
  problem.published = fields.boolean_or("published", problem.published);
  if (const auto scoring = fields.optional_choice("scoring", {"all", "weighted", "groups"})) {
    problem.scoring = static_cast<ScoringRule>(*scoring);
  }
  read_limits(fields, problem.limits);
  read_checker(fields, problem.checker);
}

void write_limits(std::string& out, const ProblemLimits& limits) {
  JsonObject object(out);
  object.integer("timeLimitMs", std::chrono::duration_cast<milliseconds>(limits.time).count());
  object.integer("memoryLimitMb", limits.memory.count / mib(1).count);
  object.integer("outputLimitKb", limits.output.count / kib(1).count);
  object.end();
}

void write_checker(std::string& out, const Checker& checker) {
  JsonObject object(out);
  object.text("type", name_in(kCheckers, checker.kind));
  if (checker.ignore_case) object.boolean("ignoreCase", true);
  if (checker.space_sensitive) object.boolean("spaceSensitive", true);
  if (checker.kind == CheckerKind::floating) {
    object.number("absoluteTolerance", checker.absolute_tolerance);
    object.number("relativeTolerance", checker.relative_tolerance);
  }
  object.end();
}

void write_translations(std::string& out, const std::vector<Translation>& translations) {
  JsonArray array(out);
  for (const auto& other : translations) {
    array.next();
    JsonObject object(out);
    object.text("language", other.language);
    object.text("title", other.title);
    object.text("description", other.description);
    object.end();
  }
  array.end();
}

// `problem` is left out where the test stands inside its problem.
void write_test(std::string& out, const TestCase& test, const ShownTest& shown, ProblemId problem = {},
                const std::vector<TextNote>& notes = {}) {
  JsonObject object(out);
  object.text("_id", test.id.hex());
  if (!problem.empty()) object.text("problemId", problem.hex());
  object.integer("version", test.version);
  object.text("input", shown.input);
  object.text("output", shown.expected);
  object.integer("inputBytes", test.input_size.count);
  object.integer("outputBytes", test.expected_size.count);
  object.boolean("truncated", shown.truncated);
  object.text("visibility", test.visibility == Visibility::visible ? "public" : "private");
  object.integer("weight", test.weight);
  object.text("group", test.group);
  object.texts("tags", test.tags);
  write_notes(out, object, notes);
  object.end();
}

}  // namespace

Parsed<NewProblem> parse_problem(const http::Request& request, const std::vector<std::string>& known_languages) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  NewProblem parsed;
  Problem& problem = parsed.problem;
  problem.title = fields.text("title", kTitle);
  refuse_unseen(fields, "title", problem.title);
  problem.description = fields.text("description", kDescription);
  problem.difficulty = static_cast<Difficulty>(fields.choice("difficulty", {"easy", "medium", "hard"}));
  read_optional_members(fields, known_languages, problem);
  // A draft may be written before its tests.
  read_tests(fields, problem.published ? 1 : 0, parsed.tests);
  parsed.line_ends = read_line_ends(fields);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return parsed;
}

Parsed<ProblemEdit> parse_problem_edit(const http::Request& request, const std::vector<std::string>& known_languages,
                                       Problem& problem) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  ProblemEdit edit;
  if (fields.optional_value("version") != nullptr) {
    edit.version = fields.integer_or("version", 0, 1, std::numeric_limits<int>::max());
  }
  if (auto title = fields.optional_text("title", kTitle)) {
    refuse_unseen(fields, "title", *title);
    problem.title = std::move(*title);
  }
  if (auto text = fields.optional_text("description", kDescription)) problem.description = std::move(*text);
  if (const auto difficulty = fields.optional_choice("difficulty", {"easy", "medium", "hard"})) {
    problem.difficulty = static_cast<Difficulty>(*difficulty);
  }
  read_optional_members(fields, known_languages, problem);
  if (fields.optional_value("testCases") != nullptr) read_tests(fields, 1, edit.tests.emplace());
  if (problem.published && !edit.tests && problem.tests.empty()) {
    fields.refuse_field(422, "published", "needs at least one test case; add one before publishing");
  }
  edit.line_ends = read_line_ends(fields);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return edit;
}

Parsed<NewTest> parse_test(const http::Request& request) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  bool visibility_named = false;
  NewTest parsed;
  parsed.test = read_new_test(fields, visibility_named);
  parsed.line_ends = read_line_ends(fields);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return parsed;
}

Parsed<NewTests> parse_tests(const http::Request& request) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  NewTests parsed;
  read_test_list(fields, 1, parsed.tests);
  parsed.line_ends = read_line_ends(fields);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return parsed;
}

Parsed<TestChange> parse_test_change(const http::Request& request) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  auto change = read_test_change(fields);
  change.line_ends = read_line_ends(fields);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return change;
}

Parsed<TestsChange> parse_tests_change(const http::Request& request) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  TestsChange parsed;
  fields.require("ids");
  const auto ids = fields.texts_or_none("ids", kTestsMax, {1, 2 * std::size(IdBytes{})});
  for (const auto& id : ids) {
    const auto test = TestCaseId::parse(id);
    if (!test) fields.refuse_field(422, "ids", "must be ids of 24 lower-case hexadecimal characters");
    parsed.tests.push_back(test.value_or(TestCaseId{}));
  }
  if (ids.empty()) fields.refuse_field(422, "ids", "must have 1 to " + std::to_string(kTestsMax) + " entries");
  read_test_settings(fields, parsed.change);
  const auto& change = parsed.change;
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  if (!change.visibility && !change.weight && !change.group && !change.tags) {
    return refuse(422, "ids: requires visibility, weight, group or tags as well");
  }
  return parsed;
}

Parsed<std::optional<std::string>> parse_copy(const http::Request& request) {
  const auto body = read_object_body(request);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  auto title = fields.optional_text("title", kTitle);
  if (title) refuse_unseen(fields, "title", *title);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return title;
}

std::string copied_json(const Problem& copy) {
  std::string text;
  JsonObject object(text);
  object.text("_id", copy.id.hex());
  object.text("title", copy.title);
  object.end();
  return text;
}

const std::vector<std::string>& problem_fields() {
  static const std::vector<std::string> names{"_id",     "title",         "description", "difficulty",
                                              "tags",    "languages",     "limits",      "checker",
                                              "scoring", "published",     "testCases",   "privateTestCaseCount",
                                              "version", "createdBy",     "createdAt",   "updatedAt",
                                              "deleted", "testCaseCount", "language",    "translations"};
  return names;
}

const std::vector<std::string>& problem_list_fields() {
  static const std::vector<std::string> names{"_id",           "title",     "difficulty", "tags",
                                              "testCaseCount", "published", "createdAt",  "updatedAt"};
  return names;
}

std::string problem_json(const Problem& problem, const std::vector<ShownTest>& shown, int hidden_tests,
                         const Projection& projection, const std::vector<TextNote>& notes, const Languages& languages) {
  std::string text;
  JsonObject object(text, &projection);
  object.text("_id", problem.id.hex());
  object.text("title", problem.title);
  object.text("description", problem.description);
  object.text("language", languages.own);
  if (object.key("translations")) write_translations(text, languages.others);
  object.text("difficulty", name_in(kDifficulties, problem.difficulty));
  object.texts("tags", problem.tags);
  object.texts("languages", problem.languages);
  if (object.key("limits")) write_limits(text, problem.limits);
  if (object.key("checker")) write_checker(text, problem.checker);
  object.text("scoring", name_in(kScorings, problem.scoring));
  object.boolean("published", problem.published);
  if (object.key("testCases")) {
    JsonArray tests(text);
    for (std::size_t i = 0; i < problem.tests.size() && i < shown.size(); ++i) {
      tests.next();
      write_test(text, problem.tests[i], shown[i]);
    }
    tests.end();
  }
  object.integer("testCaseCount", problem.test_count);
  object.integer("privateTestCaseCount", hidden_tests);
  object.integer("version", problem.version);
  object.text("createdBy", problem.created_by.hex());
  object.text("createdAt", iso8601(problem.created_at));
  object.text("updatedAt", iso8601(problem.updated_at));
  if (problem.deleted) object.boolean("deleted", true);
  write_notes(text, object, notes);
  object.end();
  return text;
}

std::string test_json(ProblemId problem, const TestCase& test, const ShownTest& shown,
                      const std::vector<TextNote>& notes) {
  std::string text;
  write_test(text, test, shown, problem, notes);
  return text;
}

std::string test_list_json(const std::vector<TestCase>& tests, const std::vector<ShownTest>& shown,
                           const std::vector<std::vector<TextNote>>& notes) {
  std::string text;
  JsonArray array(text);
  for (std::size_t i = 0; i < tests.size() && i < shown.size(); ++i) {
    array.next();
    write_test(text, tests[i], shown[i], {}, i < notes.size() ? notes[i] : std::vector<TextNote>{});
  }
  array.end();
  return text;
}

std::string problem_list_json(const std::vector<Problem>& problems, const ReadersLanguages& reader,
                              const Projection& projection) {
  std::string text;
  JsonArray array(text);
  for (const auto& problem : problems) {
    array.next();
    JsonObject object(text, &projection);
    object.text("_id", problem.id.hex());
    object.text("title", title_in(reader, problem.titles, problem.title));
    object.text("difficulty", name_in(kDifficulties, problem.difficulty));
    object.texts("tags", problem.tags);
    object.integer("testCaseCount", problem.test_count);
    object.boolean("published", problem.published);
    object.text("createdAt", iso8601(problem.created_at));
    object.text("updatedAt", iso8601(problem.updated_at));
    object.end();
  }
  array.end();
  return text;
}

std::string outdated_json(int rules_version, const Outdated& counted, bool queueing) {
  std::string text;
  JsonObject object(text);
  object.integer("rulesVersion", rules_version);
  object.integer("judged", counted.judged);
  object.integer("outdated", counted.outdated);
  object.integer("waiting", counted.waiting);
  object.integer("accepted", counted.accepted);
  if (counted.accepted > 0) object.integer("slowestAcceptedMs", counted.slowest_accepted_ms);
  if (counted.capped) object.boolean("capped", true);
  if (queueing) object.boolean("queueing", true);
  object.end();
  return text;
}

}  // namespace autograder::api
