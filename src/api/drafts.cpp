// Drafts of the caller: programs that are written and not submitted, so that another computer shows them too. Nobody
// else reads them, administrators neither.
#include "api/context.h"
#include "api/wire/body_text.h"
#include "api/wire/draft_wire.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr Rate kSaveRate{120, std::chrono::seconds(60)};  // of one user

// The problem, when the caller may see it.
Parsed<ProblemId> seen_problem(Context& context, const Viewer& viewer, const Request& request) {
  const auto id = *ProblemId::parse(request.segment);
  const auto problem = context.problems.find(id);
  if (!problem) return std::unexpected(storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr || sight_of_problem(viewer, **problem) == Sight::nothing) {
    return refuse(404, "problem not found");
  }
  return id;
}

Response get_drafts(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the drafts failed";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto problem = seen_problem(context, *viewer, request);
  if (!problem) return refused(problem.error().status == 404 ? "Not found" : kDoing, problem.error());
  const auto drafts = context.storage.drafts().newest(viewer->user, *problem);
  if (!drafts) return refused(kDoing, storage_refusal("reading the drafts", drafts.error(), request.id));
  return json_response(200, drafts_json(*drafts));
}

// The problem and language of a request about one draft.
Parsed<DraftKey> named_draft(Context& context, const Request& request) {
  const auto viewer = caller(context, request);
  if (!viewer) return std::unexpected(viewer.error());
  const auto problem = seen_problem(context, *viewer, request);
  if (!problem) return std::unexpected(problem.error());
  std::string language = request.path.substr(request.path.rfind('/') + 1);
  if (auto refusal = check_language(context, language)) return std::unexpected(*std::move(refusal));
  return DraftKey{viewer->user, *problem, std::move(language)};
}

Response get_versions(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Reading the draft failed";
  const auto key = named_draft(context, request);
  if (!key) return refused(key.error().status == 404 ? "Not found" : kDoing, key.error());
  const auto versions = context.storage.drafts().versions(*key);
  if (!versions) return refused(kDoing, storage_refusal("reading the draft", versions.error(), request.id));
  return json_response(200, drafts_json(*versions));
}

Response put_draft(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The draft was not saved";
  const auto key = named_draft(context, request);
  if (!key) return refused(key.error().status == 404 ? "Not found" : kDoing, key.error());
  if (const auto refusal = too_often(context, "draft:" + key->user.hex(), kSaveRate, request.id)) {
    return refused(kDoing, *refusal);
  }
  auto body = parse_draft(request.body, context.options.code_max);
  if (!body) return refused(kDoing, body.error());
  const auto saved =
      context.storage.drafts().save({*key, std::move(body->code), body->base, body->new_version, context.clock.now()});
  if (saved) return json_response(200, saved_draft_json(*saved));
  if (saved.error().code == ErrorCode::conflict) return refused(kDoing, {409, saved.error().message, {}});
  return refused(kDoing, storage_refusal("saving the draft", saved.error(), request.id));
}

}  // namespace

void add_draft_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::get,
              .path = "/problems/:id/drafts",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, get_drafts)});
  router.add({.method = Method::get,
              .path = "/problems/:id/drafts/:name",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, get_versions)});
  router.add({.method = Method::put,
              .path = "/problems/:id/drafts/:name",
              .body_max = body_max_for(context.options.code_max),
              .takes = kJsonType,
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, put_draft)});
}

}  // namespace autograder::api
