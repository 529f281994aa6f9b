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
  const auto id = request.id<ProblemId>();
  AG_TRY(read_problem_seen_by(context, viewer, id, request.request_id));
  return id;
}

Parsed<Response> get_drafts(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto problem, seen_problem(context, viewer, request));
  AG_ASSIGN(const auto drafts,
            stored("reading the drafts", request.request_id, context.storage.drafts().newest(viewer.user, problem)));
  return json_response(200, drafts_json(drafts));
}

// The problem and language of a request about one draft.
Parsed<DraftKey> named_draft(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto problem, seen_problem(context, viewer, request));
  std::string language = request.path.substr(request.path.rfind('/') + 1);
  if (auto refusal = check_language(context, language)) return std::unexpected(*std::move(refusal));
  return DraftKey{viewer.user, problem, std::move(language)};
}

Parsed<Response> get_versions(Context& context, const Request& request) {
  AG_ASSIGN(const auto key, named_draft(context, request));
  AG_ASSIGN(const auto versions,
            stored("reading the draft", request.request_id, context.storage.drafts().versions(key)));
  return json_response(200, drafts_json(versions));
}

Parsed<Response> put_draft(Context& context, const Request& request) {
  AG_ASSIGN(const auto key, named_draft(context, request));
  AG_TRY(unless(too_often(context, "draft:" + key.user.hex(), kSaveRate, request.request_id)));
  AG_ASSIGN(auto body, parse_draft(request.body, context.options.code_max));
  const auto saved = context.storage.drafts().save({key, std::move(body.code), body.base, body.new_version,
                                                    context.vitals.template_of(key.language), context.clock.now()});
  if (saved) return json_response(200, saved_draft_json(*saved));
  if (saved.error().code == ErrorCode::conflict) return refuse(409, saved.error().message);
  return std::unexpected(storage_refusal("saving the draft", saved.error(), request.request_id));
}

}  // namespace

void add_draft_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::get,
              .path = "/problems/:id/drafts",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Reading the drafts failed", get_drafts)});
  router.add({.method = Method::get,
              .path = "/problems/:id/drafts/:name",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Reading the draft failed", get_versions)});
  router.add({.method = Method::put,
              .path = "/problems/:id/drafts/:name",
              .body_max = body_max_for(context.options.code_max),
              .takes = kJsonType,
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "The draft was not saved", put_draft)});
}

}  // namespace autograder::api
