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

constexpr std::string_view kNotFound = "Not found";
constexpr std::size_t kNameMax = 60;
constexpr std::array<Verdict, 4> kChoices{Verdict::accepted, Verdict::wrong_answer, Verdict::time_limit,
                                          Verdict::runtime_error};

Response failed(std::string_view doing, std::string_view what, const Error& error, const Request& request) {
  if (error.code == ErrorCode::not_found) return refused(kNotFound, {404, error.message, {}});
  if (error.code == ErrorCode::conflict) return refused(doing, {409, error.message, {}});
  if (error.code == ErrorCode::exhausted && error.message.starts_with("a problem has")) {
    return refused(doing, {422, error.message, {}});
  }
  return refused(doing, storage_refusal(what, error, request.id));
}

Parsed<Problem> named_problem(Context& context, const Request& request) {
  auto found = context.storage.problems().find(*ProblemId::parse(request.segment));
  if (!found) return std::unexpected(storage_refusal("reading the problem", found.error(), request.id));
  if (!*found) return refuse(404, "problem not found");
  return std::move(**found);
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

Response show(Context& context, const Request& request, ProblemId problem) {
  const auto solutions = read_solutions(context.storage, problem);
  if (solutions) return json_response(200, solutions_json(*solutions));
  return refused("Reading the solutions failed",
                 storage_refusal("reading the solutions", solutions.error(), request.id));
}

// The problem as it is after a change of its files.
void judge_again(Context& context, ProblemId id, const std::string& request_id) {
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  const auto problem = context.storage.problems().find(id);
  if (problem && *problem) judge_solutions_of(context, **problem, request_id);
}

Response list_solutions(Context& context, const Request& request) {
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused("Reading the solutions failed", viewer.error());
  const auto problem = named_problem(context, request);
  if (!problem) return refused(kNotFound, problem.error());
  return show(context, request, problem->id);
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
  const auto body = read_object(request.body);
  if (!body) return std::unexpected(body.error());
  Fields fields(*body);
  solution.code = fields.text("code", {1, context.options.code_max, TextBound::Unit::bytes});
  solution.expected = kChoices.at(fields.choice("expected", {"AC", "WA", "TLE", "RE"}));
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return solution;
}

Response put(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The solution was not stored";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto problem = named_problem(context, request);
  if (!problem) return refused(kNotFound, problem.error());
  const auto solution = parse_solution(context, request);
  if (!solution) return refused(kDoing, solution.error());
  const auto read = parse_read_version(request);
  if (!read) return refused(kDoing, read.error());
  const auto stored = put_solution(context.storage, problem->id, context.clock.now(), *solution, *read);
  if (!stored) return failed(kDoing, "storing the solution", stored.error(), request);
  judge_again(context, problem->id, request.id);
  log::info("solution stored", {{"request", request.id}, {"problem", problem->id.hex()}, {"name", solution->name}});
  return with_version(show(context, request, problem->id), *stored);
}

Response remove(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The solution was not deleted";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto problem = named_problem(context, request);
  if (!problem) return refused(kNotFound, problem.error());
  const auto read = parse_read_version(request);
  if (!read) return refused(kDoing, read.error());
  const auto gone = remove_solution(context.storage, problem->id, context.clock.now(), name_in(request), *read);
  if (!gone) return failed(kDoing, "removing the solution", gone.error(), request);
  judge_again(context, problem->id, request.id);
  return with_version(show(context, request, problem->id), *gone);
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
              .admit = admit_admins(context),
              .handle = answering(context, list_solutions)});
  router.add({.method = Method::put,
              .path = "/problems/:id/solutions/:name",
              .body_max = body_max_for(context.options.code_max + 100),
              .takes = kJsonType,
              .admit = admit_admins(context),
              .handle = answering(context, put)});
  router.add({.method = Method::remove,
              .path = "/problems/:id/solutions/:name",
              .admit = admit_admins(context),
              .handle = answering(context, remove)});
}

}  // namespace autograder::api
