// Test cases one by one, for admins. A change makes the next version; what judged with an earlier one keeps its name.
#include <algorithm>

#include "api/test_bodies.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

Refusal no_test() {
  return not_found("test case not found");
}

Parsed<Response> list_tests(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto problem, read_problem(context, request.id<ProblemId>(), request.request_id));
  AG_ASSIGN(const auto shown,
            stored("reading tests", request.request_id, read_tests(context.storage.blobs(), problem->tests)));
  return json_response(200, test_list_json(problem->tests, shown));
}

// As an answer to a change: its texts are cut as in the problem.
Parsed<Response> show_test(Context& context, const Request& request, ProblemId problem, const TestCase& test,
                           int status, const std::vector<TextNote>& notes) {
  const auto shown = stored("reading the test", request.request_id, read_tests(context.storage.blobs(), {test}));
  if (!shown) return std::unexpected(titled("Reading the test case failed", shown.error()));
  return json_response(status, test_json(problem, test, shown->front(), notes));
}

Parsed<Response> add_test(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto parsed, parse_test(request));
  Intake intake(parsed.line_ends);
  AG_ASSIGN(const auto test, stored("storing the test", request.request_id, store_test(context, parsed.test, intake)));
  const auto id = request.id<ProblemId>();
  const auto changing = [&](Problem& problem) {
    problem.tests.push_back(test);
    return check_tests(problem.tests);
  };
  AG_ASSIGN(const auto changed, change_problem(context, id, request, changing));
  log::info("test case added", {{"request", request.request_id}, {"problem", id.hex()}, {"test", test.id.hex()}});
  AG_ASSIGN(auto response, show_test(context, request, id, test, 201, intake.notes.notes()));
  response.headers.push_back({"Location", "/testcases/" + test.id.hex()});
  return with_version(std::move(response), changed.version);
}

Parsed<Response> add_tests(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto parsed, parse_tests(request));
  std::vector<TestCase> tests;
  std::vector<std::vector<TextNote>> notes;
  for (const auto& one : parsed.tests) {
    Intake intake(parsed.line_ends);
    AG_ASSIGN(const auto test, stored("storing the tests", request.request_id, store_test(context, one, intake)));
    tests.push_back(test);
    notes.push_back(intake.notes.notes());
  }
  const auto id = request.id<ProblemId>();
  const auto changing = [&](Problem& problem) {
    problem.tests.insert(problem.tests.end(), tests.begin(), tests.end());
    return check_tests(problem.tests);
  };
  AG_ASSIGN(const auto changed, change_problem(context, id, request, changing));
  log::info("test cases added", {{"request", request.request_id},
                                 {"problem", id.hex()},
                                 {"tests", static_cast<std::int64_t>(tests.size())},
                                 {"version", changed.version}});
  AG_ASSIGN(const auto shown, stored("reading tests", request.request_id, read_tests(context.storage.blobs(), tests)));
  return with_version(json_response(201, test_list_json(tests, shown, notes)), changed.version);
}

// The test that the path names, and its problem.
Parsed<FoundTest> named_test(Context& context, const Request& request) {
  AG_ASSIGN(auto found, stored("reading the test", request.request_id,
                               context.storage.problems().find_test(request.id<TestCaseId>())));
  if (!found) return std::unexpected(no_test());
  return std::move(*found);
}

Parsed<Response> get_test(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto found, named_test(context, request));
  AG_ASSIGN(const auto shown,
            stored("reading the test", request.request_id, read_test_alone(context.storage.blobs(), found.test)));
  return json_response(200, test_json(found.problem, found.test, shown));
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
Parsed<Response> put_tests(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto parsed, parse_tests_change(request));
  const auto id = request.id<ProblemId>();
  const auto changing = [&](Problem& problem) -> std::optional<Refusal> {
    for (std::size_t i = 0; i < parsed.tests.size(); ++i) {
      const auto place = std::ranges::find(problem.tests, parsed.tests[i], &TestCase::id);
      if (place == problem.tests.end()) {
        return Refusal{422, "ids[" + std::to_string(i) + "]: test case not found", {}};
      }
      const TestCase before = *place;
      apply_settings(parsed.change, *place);
      if (!(*place == before)) ++place->version;
    }
    return std::nullopt;
  };
  AG_ASSIGN(const auto changed, change_problem(context, id, request, changing));
  log::info("test cases changed", {{"request", request.request_id},
                                   {"problem", id.hex()},
                                   {"tests", static_cast<std::int64_t>(parsed.tests.size())},
                                   {"version", changed.version}});
  AG_ASSIGN(const auto shown,
            stored("reading tests", request.request_id, read_tests(context.storage.blobs(), changed.tests)));
  return with_version(json_response(200, test_list_json(changed.tests, shown)), changed.version);
}

Parsed<Response> put_test(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto change, parse_test_change(request));
  AG_ASSIGN(const auto found, named_test(context, request));
  TestCase result;
  std::vector<TextNote> notes;
  const auto changing = [&](Problem& problem) -> std::optional<Refusal> {
    const auto place = std::ranges::find(problem.tests, found.test.id, &TestCase::id);
    if (place == problem.tests.end()) return no_test();
    const TestCase before = *place;
    Intake intake(change.line_ends);
    if (const auto applied = apply(context, change, intake, *place); !applied) {
      return storage_refusal("storing the test", applied.error(), request.request_id);
    }
    notes = intake.notes.notes();
    if (!(*place == before)) ++place->version;
    result = *place;
    return check_tests(problem.tests);
  };
  AG_ASSIGN(const auto changed, change_problem(context, found.problem, request, changing));
  log::info("test case changed",
            {{"request", request.request_id}, {"test", result.id.hex()}, {"version", result.version}});
  AG_ASSIGN(auto response, show_test(context, request, found.problem, result, 200, notes));
  return with_version(std::move(response), changed.version);
}

Parsed<Response> delete_test(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto found, named_test(context, request));
  const auto changing = [&](Problem& problem) -> std::optional<Refusal> {
    const auto gone = std::erase_if(problem.tests, [&](const auto& test) { return test.id == found.test.id; });
    if (gone == 0) return no_test();
    if (problem.tests.empty()) return Refusal{409, "a problem must keep at least one test case", {}};
    return std::nullopt;
  };
  AG_ASSIGN(const auto changed, change_problem(context, found.problem, request, changing));
  log::info("test case deleted", {{"request", request.request_id}, {"test", found.test.id.hex()}});
  return with_version(json_response(200, message_json("Test case deleted")), changed.version);
}

Parsed<Response> list_versions(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto versions, stored("reading the versions", request.request_id,
                                        context.storage.problems().test_versions(request.id<TestCaseId>())));
  if (versions.empty()) return std::unexpected(no_test());
  AG_ASSIGN(const auto shown,
            stored("reading tests", request.request_id, read_tests(context.storage.blobs(), versions)));
  return json_response(200, test_list_json(versions, shown));
}

}  // namespace

void add_test_case_routes(Context& context, http::Router& router) {
  using http::Method;
  const auto add = [&](Method method, std::string path, std::string_view failed, Handler handler,
                       bool with_body = false) {
    http::Route route;
    route.method = method;
    route.path = std::move(path);
    if (with_body) route.body_max = kProblemBodyMax;
    route.body_to_file = with_body;
    if (with_body) route.takes = kJsonType;
    route.admit = admit_who_may(context, Action::teach);
    route.handle = answering(context, failed, handler);
    router.add(std::move(route));
  };
  add(Method::get, "/problems/:id/testcases", "Listing the test cases failed", list_tests);
  add(Method::post, "/problems/:id/testcases", "The test case was not added", add_test, true);
  add(Method::put, "/problems/:id/testcases", "The test cases were not changed", put_tests, true);
  add(Method::post, "/problems/:id/testcases/batch", "The test cases were not added", add_tests, true);
  add(Method::get, "/testcases/:id", "Reading the test case failed", get_test);
  add(Method::put, "/testcases/:id", "The test case was not changed", put_test, true);
  add(Method::remove, "/testcases/:id", "The test case was not deleted", delete_test);
  add(Method::get, "/testcases/:id/versions", "Listing the versions failed", list_versions);
}

}  // namespace autograder::api
