#include <algorithm>

#include "api/test_bodies.h"
#include "api/wire/list_query.h"
#include "api/wire/problem_wire.h"
#include "api/wire/submission_wire.h"
#include "foundation/crypto.h"
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

Parsed<Response> list_problems(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  // Again: on the I/O thread it was not known yet who asks.
  const auto key = AnswerCache::key_of(request, viewer.role);
  const auto epoch = context.problem_pages.epoch();
  if (const auto kept = context.problem_pages.find(key)) return *kept;
  AG_ASSIGN(const auto page, parse_page(request));
  AG_ASSIGN(const auto projection, parse_projection(request, problem_list_fields()));
  AG_ASSIGN(const auto difficulty, parse_difficulty(request));
  AG_ASSIGN(const auto search, parse_text_parameter(request, "search", 4 * kTitleMax));
  AG_ASSIGN(const auto tag, parse_text_parameter(request, "tag", 4 * kTagMax));
  AG_ASSIGN(const auto reads, parse_readers_languages(request));
  AG_ASSIGN(const auto deleted, parse_number(request, "deleted", 0, 1));
  if (deleted == 1 && !may(viewer, Action::teach)) {
    return refuse(403, "only an admin sees deleted problems");
  }
  ProblemFilter filter;
  filter.deleted = deleted == 1;
  filter.difficulty = difficulty;
  filter.search = search;
  filter.tag = tag;
  filter.with_unpublished = may(viewer, Action::teach);
  filter.before = ProblemId(page.before);
  filter.offset = page.offset();
  filter.limit = page.limit;
  AG_ASSIGN(const auto list,
            stored("reading the problems", request.request_id, context.storage.problems().list(filter)));
  auto response = json_response(200, problem_list_json(list.problems, reads, projection));
  const auto last = list.problems.empty() ? IdBytes{} : list.problems.back().id.bytes();
  add_list_headers(response, request, page, list.total, list.total_capped, list.more, last);
  http::share_body(response);
  context.problem_pages.keep(key, epoch, response);
  return response;
}

int count_hidden(const Problem& problem) {
  return static_cast<int>(std::ranges::count(problem.tests, Visibility::hidden, &TestCase::visibility));
}

Parsed<Response> show_problem(Context& context, const Request& request, const Viewer& viewer, const Problem& problem,
                              const Projection& projection, int status, const std::vector<TextNote>& notes = {},
                              const Languages& languages = {}) {
  const Problem seen = visible_problem(viewer, problem);
  std::vector<ShownTest> shown;
  if (projection.wants("testCases")) {
    auto read = stored("reading tests", request.request_id, read_tests(context.storage.blobs(), seen.tests));
    if (!read) return std::unexpected(titled("Reading the problem failed", std::move(read).error()));
    shown = std::move(*read);
  }
  return json_response(status, problem_json(seen, shown, count_hidden(problem), projection, notes, languages));
}

Problem told_by(const Translation& other, Problem problem) {
  problem.title = other.title;
  problem.description = other.description;
  return problem;
}

Parsed<Response> get_problem(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto projection, parse_projection(request, problem_fields()));
  // Whole ones alone are kept: of their parts there are thousands.
  const auto key = AnswerCache::key_of(request, viewer.role);
  const auto epoch = context.problem_answers.epoch();
  if (const auto kept = context.problem_answers.find(key)) return *kept;
  AG_ASSIGN(const auto problem, read_problem_seen_by(context, viewer, request.id<ProblemId>(), request.request_id));
  AG_ASSIGN(const auto wanted, parse_readers_languages(request));
  Languages languages;
  if (projection.wants("translations") || !wanted.empty()) {
    AG_ASSIGN(auto read,
              stored("reading the statements", request.request_id, read_languages(context.storage, *problem)));
    languages = std::move(read);
  }
  const auto* other = wanted.empty() ? nullptr : find_translation(languages, wanted);
  auto shown = other == nullptr ? show_problem(context, request, viewer, *problem, projection, 200, {}, languages)
                                : show_problem(context, request, viewer, told_by(*other, *problem), projection, 200, {},
                                               {.own = other->language, .others = languages.others});
  AG_ASSIGN(auto response, std::move(shown));
  if (request.query.empty()) {
    http::share_body(response);
    context.problem_answers.keep(key, epoch, response);
  }
  return response;
}

// A key stands for one problem: its uuid is made of it, in the form for private use, and no two problems share one.
std::string uuid_of_key(UserId user, const std::string& key) {
  auto hex = to_hex(sha256("problem of " + user.hex() + ":" + key)).substr(0, 32);
  hex[12] = '8';
  hex[16] = '8';
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return hex;
}

// The problem that an earlier request with this key made, as it is now. Absent when there was none.
Parsed<std::optional<Problem>> find_made(Context& context, const std::string& uuid, const std::string& request_id) {
  if (uuid.empty()) return std::nullopt;
  AG_ASSIGN(const auto id, stored("looking for the key", request_id, context.storage.problems().find_by_uuid(uuid)));
  if (!id) return std::nullopt;
  return stored("reading the problem", request_id, context.storage.problems().find(*id));
}

Parsed<Response> show_created(Context& context, const Request& request, const Viewer& viewer, const Problem& problem,
                              const std::vector<TextNote>& notes = {}) {
  AG_ASSIGN(auto response, show_problem(context, request, viewer, problem, {}, 201, notes));
  response.headers.push_back({"Location", "/problems/" + problem.id.hex()});
  return response;
}

Parsed<Response> create_problem(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto key, parse_idempotency_key(request));
  AG_ASSIGN(auto parsed, parse_problem(request, context.options.languages));
  const auto uuid = key.empty() ? std::string() : uuid_of_key(viewer.user, key);
  AG_ASSIGN(const auto earlier, find_made(context, uuid, request.request_id));
  if (earlier) return show_created(context, request, viewer, *earlier);
  Intake intake(parsed.line_ends);
  AG_ASSIGN(auto tests, stored("storing the tests", request.request_id, store_tests(context, parsed.tests, intake)));
  Problem& problem = parsed.problem;
  problem.id = context.ids.next<ProblemId>();
  problem.uuid = uuid;
  problem.created_by = viewer.user;
  problem.created_at = problem.updated_at = context.clock.now();
  problem.tests = std::move(tests);
  problem.test_count = static_cast<int>(problem.tests.size());
  if (const auto made = context.storage.problems().create(problem); !made) {
    // The same request, at the same time, may have been first.
    const auto first = find_made(context, uuid, request.request_id);
    if (first && *first) return show_created(context, request, viewer, **first);
    return std::unexpected(storage_refusal("storing the problem", made.error(), request.request_id));
  }
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info("problem created",
            {{"request", request.request_id}, {"problem", problem.id.hex()}, {"tests", problem.test_count}});
  return show_created(context, request, viewer, problem, intake.notes.notes());
}

Parsed<Response> put_problem(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  const auto id = request.id<ProblemId>();
  std::vector<TextNote> notes;
  const auto changing = [&](Problem& problem) -> std::optional<Refusal> {
    const auto edit = parse_problem_edit(request, context.options.languages, problem);
    if (!edit) return edit.error();
    if (edit->version && *edit->version != problem.version) {
      return refusal_of_version(problem.version);
    }
    if (!edit->tests) return std::nullopt;
    Intake intake(edit->line_ends);
    auto tests = store_tests(context, *edit->tests, intake);
    notes = intake.notes.notes();
    if (!tests) return storage_refusal("storing the tests", tests.error(), request.request_id);
    problem.tests = std::move(*tests);
    return check_tests(problem.tests);
  };
  AG_ASSIGN(const auto changed, change_problem(context, id, request, changing));
  log::info("problem changed", {{"request", request.request_id}, {"problem", id.hex()}, {"version", changed.version}});
  AG_ASSIGN(const auto languages,
            stored("reading the statements", request.request_id, read_languages(context.storage, changed)));
  AG_ASSIGN(auto response, show_problem(context, request, viewer, changed, {}, 200, notes, languages));
  return with_version(std::move(response), changed.version);
}

Parsed<Response> get_outdated(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  const auto id = request.id<ProblemId>();
  AG_ASSIGN(const auto rules,
            stored("reading the problem", request.request_id, context.storage.problems().rules_version(id)));
  if (!rules) return std::unexpected(no_problem());
  // Asked first: what it says is queued is counted then.
  const bool queueing = context.rejudges.under_way(id);
  AG_ASSIGN(const auto counted, stored("counting submissions", request.request_id,
                                       context.storage.submissions().count_outdated(id, *rules)));
  return json_response(200, outdated_json(*rules, counted, queueing));
}

Parsed<Response> set_deleted(Context& context, const Request& request, bool deleted) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  const auto id = request.id<ProblemId>();
  const auto set = context.storage.problems().set_deleted(id, deleted, context.clock.now());
  if (!set && set.error().code == ErrorCode::not_found) return std::unexpected(no_problem());
  AG_TRY(stored("storing that", request.request_id, set));
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  log::info(deleted ? "problem deleted" : "problem restored", {{"request", request.request_id}, {"problem", id.hex()}});
  return json_response(200, message_json(deleted ? "Problem deleted" : "Problem restored"));
}

Parsed<Response> delete_problem(Context& context, const Request& request) {
  return set_deleted(context, request, true);
}

Parsed<Response> restore_problem(Context& context, const Request& request) {
  return set_deleted(context, request, false);
}

}  // namespace

void add_problem_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add(
      {.method = Method::get,
       .path = "/problems",
       .admit = [&context](const Request& request) { return kept_answer(context, context.problem_pages, request); },
       .handle = answering(context, "Listing the problems failed", list_problems)});
  router.add(
      {.method = Method::get,
       .path = "/problems/:id",
       .admit = [&context](const Request& request) { return kept_answer(context, context.problem_answers, request); },
       .handle = answering(context, "Reading the problem failed", get_problem)});
  router.add({.method = Method::post,
              .path = "/problems/create",
              .body_max = kProblemBodyMax,
              .body_to_file = true,
              .takes = kJsonType,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not created", create_problem)});
  router.add({.method = Method::put,
              .path = "/problems/:id",
              .body_max = kProblemBodyMax,
              .body_to_file = true,
              .takes = kJsonType,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not changed", put_problem)});
  router.add({.method = Method::get,
              .path = "/problems/:id/outdated",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "Counting the verdicts failed", get_outdated)});
  router.add({.method = Method::post,
              .path = "/problems/:id/restore",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not restored", restore_problem)});
  router.add({.method = Method::remove,
              .path = "/problems/:id",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not deleted", delete_problem)});
}

}  // namespace autograder::api
