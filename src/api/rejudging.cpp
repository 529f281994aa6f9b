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

constexpr std::string_view kNotFound = "Not found";
constexpr std::string_view kNoSubmission = "submission not found";

Response not_done(std::string_view doing, const Error& error, std::string conflict, const Request& request) {
  if (error.code == ErrorCode::not_found) return refused(kNotFound, {404, std::string(kNoSubmission), {}});
  if (error.code == ErrorCode::conflict) return refused(doing, {409, std::move(conflict), {}});
  return refused(doing, storage_refusal("storing that", error, request.id));
}

Response rejudge(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The submission was not queued again";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *SubmissionId::parse(request.segment);
  const auto queued = context.storage.submissions().rejudge(id, context.ids.next<JobId>(), context.clock.now());
  if (!queued) return not_done(kDoing, queued.error(), "already queued or being judged", request);
  context.bus.publish({Event::Kind::queued, id, {}});
  log::info("submission queued again", {{"request", request.id}, {"submission", id.hex()}});
  return json_response(202, message_json("Queued to be judged again; the earlier report is kept"));
}

Response cancel(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The submission was not cancelled";
  const auto viewer = caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *SubmissionId::parse(request.segment);
  const auto submission = read_submission(context, *viewer, id, request.id);
  if (!submission) return refused(kNotFound, submission.error());
  const auto cancelled = context.storage.submissions().cancel(id, context.clock.now());
  if (!cancelled) {
    return not_done(kDoing, cancelled.error(), "only a queued submission can be cancelled", request);
  }
  context.bus.publish({Event::Kind::judged, id, {}});
  context.meters.cancelled(submission->language);
  log::info("submission cancelled", {{"request", request.id}, {"submission", id.hex()}, {"user", viewer->user.hex()}});
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

Response rejudge_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem was not rejudged";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto problem = context.problems.find(id);
  if (!problem) return refused(kDoing, storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr) return refused(kNotFound, {404, "problem not found", {}});
  const auto only = parse_only_outdated(request);
  if (!only) return refused(kDoing, only.error());
  const auto wanted = count_to_judge(context, id, *only);
  if (!wanted) return refused(kDoing, storage_refusal("counting submissions", wanted.error(), request.id));
  if (!context.rejudges.start(id, wanted->rules_version)) {
    return refused(kDoing, {503, "other problems are being queued again; try again", std::chrono::seconds(10)});
  }
  log::info("rejudging of a problem started",
            {{"request", request.id}, {"problem", id.hex()}, {"submissions", wanted->count}});
  return json_response(202, rejudging_json(wanted->count, wanted->capped));
}

Response get_changes(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "Comparing the verdicts failed";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto page = parse_page(request);
  if (!page) return refused(kDoing, page.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto rules = context.storage.problems().rules_version(id);
  if (!rules) return refused(kDoing, storage_refusal("reading the problem", rules.error(), request.id));
  if (!*rules) return refused(kNotFound, {404, "problem not found", {}});
  const auto found = context.storage.submissions().changed_verdicts(id, **rules);
  if (!found) return refused(kDoing, storage_refusal("comparing verdicts", found.error(), request.id));
  std::vector<ChangedVerdict> rows;
  for (const auto& row : found->changed | std::views::drop(page->offset()) | std::views::take(page->limit)) {
    rows.push_back(row);
  }
  std::vector<UserId> users;
  for (const auto& row : rows) users.push_back(row.user);
  const auto names = read_names(context.storage, std::move(users), {});
  if (!names) return refused(kDoing, storage_refusal("reading names", names.error(), request.id));
  return json_response(200, changed_verdicts_json(**rules, *found, rows, *names));
}

}  // namespace

void add_rejudging_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::post,
              .path = "/submission/:id/rejudge",
              .admit = admit_admins(context),
              .handle = answering(context, rejudge)});
  router.add({.method = Method::post,
              .path = "/submission/:id/cancel",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, cancel)});
  router.add({.method = Method::post,
              .path = "/problems/:id/rejudge",
              .admit = admit_admins(context),
              .handle = answering(context, rejudge_problem)});
  router.add({.method = Method::get,
              .path = "/problems/:id/changes",
              .admit = admit_admins(context),
              .handle = answering(context, get_changes)});
}

}  // namespace autograder::api
