// Judging again, and taking back what waits.
#include "api/context.h"
#include "api/wire/submission_wire.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

constexpr std::string_view kNotFound = "Not found";
constexpr std::string_view kNoSubmission = "there is no submission with this id";

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
  if (!queued) return not_done(kDoing, queued.error(), "it waits or is being judged already", request);
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
    return not_done(kDoing, cancelled.error(), "only a submission that waits can be cancelled", request);
  }
  context.bus.publish({Event::Kind::judged, id, {}});
  Report report;
  report.verdict = Verdict::cancelled;
  context.meters.judged(submission->language, report);
  log::info("submission cancelled", {{"request", request.id}, {"submission", id.hex()}, {"user", viewer->user.hex()}});
  return json_response(202, message_json("Cancelled"));
}

Response rejudge_problem(Context& context, const Request& request) {
  constexpr std::string_view kDoing = "The problem is not judged again";
  const auto viewer = admin_caller(context, request);
  if (!viewer) return refused(kDoing, viewer.error());
  const auto id = *ProblemId::parse(request.segment);
  const auto problem = context.problems.find(id);
  if (!problem) return refused(kDoing, storage_refusal("reading the problem", problem.error(), request.id));
  if (*problem == nullptr) return refused(kNotFound, {404, "there is no problem with this id", {}});
  SubmissionFilter filter;
  filter.problem = id;
  filter.limit = 1;
  const auto list = context.storage.submissions().list(filter);
  if (!list) return refused(kDoing, storage_refusal("counting submissions", list.error(), request.id));
  if (!context.rejudges.start(id)) {
    return refused(kDoing, {503, "other problems are being queued again; try again", std::chrono::seconds(10)});
  }
  log::info("problem is judged again", {{"request", request.id}, {"problem", id.hex()}, {"submissions", list->total}});
  return json_response(202, rejudging_json(list->total, list->total_capped));
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
}

}  // namespace autograder::api
