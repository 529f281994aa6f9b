// Judging again, and taking back what waits.
#include <ranges>

#include "api/context.h"
#include "api/names.h"
#include "api/wire/list_query.h"
#include "api/wire/submission_wire.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

Refusal not_done(const Error& error, std::string conflict, const Request& request) {
  if (error.code == ErrorCode::not_found) return not_found("submission not found");
  if (error.code == ErrorCode::conflict) return {409, std::move(conflict), {}};
  return storage_refusal("storing that", error, request.request_id);
}

Parsed<Response> rejudge(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  const auto id = request.id<SubmissionId>();
  const auto queued = context.storage.submissions().rejudge(id, context.ids.next<JobId>(), context.clock.now());
  if (!queued) return std::unexpected(not_done(queued.error(), "already queued or being judged", request));
  context.bus.publish({Event::Kind::queued, id, {}});
  log::info("submission queued again", {{"request", request.request_id}, {"submission", id.hex()}});
  return json_response(202, message_json("Queued to be judged again; the earlier report is kept"));
}

Parsed<Response> cancel(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  const auto id = request.id<SubmissionId>();
  AG_ASSIGN(const auto submission, titled_where_missing(read_submission(context, viewer, id, request.request_id)));
  const auto cancelled = context.storage.submissions().cancel(id, context.clock.now());
  if (!cancelled) {
    return std::unexpected(not_done(cancelled.error(), "only a queued submission can be cancelled", request));
  }
  context.bus.publish({Event::Kind::judged, id, {}});
  context.meters.cancelled(submission.language);
  log::info("submission cancelled",
            {{"request", request.request_id}, {"submission", id.hex()}, {"user", viewer.user.hex()}});
  return json_response(202, message_json("Cancelled"));
}

Parsed<bool> parse_only_outdated(const Request& request) {
  const auto* only = request.parameter("only");
  if (only != nullptr && *only != "outdated") {
    return std::unexpected(Refusal{422, "only: must be \"outdated\"; leave it out to judge all submissions", {}});
  }
  return only != nullptr;
}

struct ToJudge {
  std::optional<int> rules_version;  // where only those of older rules are wanted
  int count = 0;
  bool capped = false;
};

Result<ToJudge> count_to_judge(Context& context, ProblemId id, bool only_outdated) {
  if (only_outdated) {
    AG_ASSIGN(const auto rules, context.storage.problems().rules_version(id));
    AG_ASSIGN(const auto counted, context.storage.submissions().count_outdated(id, rules.value_or(0)));
    return ToJudge{rules.value_or(0), counted.outdated, counted.capped};
  }
  SubmissionFilter filter;
  filter.problem = id;
  filter.limit = 1;
  AG_ASSIGN(const auto list, context.storage.submissions().list(filter));
  return ToJudge{{}, list.total, list.total_capped};
}

Parsed<Response> rejudge_problem(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  const auto id = request.id<ProblemId>();
  AG_TRY(read_problem(context, id, request.request_id));
  AG_ASSIGN(const auto only, parse_only_outdated(request));
  AG_ASSIGN(const auto wanted, stored("counting submissions", request.request_id, count_to_judge(context, id, only)));
  if (!context.rejudges.start(id, wanted.rules_version)) {
    return std::unexpected(Refusal{503, "other problems are being queued again; try again", std::chrono::seconds(10)});
  }
  log::info("rejudging of a problem started",
            {{"request", request.request_id}, {"problem", id.hex()}, {"submissions", wanted.count}});
  return json_response(202, rejudging_json(wanted.count, wanted.capped));
}

Parsed<Response> get_changes(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto page, parse_page(request));
  const auto id = request.id<ProblemId>();
  AG_ASSIGN(const auto rules,
            stored("reading the problem", request.request_id, context.storage.problems().rules_version(id)));
  if (!rules) return std::unexpected(no_problem());
  AG_ASSIGN(const auto found, stored("comparing verdicts", request.request_id,
                                     context.storage.submissions().changed_verdicts(id, *rules)));
  std::vector<ChangedVerdict> rows;
  for (const auto& row : found.changed | std::views::drop(page.offset()) | std::views::take(page.limit)) {
    rows.push_back(row);
  }
  std::vector<UserId> users;
  for (const auto& row : rows) users.push_back(row.user);
  AG_ASSIGN(const auto names,
            stored("reading names", request.request_id, read_names(context.storage, std::move(users), {})));
  return json_response(200, changed_verdicts_json(*rules, found, rows, names));
}

}  // namespace

void add_rejudging_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::post,
              .path = "/submission/:id/rejudge",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The submission was not queued again", rejudge)});
  router.add({.method = Method::post,
              .path = "/submission/:id/cancel",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "The submission was not cancelled", cancel)});
  router.add({.method = Method::post,
              .path = "/problems/:id/rejudge",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "The problem was not rejudged", rejudge_problem)});
  router.add({.method = Method::get,
              .path = "/problems/:id/changes",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "Comparing the verdicts failed", get_changes)});
}

}  // namespace autograder::api
