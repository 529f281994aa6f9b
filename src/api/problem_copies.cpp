// Copies a problem into a new draft, with the same statement, tests, files and solutions.
#include "api/teaching_routes.h"
#include "api/wire/problem_wire.h"
#include "catalog/solutions.h"
#include "domain/text.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kCopyMark = " (copy)";

// Within the bound of titles.
std::string title_of_copy(const std::string& title) {
  std::string kept = title;
  while (count_characters(kept) + kCopyMark.size() > kTitleMax) {
    unsigned last = 0;
    do {
      last = static_cast<unsigned char>(kept.back());
      kept.pop_back();
    } while ((last & 0xC0U) == 0x80U);  // up to the first byte of the character
  }
  return kept + std::string(kCopyMark);
}

Parsed<Response> copy_problem(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto title, parse_copy(request));
  const auto id = request.id<ProblemId>();
  AG_ASSIGN(const auto found, stored("reading the problem", request.request_id, context.storage.problems().find(id)));
  if (!found) return std::unexpected(no_problem());
  AG_ASSIGN(const auto files, stored("reading the files", request.request_id, context.storage.problems().files(id)));
  Problem copy = *found;
  copy.id = context.ids.next<ProblemId>();
  copy.title = title ? *title : title_of_copy(copy.title);
  copy.published = false;
  copy.deleted = false;
  copy.version = 1;
  copy.uuid.clear();
  copy.package_version = 0;
  copy.created_by = viewer.user;
  copy.created_at = copy.updated_at = context.clock.now();
  for (auto& test : copy.tests) {
    test.id = context.ids.next<TestCaseId>();
    test.version = 1;
  }
  AG_TRY(stored("storing the problem", request.request_id, context.storage.problems().put_package(copy, files)));
  context.bus.publish({Event::Kind::problems_changed, {}, {}});
  judge_solutions_of(context, copy, request.request_id);
  log::info("problem copied", {{"request", request.request_id}, {"problem", copy.id.hex()}, {"from", id.hex()}});
  auto response = json_response(201, copied_json(copy));
  response.headers.push_back({"Location", "/problems/" + copy.id.hex()});
  return response;
}

}  // namespace

void add_problem_copy_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::post,
              .path = "/problems/:id/copy",
              .takes = kJsonType,
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not copied", copy_problem)});
}

}  // namespace autograder::api
