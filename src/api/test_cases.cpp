// Test cases one by one, for admins. A change makes the next version; what judged with an earlier one keeps its name.
#include <algorithm>

#include "api/test_bodies.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kNotFound = "Not found";

Refusal no_test() {
  return {404, "test case not found", {}};
}

Response refused_as(std::string_view doing, const Refusal& refusal) {
  return refused(refusal.status == 404 ? kNotFound : doing, refusal);
}

Response list_tests(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Listing the test cases failed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto problem = context.problems.find(*ProblemId::parse(request.segment));
  if (!problem) return refused(kDoing, storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr) return refused(kNotFound, {404, "problem not found", {}});
  const auto shown = read_tests(context.storage.blobs(), (*problem)->tests);
  if (!shown) return refused(kDoing, storage_refusal("reading tests", shown.error(), request.id));
  return json_response(200, test_list_json((*problem)->tests, *shown));
}

// As an answer to a change: its texts are cut as in the problem.
Response show_test(Context& context, const Request& request, ProblemId problem, const TestCase& test, int status,
                   const std::vector<TextNote>& notes) {
  const auto shown = read_tests(context.storage.blobs(), {test});
  if (shown) return json_response(status, test_json(problem, test, shown->front(), notes));
  return refused("Reading the test case failed", storage_refusal("reading the test", shown.error(), request.id));
}

Response add_test(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The test case was not added";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto parsed = parse_test(request);
  if (!parsed) return refused(kDoing, parsed.error());
  Intake intake(parsed->line_ends);
  const auto test = store_test(context, parsed->test, intake);
  if (!test) return refused(kDoing, storage_refusal("storing the test", test.error(), request.id));
  const auto id = *ProblemId::parse(request.segment);
  const auto changed = change_problem(context, id, request, [&](Problem& problem) {
    problem.tests.push_back(*test);
    return check_tests(problem.tests);
  });
  if (!changed) return refused_as(kDoing, changed.error());
  log::info("test case added", {{"request", request.id}, {"problem", id.hex()}, {"test", test->id.hex()}});
  auto response = show_test(context, request, id, *test, 201, intake.notes.notes());
  if (response.status != 201) return response;
  response.headers.push_back({"Location", "/testcases/" + test->id.hex()});
  return with_version(std::move(response), changed->version);
}

Response add_tests(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The test cases were not added";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto parsed = parse_tests(request);
  if (!parsed) return refused(kDoing, parsed.error());
  std::vector<TestCase> tests;
  std::vector<std::vector<TextNote>> notes;
  for (const auto& one : parsed->tests) {
    Intake intake(parsed->line_ends);
    const auto test = store_test(context, one, intake);
    if (!test) return refused(kDoing, storage_refusal("storing the tests", test.error(), request.id));
    tests.push_back(*test);
    notes.push_back(intake.notes.notes());
  }
  const auto id = *ProblemId::parse(request.segment);
  const auto changed = change_problem(context, id, request, [&](Problem& problem) {
    problem.tests.insert(problem.tests.end(), tests.begin(), tests.end());
    return check_tests(problem.tests);
  });
  if (!changed) return refused_as(kDoing, changed.error());
  log::info("test cases added", {{"request", request.id},
                                 {"problem", id.hex()},
                                 {"tests", static_cast<std::int64_t>(tests.size())},
                                 {"version", changed->version}});
  const auto shown = read_tests(context.storage.blobs(), tests);
  if (!shown) return refused(kDoing, storage_refusal("reading tests", shown.error(), request.id));
  return with_version(json_response(201, test_list_json(tests, *shown, notes)), changed->version);
}

// The test that the path names, and its problem.
Parsed<FoundTest> named_test(Context& context, const Request& request) {
  auto found = context.storage.problems().find_test(*TestCaseId::parse(request.segment));
  if (!found) return std::unexpected(storage_refusal("reading the test", found.error(), request.id));
  if (!*found) return std::unexpected(no_test());
  return std::move(**found);
}

Response get_test(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the test case failed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto found = named_test(context, request);
  if (!found) return refused_as(kDoing, found.error());
  const auto shown = read_test_alone(context.storage.blobs(), found->test);
  if (!shown) return refused(kDoing, storage_refusal("reading the test", shown.error(), request.id));
  return json_response(200, test_json(found->problem, found->test, *shown));
}

void apply_settings(const TestChange& change, TestCase& test) {
  test.visibility = change.visibility.value_or(test.visibility);
  test.weight = change.weight.value_or(test.weight);
  test.group = change.group.value_or(test.group);
  test.tags = change.tags.value_or(test.tags);
}

Result<> apply(Context& context, const TestChange& change, Intake& intake, TestCase& test) {
  auto& blobs = context.storage.blobs();
  if (change.input) AG_TRY(store_text(blobs, *change.input, intake, "input", test.input, test.input_size));
  if (change.expected) AG_TRY(store_text(blobs, *change.expected, intake, "output", test.expected, test.expected_size));
  apply_settings(change, test);
  return {};
}

// All tests of the problem are shown, as it has them then.
Response put_tests(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The test cases were not changed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto parsed = parse_tests_change(request);
  if (!parsed) return refused(kDoing, parsed.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto changed = change_problem(context, id, request, [&](Problem& problem) -> std::optional<Refusal> {
    for (std::size_t i = 0; i < parsed->tests.size(); ++i) {
      const auto place = std::ranges::find(problem.tests, parsed->tests[i], &TestCase::id);
      if (place == problem.tests.end()) {
        return Refusal{422, "ids[" + std::to_string(i) + "]: test case not found", {}};
      }
      const TestCase before = *place;
      apply_settings(parsed->change, *place);
      if (!(*place == before)) ++place->version;
    }
    return std::nullopt;
  });
  if (!changed) return refused_as(kDoing, changed.error());
  log::info("test cases changed", {{"request", request.id},
                                   {"problem", id.hex()},
                                   {"tests", static_cast<std::int64_t>(parsed->tests.size())},
                                   {"version", changed->version}});
  const auto shown = read_tests(context.storage.blobs(), changed->tests);
  if (!shown) return refused(kDoing, storage_refusal("reading tests", shown.error(), request.id));
  return with_version(json_response(200, test_list_json(changed->tests, *shown)), changed->version);
}

Response put_test(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The test case was not changed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto change = parse_test_change(request);
  if (!change) return refused(kDoing, change.error());
  const auto found = named_test(context, request);
  if (!found) return refused_as(kDoing, found.error());
  TestCase result;
  std::vector<TextNote> notes;
  const auto changed =
      change_problem(context, found->problem, request, [&](Problem& problem) -> std::optional<Refusal> {
        const auto place = std::ranges::find(problem.tests, found->test.id, &TestCase::id);
        if (place == problem.tests.end()) return no_test();
        const TestCase before = *place;
        Intake intake(change->line_ends);
        if (const auto applied = apply(context, *change, intake, *place); !applied) {
          return storage_refusal("storing the test", applied.error(), request.id);
        }
        notes = intake.notes.notes();
        if (!(*place == before)) ++place->version;
        result = *place;
        return check_tests(problem.tests);
      });
  if (!changed) return refused_as(kDoing, changed.error());
  log::info("test case changed", {{"request", request.id}, {"test", result.id.hex()}, {"version", result.version}});
  return with_version(show_test(context, request, found->problem, result, 200, notes), changed->version);
}

Response delete_test(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The test case was not deleted";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto found = named_test(context, request);
  if (!found) return refused_as(kDoing, found.error());
  const auto changed =
      change_problem(context, found->problem, request, [&](Problem& problem) -> std::optional<Refusal> {
        const auto gone = std::erase_if(problem.tests, [&](const auto& test) { return test.id == found->test.id; });
        if (gone == 0) return no_test();
        if (problem.tests.empty()) return Refusal{409, "a problem must keep at least one test case", {}};
        return std::nullopt;
      });
  if (!changed) return refused_as(kDoing, changed.error());
  log::info("test case deleted", {{"request", request.id}, {"test", found->test.id.hex()}});
  return with_version(json_response(200, message_json("Test case deleted")), changed->version);
}

Response list_versions(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Listing the versions failed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto versions = context.storage.problems().test_versions(*TestCaseId::parse(request.segment));
  if (!versions) return refused(kDoing, storage_refusal("reading the versions", versions.error(), request.id));
  if (versions->empty()) return refused(kNotFound, no_test());
  const auto shown = read_tests(context.storage.blobs(), *versions);
  if (!shown) return refused(kDoing, storage_refusal("reading tests", shown.error(), request.id));
  return json_response(200, test_list_json(*versions, *shown));
}

}  // namespace

void add_test_case_routes(Context& context, http::Router& router) {
  using http::Method;
  const auto add = [&](Method method, std::string path, Plain function, bool with_body = false) {
    http::Route route;
    route.method = method;
    route.path = std::move(path);
    if (with_body) route.body_max = kProblemBodyMax;
    route.body_to_file = with_body;
    if (with_body) route.takes = kJsonType;
    route.admit = admit_admins(context);
    route.handle = answering(context, function);
    router.add(std::move(route));
  };
  add(Method::get, "/problems/:id/testcases", list_tests);
  add(Method::post, "/problems/:id/testcases", add_test, true);
  add(Method::put, "/problems/:id/testcases", put_tests, true);
  add(Method::post, "/problems/:id/testcases/batch", add_tests, true);
  add(Method::get, "/testcases/:id", get_test);
  add(Method::put, "/testcases/:id", put_test, true);
  add(Method::remove, "/testcases/:id", delete_test);
  add(Method::get, "/testcases/:id/versions", list_versions);
}

}  // namespace autograder::api
