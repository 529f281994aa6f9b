#include <algorithm>

#include "api/test_bodies.h"
#include "api/wire/list_query.h"
#include "api/wire/problem_wire.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

// An answer that somebody of this role got before, at once.
std::optional<Response> kept_answer(Context& context, AnswerCache& answers, const Request& request) {
  const auto claims = context.sessions.verify(request);
  if (!claims) return refused("You are not signed in", claims.error());
  const auto viewer = context.sessions.authenticate_at_once(*claims);
  if (!viewer) return std::nullopt;
  const auto answer = answers.find(AnswerCache::key_of(request, viewer->role));
  if (!answer) return std::nullopt;
  return *answer;
}

Response list_problems(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Listing the problems failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  // Again: on the I/O thread it was not known yet who asks.
  const auto key = AnswerCache::key_of(request, viewer->role);
  const auto epoch = context.problem_pages.epoch();
  if (const auto kept = context.problem_pages.find(key)) return *kept;
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
  const auto deleted = parse_number(request, "deleted", 0, 1);
  if (!deleted) return refused(kDoing, deleted.error());
  if (*deleted == 1 && viewer->role != Role::admin) {
    return refused(kDoing, {403, "only an admin sees deleted problems", {}});
  }
  ProblemFilter filter;
  filter.deleted = *deleted == 1;
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
  http::share_body(response);
  context.problem_pages.keep(key, epoch, response);
  return response;
}

constexpr std::size_t kLanguageTagMax = 20;

int count_hidden(const Problem& problem) {
  return static_cast<int>(std::ranges::count(problem.tests, Visibility::hidden, &TestCase::visibility));
}

Response show_problem(Context& context, const Request& request, const Viewer& viewer, const Problem& problem,
                      const Projection& projection, int status, const std::vector<TextNote>& notes = {},
                      const Languages& languages = {}) {
  const Problem seen = visible_problem(viewer, problem);
  std::vector<ShownTest> shown;
  if (projection.wants("testCases")) {
    auto read = read_tests(context.storage.blobs(), seen.tests);
    if (!read) return refused("Reading the problem failed", storage_refusal("reading tests", read.error(), request.id));
    shown = std::move(*read);
  }
  return json_response(status, problem_json(seen, shown, count_hidden(problem), projection, notes, languages));
}

Problem told_by(const Translation& other, Problem problem) {
  problem.title = other.title;
  problem.description = other.description;
  return problem;
}

Response get_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the problem failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto projection = parse_projection(request, problem_fields());
  if (!projection) return refused(kDoing, projection.error());
  // Whole ones alone are kept: of their parts there are thousands.
  const auto key = AnswerCache::key_of(request, viewer->role);
  const auto epoch = context.problem_answers.epoch();
  if (const auto kept = context.problem_answers.find(key)) return *kept;
  const auto problem = context.problems.find(*ProblemId::parse(request.segment));
  if (!problem) return refused(kDoing, storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr || sight_of_problem(*viewer, **problem) == Sight::nothing) {
    return refused("Not found", {404, "problem not found", {}});
  }
  const auto wanted = parse_text_parameter(request, "lang", kLanguageTagMax);
  if (!wanted) return refused(kDoing, wanted.error());
  Languages languages;
  if (projection->wants("translations") || !wanted->empty()) {
    auto read = read_languages(context.storage, **problem);
    if (!read) return refused(kDoing, storage_refusal("reading the statements", read.error(), request.id));
    languages = std::move(*read);
  }
  const auto* other = wanted->empty() ? nullptr : find_translation(languages, *wanted);
  auto response = other == nullptr ? show_problem(context, request, *viewer, **problem, *projection, 200, {}, languages)
                                   : show_problem(context, request, *viewer, told_by(*other, **problem), *projection,
                                                  200, {}, {.own = other->language, .others = languages.others});
  if (response.status == 200 && request.query.empty()) {
    http::share_body(response);
    context.problem_answers.keep(key, epoch, response);
  }
  return response;
}

Response create_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem was not created";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  auto parsed = parse_problem(request, context.options.languages);
  if (!parsed) return refused(kDoing, parsed.error());
  Intake intake(parsed->line_ends);
  auto tests = store_tests(context, parsed->tests, intake);
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
  auto response = show_problem(context, request, *viewer, problem, {}, 201, intake.notes.notes());
  response.headers.push_back({"Location", "/problems/" + problem.id.hex()});
  return response;
}

Response put_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem was not changed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  std::vector<TextNote> notes;
  const auto changed = change_problem(context, id, request, [&](Problem& problem) -> std::optional<Refusal> {
    const auto edit = parse_problem_edit(request, context.options.languages, problem);
    if (!edit) return edit.error();
    if (edit->version && *edit->version != problem.version) {
      return refusal_of_version(problem.version);
    }
    if (!edit->tests) return std::nullopt;
    Intake intake(edit->line_ends);
    auto tests = store_tests(context, *edit->tests, intake);
    notes = intake.notes.notes();
    if (!tests) return storage_refusal("storing the tests", tests.error(), request.id);
    problem.tests = std::move(*tests);
    return check_tests(problem.tests);
  });
  if (!changed) return refused(changed.error().status == 404 ? "Not found" : kDoing, changed.error());
  log::info("problem changed", {{"request", request.id}, {"problem", id.hex()}, {"version", changed->version}});
  const auto languages = read_languages(context.storage, *changed);
  if (!languages) return refused(kDoing, storage_refusal("reading the statements", languages.error(), request.id));
  return with_version(show_problem(context, request, *viewer, *changed, {}, 200, notes, *languages), changed->version);
}

Response get_outdated(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Counting the verdicts failed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto rules = context.storage.problems().rules_version(id);
  if (!rules) return refused(kDoing, storage_refusal("reading the problem", rules.error(), request.id));
  if (!*rules) return refused("Not found", {404, "problem not found", {}});
  // Asked first: what it says is queued is counted then.
  const bool queueing = context.rejudges.under_way(id);
  const auto counted = context.storage.submissions().count_outdated(id, **rules);
  if (!counted) return refused(kDoing, storage_refusal("counting submissions", counted.error(), request.id));
  return json_response(200, outdated_json(**rules, *counted, queueing));
}

Response set_deleted(Context& context, const Request& request, bool deleted) {
  const std::string_view doing = deleted ? "The problem was not deleted" : "The problem was not restored";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(doing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto set = context.storage.problems().set_deleted(id, deleted, context.clock.now());
  if (!set) {
    if (set.error().code == ErrorCode::not_found) {
      return refused("Not found", {404, "problem not found", {}});
    }
    return refused(doing, storage_refusal("storing that", set.error(), request.id));
  }
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info(deleted ? "problem deleted" : "problem restored", {{"request", request.id}, {"problem", id.hex()}});
  return json_response(200, message_json(deleted ? "Problem deleted" : "Problem restored"));
}

Response delete_problem(Context& context, const Request& request) {
  return set_deleted(context, request, true);
}

Response restore_problem(Context& context, const Request& request) {
  return set_deleted(context, request, false);
}

}  // namespace

void add_problem_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add(
      {.method = Method::get,
       .path = "/problems",
       .admit = [&context](const Request& request) { return kept_answer(context, context.problem_pages, request); },
       .handle = answering(context, list_problems)});
  router.add(
      {.method = Method::get,
       .path = "/problems/:id",
       .admit = [&context](const Request& request) { return kept_answer(context, context.problem_answers, request); },
       .handle = answering(context, get_problem)});
  router.add({.method = Method::post,
              .path = "/problems/create",
              .body_max = kProblemBodyMax,
              .body_to_file = true,
              .takes = kJsonType,
              .admit = admit_admins(context),
              .handle = answering(context, create_problem)});
  router.add({.method = Method::put,
              .path = "/problems/:id",
              .body_max = kProblemBodyMax,
              .body_to_file = true,
              .takes = kJsonType,
              .admit = admit_admins(context),
              .handle = answering(context, put_problem)});
  router.add({.method = Method::get,
              .path = "/problems/:id/outdated",
              .admit = admit_admins(context),
              .handle = answering(context, get_outdated)});
  router.add({.method = Method::post,
              .path = "/problems/:id/restore",
              .admit = admit_admins(context),
              .handle = answering(context, restore_problem)});
  router.add({.method = Method::remove,
              .path = "/problems/:id",
              .admit = admit_admins(context),
              .handle = answering(context, delete_problem)});
}

}  // namespace autograder::api
