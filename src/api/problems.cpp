#include <algorithm>

#include "api/context.h"
#include "api/wire/list_query.h"
#include "api/wire/problem_wire.h"
#include "domain/text.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

// What one answer shows of tests: larger ones are for downloads of the whole problem.
constexpr std::int64_t kShownBodyMax = 64 * 1024;
constexpr std::int64_t kShownTotalMax = 4 * 1024 * 1024;

Response list_problems(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Listing the problems failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto page = parse_page(request);
  if (!page) return refused(kDoing, page.error());
  const auto projection = parse_projection(request, problem_list_fields());
  if (!projection) return refused(kDoing, projection.error());
  const auto difficulty = parse_difficulty(request);
  if (!difficulty) return refused(kDoing, difficulty.error());
  const auto search = parse_text_parameter(request, "search", 4 * kTitleMax);
  if (!search) return refused(kDoing, search.error());
  const auto tag = parse_text_parameter(request, "tag", 4 * kTagMax);
  if (!tag) return refused(kDoing, tag.error());
  ProblemFilter filter;
  filter.difficulty = *difficulty;
  filter.search = *search;
  filter.tag = *tag;
  filter.with_unpublished = viewer->role == Role::admin;
  filter.before = ProblemId(page->before);
  filter.offset = page->offset();
  filter.limit = page->limit;
  const auto list = context.storage.problems().list(filter);
  if (!list) return refused(kDoing, storage_refusal("reading the problems", list.error(), request.id));
  auto response = json_response(200, problem_list_json(list->problems, *projection));
  const auto last = list->problems.empty() ? IdBytes{} : list->problems.back().id.bytes();
  add_list_headers(response, request, *page, list->total, list->total_capped, list->more, last);
  return response;
}

struct Shown {
  std::string text;
  bool cut = false;
};

// The beginning of a blob, within what is left of `budget`.
Result<Shown> read_shown(BlobStore& blobs, const Sha256& hash, Bytes size, std::int64_t& budget) {
  const auto wanted = std::min({size.count, kShownBodyMax, budget});
  if (wanted <= 0) return Shown{"", size.count > 0};
  AG_ASSIGN(auto bytes, blobs.read(hash, 0, wanted));
  if (wanted < size.count) bytes = clean_text(bytes, bytes.size()).text;  // no character cut in two
  budget -= wanted;
  return Shown{std::move(bytes), wanted < size.count};
}

Result<std::vector<ShownTest>> read_tests(BlobStore& blobs, const std::vector<TestCase>& tests) {
  std::vector<ShownTest> shown;
  std::int64_t budget = kShownTotalMax;
  for (const auto& test : tests) {
    AG_ASSIGN(auto input, read_shown(blobs, test.input, test.input_size, budget));
    AG_ASSIGN(auto expected, read_shown(blobs, test.expected, test.expected_size, budget));
    shown.push_back({std::move(input.text), std::move(expected.text), input.cut || expected.cut});
  }
  return shown;
}

int count_hidden(const Problem& problem) {
  return static_cast<int>(std::ranges::count(problem.tests, Visibility::hidden, &TestCase::visibility));
}

Response show_problem(Context& context, const Request& request, const Viewer& viewer, const Problem& problem,
                      const Projection& projection, int status) {
  const Problem seen = visible_problem(viewer, problem);
  std::vector<ShownTest> shown;
  if (projection.wants("testCases")) {
    auto read = read_tests(context.storage.blobs(), seen.tests);
    if (!read) return refused("Reading the problem failed", storage_refusal("reading tests", read.error(), request.id));
    shown = std::move(*read);
  }
  return json_response(status, problem_json(seen, shown, count_hidden(problem), projection));
}

Response get_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the problem failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto projection = parse_projection(request, problem_fields());
  if (!projection) return refused(kDoing, projection.error());
  const auto problem = context.problems.find(*ProblemId::parse(request.segment));
  if (!problem) return refused(kDoing, storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr || sight_of_problem(*viewer, **problem) == Sight::nothing) {
    return refused("Not found", {404, "there is no problem with this id", {}});
  }
  return show_problem(context, request, *viewer, **problem, *projection, 200);
}

Result<std::vector<TestCase>> store_tests(Context& context, const std::vector<NewTestCase>& tests) {
  std::vector<TestCase> stored;
  for (const auto& test : tests) {
    TestCase row;
    row.id = context.ids.next<TestCaseId>();
    AG_ASSIGN(row.input, context.storage.blobs().put(test.input));
    AG_ASSIGN(row.expected, context.storage.blobs().put(test.expected));
    row.input_size = {static_cast<std::int64_t>(test.input.size())};
    row.expected_size = {static_cast<std::int64_t>(test.expected.size())};
    row.visibility = test.visibility;
    row.weight = test.weight;
    row.group = test.group;
    row.tags = test.tags;
    stored.push_back(std::move(row));
  }
  return stored;
}

Response create_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem was not created";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  auto parsed = parse_problem(request.body, context.options.languages);
  if (!parsed) return refused(kDoing, parsed.error());
  auto tests = store_tests(context, parsed->tests);
  if (!tests) return refused(kDoing, storage_refusal("storing the tests", tests.error(), request.id));
  Problem& problem = parsed->problem;
  problem.id = context.ids.next<ProblemId>();
  problem.created_by = viewer->user;
  problem.created_at = problem.updated_at = context.clock.now();
  problem.tests = std::move(*tests);
  problem.test_count = static_cast<int>(problem.tests.size());
  if (const auto created = context.storage.problems().create(problem); !created) {
    return refused(kDoing, storage_refusal("storing the problem", created.error(), request.id));
  }
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info("problem created", {{"request", request.id}, {"problem", problem.id.hex()}, {"tests", problem.test_count}});
  auto response = show_problem(context, request, *viewer, problem, {}, 201);
  response.headers.push_back({"Location", "/problems/" + problem.id.hex()});
  return response;
}

Response delete_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem was not deleted";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto deleted = context.storage.problems().set_deleted(id, true, context.clock.now());
  if (!deleted) {
    if (deleted.error().code == ErrorCode::not_found) {
      return refused("Not found", {404, "there is no problem with this id", {}});
    }
    return refused(kDoing, storage_refusal("deleting the problem", deleted.error(), request.id));
  }
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info("problem deleted", {{"request", request.id}, {"problem", id.hex()}});
  return json_response(200, message_json("Problem deleted"));
}

}  // namespace

void add_problem_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::get,
              .path = "/problems",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, list_problems)});
  router.add({.method = Method::get,
              .path = "/problems/:id",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, get_problem)});
  router.add({.method = Method::post,
              .path = "/problems/create",
              .body_max = kProblemBodyMax,
              .takes_json = true,
              .admit = admit_admins(context),
              .handle = answering(context, create_problem)});
  router.add({.method = Method::remove,
              .path = "/problems/:id",
              .admit = admit_admins(context),
              .handle = answering(context, delete_problem)});
}

}  // namespace autograder::api
