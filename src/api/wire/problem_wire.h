// JSON of problems and their test cases.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/body_text.h"
#include "api/wire/refusal.h"
#include "catalog/translations.h"
#include "domain/line_ends.h"
#include "domain/problem.h"
#include "foundation/json_writer.h"
#include "storage/submission_store.h"

namespace autograder::api {

constexpr std::size_t kTitleMax = 200;  // characters
constexpr std::size_t kDescriptionMax = 256 * 1024;
constexpr std::size_t kTestsMax = 500;
constexpr std::int64_t kTestsTotalMax = 256 * 1024 * 1024;  // bytes of all tests of a problem
constexpr std::size_t kTestBodyMax = 64 * 1024 * 1024;
constexpr std::size_t kTagsMax = 20;
constexpr std::size_t kTagMax = 40;    // characters
constexpr std::size_t kGroupMax = 40;  // characters
constexpr std::size_t kProblemBodyMax = 64 * 1024 * 1024;

struct NewTestCase {
  BodyText input;
  BodyText expected;
  Visibility visibility = Visibility::hidden;
  int weight = 1;
  std::string group;
  std::vector<std::string> tags;
};

struct NewProblem {
  Problem problem;  // without ids, author, times and tests
  std::vector<NewTestCase> tests;
  LineEnds line_ends = LineEnds::convert;
};

// `known_languages` are the ids that `languages` may name.
Parsed<NewProblem> parse_problem(const http::Request& request, const std::vector<std::string>& known_languages);

// Changes of an existing problem, from a body.
struct ProblemEdit {
  std::optional<std::int64_t> version;            // the one that the author has read
  std::optional<std::vector<NewTestCase>> tests;  // replace all
  LineEnds line_ends = LineEnds::convert;         // of these
};
// Changes only the given fields of `problem`, and of its `limits`.
Parsed<ProblemEdit> parse_problem_edit(const http::Request& request, const std::vector<std::string>& known_languages,
                                       Problem& problem);

struct NewTest {
  NewTestCase test;
  LineEnds line_ends = LineEnds::convert;
};
Parsed<NewTest> parse_test(const http::Request& request);
struct NewTests {
  std::vector<NewTestCase> tests;
  LineEnds line_ends = LineEnds::convert;
};
// To be added to those that a problem has: private unless an entry says otherwise.
Parsed<NewTests> parse_tests(const http::Request& request);
struct TestChange {
  std::optional<BodyText> input;
  std::optional<BodyText> expected;
  std::optional<Visibility> visibility;
  std::optional<int> weight;
  std::optional<std::string> group;
  std::optional<std::vector<std::string>> tags;
  LineEnds line_ends = LineEnds::convert;
};
Parsed<TestChange> parse_test_change(const http::Request& request);
// The same change of many tests; their texts stay.
struct TestsChange {
  std::vector<TestCaseId> tests;
  TestChange change;
};
Parsed<TestsChange> parse_tests_change(const http::Request& request);

// The title of a copy; absent: one is made of the problem's.
Parsed<std::optional<std::string>> parse_copy(const http::Request& request);
std::string copied_json(const Problem& copy);

// The part of a test's bodies that is shown.
struct ShownTest {
  std::string input;
  std::string expected;
  bool truncated = false;
};

const std::vector<std::string>& problem_fields();
const std::vector<std::string>& problem_list_fields();
// `shown` has one entry a test of the problem, or is empty when the projection leaves the tests out. `hidden_tests`
// counts those of the whole problem. `notes` are of the texts that a change brought.
std::string problem_json(const Problem& problem, const std::vector<ShownTest>& shown, int hidden_tests,
                         const Projection& projection, const std::vector<TextNote>& notes = {},
                         const Languages& languages = {});
std::string test_json(ProblemId problem, const TestCase& test, const ShownTest& shown,
                      const std::vector<TextNote>& notes = {});
// `notes` has one entry a test, or is empty.
std::string test_list_json(const std::vector<TestCase>& tests, const std::vector<ShownTest>& shown,
                           const std::vector<std::vector<TextNote>>& notes = {});
// `language`: of who reads.
std::string problem_list_json(const std::vector<Problem>& problems, const ReadersLanguages& reader,
                              const Projection& projection);

// How many of a problem's verdicts are older than the way it is judged now. `queueing`: judging again has more to queue.
std::string outdated_json(int rules_version, const Outdated& counted, bool queueing);

}  // namespace autograder::api
