// A teacher's programs beside a problem, over HTTP.
#include <array>

#include "api/teaching_routes.h"
#include "api/wire/fields.h"
#include "catalog/solutions.h"
#include "foundation/json_writer.h"
#include "foundation/log.h"
#include "packages/language_codes.h"
#include "packages/package_names.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr std::size_t kNameMax = 60;
constexpr std::array<Verdict, 4> kChoices{Verdict::accepted, Verdict::wrong_answer, Verdict::time_limit,
                                          Verdict::runtime_error};

Refusal failed(std::string_view what, const Error& error, const Request& request) {
  if (error.code == ErrorCode::not_found) return not_found(error.message);
  if (error.code == ErrorCode::conflict) return {409, error.message, {}};
  if (error.code == ErrorCode::exhausted && error.message.starts_with("a problem has")) {
    return {422, error.message, {}};
  }
  return storage_refusal(what, error, request.request_id);
}

Parsed<Problem> named_problem(Context& context, const Request& request) {
  AG_ASSIGN(auto found, stored("reading the problem", request.request_id,
                               context.storage.problems().find(request.id<ProblemId>())));
  if (!found) return std::unexpected(no_problem());
  return std::move(*found);
}

std::string name_in(const Request& request) {
  return request.path.substr(request.path.rfind('/') + 1);
}

std::string solutions_json(const std::vector<Solution>& solutions) {
  std::string text;
  JsonArray array(text);
  for (const auto& solution : solutions) {
    array.next();
    JsonObject object(text);
    object.text("name", solution.name);
    object.text("language", solution.language);
    object.text("expected", code_of(solution.expected));
    object.text("code", solution.code);
    object.end();
  }
  array.end();
  return text;
}

constexpr std::string_view kNotRead = "Reading the solutions failed";

Parsed<Response> show(Context& context, const Request& request, ProblemId problem) {
  const auto solutions = stored("reading the solutions", request.request_id, read_solutions(context.storage, problem));
  if (!solutions) return std::unexpected(titled(kNotRead, solutions.error()));
  return json_response(200, solutions_json(*solutions));
}

// The problem as it is after a change of its files.
void judge_again(Context& context, ProblemId id, const std::string& request_id) {
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  const auto problem = context.storage.problems().find(id);
  if (problem && *problem) judge_solutions_of(context, **problem, request_id);
}

Parsed<Response> list_solutions(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto problem, named_problem(context, request));
  return show(context, request, problem.id);
}

Parsed<Solution> parse_solution(Context& context, const Request& request) {
  Solution solution;
  solution.name = name_in(request);
  solution.language = language_of_ending(solution.name);
  if (solution.name.size() > kNameMax || !good_segment(solution.name)) {
    return refuse(422,
                  "name: must be 1 to " + std::to_string(kNameMax) + " letters, digits, dots, dashes, underscores");
  }
  if (solution.language.empty() || check_language(context, solution.language)) {
    return refuse(422, "name: must end with the extension of a language of this server, as in solution.py");
  }
  AG_ASSIGN(const auto body, read_object(request.body));
  Fields fields(body);
  solution.code = fields.text("code", {1, context.options.code_max, TextBound::Unit::bytes});
  solution.expected = kChoices.at(fields.choice("expected", {"AC", "WA", "TLE", "RE"}));
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return solution;
}

Parsed<Response> store_solution(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto problem, named_problem(context, request));
  AG_ASSIGN(const auto solution, parse_solution(context, request));
  AG_ASSIGN(const auto read, parse_read_version(request));
  const auto put = put_solution(context.storage, problem.id, context.clock.now(), solution, read);
  if (!put) return std::unexpected(failed("storing the solution", put.error(), request));
  judge_again(context, problem.id, request.request_id);
  log::info("solution stored",
            {{"request", request.request_id}, {"problem", problem.id.hex()}, {"name", solution.name}});
  AG_ASSIGN(auto response, show(context, request, problem.id));
  return with_version(std::move(response), *put);
}

Parsed<Response> delete_solution(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto problem, named_problem(context, request));
  AG_ASSIGN(const auto read, parse_read_version(request));
  const auto gone = remove_solution(context.storage, problem.id, context.clock.now(), name_in(request), read);
  if (!gone) return std::unexpected(failed("removing the solution", gone.error(), request));
  judge_again(context, problem.id, request.request_id);
  AG_ASSIGN(auto response, show(context, request, problem.id));
  return with_version(std::move(response), *gone);
}

}  // namespace

void judge_solutions_of(Context& context, const Problem& problem, std::string_view request_id) {
  const auto queued = judge_solutions(context.storage, context.ids, context.clock.now(), problem);
  if (queued) {
    context.bus.publish({Event::Kind::queued, problem.id, {}});
  } else {
    log::warn("solutions could not be queued",
              {{"request", request_id}, {"problem", problem.id.hex()}, {"why", queued.error().message}});
  }
}

void add_solution_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::get,
              .path = "/problems/:id/solutions",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, kNotRead, list_solutions)});
  router.add({.method = Method::put,
              .path = "/problems/:id/solutions/:name",
              .body_max = body_max_for(context.options.code_max + 100),
              .takes = kJsonType,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The solution was not stored", store_solution)});
  router.add({.method = Method::remove,
              .path = "/problems/:id/solutions/:name",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The solution was not deleted", delete_solution)});
}

}  // namespace autograder::api
