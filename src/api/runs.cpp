// Runs with a custom input: stored and queued as any job, the answer is held until a worker has done it.
#include "api/context.h"
#include "api/wire/run_wire.h"
#include "foundation/log.h"
#include "http/client_address.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr Rate kRunRate{30, std::chrono::seconds(60)};  // of one user, reruns too
constexpr std::chrono::seconds kRunWait{30};
// CPU time of a rerun of a problem that allows more: the 21 s of wall time that go with it are over before kRunWait is.
constexpr std::chrono::seconds kRunTimeMax{10};
constexpr std::string_view kNotRun = "The program was not run";

// The client is gone: drop the run unless a worker has started it.
void give_up(Context& context, RunId run, const std::string& request_id) {
  const auto gone = context.storage.runs().abandon(run);
  if (!gone)
    log::warn("a run could not be cancelled",
              {{"request", request_id}, {"run", run.hex()}, {"why", gone.error().message}});
  if (gone && *gone) log::info("run cancelled", {{"request", request_id}, {"run", run.hex()}});
}

// The answer once there is a result. `over`: there must be one now.
std::optional<Response> look_at_run(Context& context, RunId run, const std::string& request_id, bool over) {
  const auto phase = context.storage.runs().phase(run);
  if (phase && *phase == Phase::judged) {
    const auto row = context.storage.runs().find(run);
    if (row && *row && (*row)->result) return json_response(200, run_json(*(*row)->result));
    if (!row) return refused(kNotRun, storage_refusal("reading the run", row.error(), request_id));
  }
  if (!over) return std::nullopt;
  give_up(context, run, request_id);
  if (!phase) return refused(kNotRun, storage_refusal("reading the run", phase.error(), request_id));
  return refused(kNotRun,
                 {503, "timed out: no worker ran the program within 30 s; try again", std::chrono::seconds(5)});
}

void hold(Context& context, const Request& request, UserId user, RunId run, Reply& reply) {
  Waits::Waiter waiter;
  waiter.subject = run;
  waiter.user = user;
  waiter.address = http::subscriber_of(request.client_address);
  waiter.time_left = kRunWait;
  waiter.client_gone = request.client_gone;
  waiter.look = [&context, run, request_id = request.id](bool over) {
    return look_at_run(context, run, request_id, over);
  };
  const auto refusal = context.waits.add(std::move(waiter), reply);
  if (!refusal) return;
  // Not here, on the store's own thread.
  if (!context.pool.post([&context, run, request_id = request.id] { give_up(context, run, request_id); })) {
    log::warn("a run could not be cancelled",
              {{"request", request.id}, {"run", run.hex()}, {"why", "the pool is full"}});
  }
  reply(refused(kNotRun, *refusal));
}

void queue_run(Context& context, Request request, NewRun run, Reply reply) {
  run.id = context.ids.next<RunId>();
  run.created_at = context.clock.now();
  // Runs go before all submissions: with one at a time a user cannot keep the workers from judging.
  run.alone = context.options.rate_limits;
  request.body.clear();
  const auto id = run.id;
  const auto user = run.user;
  const auto language = run.language;
  context.storage.runs().submit(std::move(run), [&context, request = std::move(request), reply = std::move(reply), id,
                                                 user, language](Result<> stored) mutable {
    if (!stored && stored.error().code == ErrorCode::denied) {
      return reply(refused(
          kNotRun, {429, "your earlier run has not finished; only one runs at a time", std::chrono::seconds(2)}));
    }
    if (!stored && stored.error().code == ErrorCode::over_budget) {
      return reply(refused(kNotRun, used_up(context, stored.error(), request.id)));
    }
    if (!stored) {
      return reply(refused(kNotRun, storage_refusal("storing the run", stored.error(), request.id)));
    }
    log::info("run created",
              {{"request", request.id}, {"run", id.hex()}, {"user", user.hex()}, {"language", language}});
    context.bus.publish({Event::Kind::queued, id, {}});
    hold(context, request, user, id, reply);
  });
}

void run_program(Context& context, Request request, Reply reply) {
  const auto viewer = caller(context, request);
  if (!viewer) return reply(refused(kNotRun, viewer.error()));
  auto body = parse_run(request.body, context.options.code_max);
  if (!body) return reply(refused(kNotRun, body.error()));
  if (const auto refusal = check_language(context, body->language)) return reply(refused(kNotRun, *refusal));
  if (const auto refusal = too_often(context, "run:" + viewer->user.hex(), kRunRate, request.id)) {
    return reply(refused(kNotRun, *refusal));
  }
  NewRun run;
  run.user = viewer->user;
  run.language = std::move(body->language);
  run.code = std::move(body->code);
  run.input = std::move(body->input);
  queue_run(context, std::move(request), std::move(run), std::move(reply));
}

void rerun_submission(Context& context, Request request, Reply reply) {
  const auto viewer = caller(context, request);
  if (!viewer) return reply(refused(kNotRun, viewer.error()));
  auto input = parse_rerun(request.body);
  if (!input) return reply(refused(kNotRun, input.error()));
  auto submission = read_submission(context, *viewer, *SubmissionId::parse(request.segment), request.id);
  if (!submission) return reply(refused(kNotRun, submission.error()));
  const auto problem = context.problems.find(submission->problem);
  if (!problem) {
    return reply(refused(kNotRun, storage_refusal("reading the problem", problem.error(), request.id)));
  }
  if (const auto refusal = too_often(context, "run:" + viewer->user.hex(), kRunRate, request.id)) {
    return reply(refused(kNotRun, *refusal));
  }
  NewRun run;
  run.user = viewer->user;
  run.kind = JobKind::rerun;
  run.language = std::move(submission->language);
  run.code = std::move(submission->code);
  run.input = std::move(*input);
  if (*problem != nullptr) {
    run.limits = (*problem)->limits;
    run.limits->time = std::min<Duration>(run.limits->time, kRunTimeMax);
  }
  queue_run(context, std::move(request), std::move(run), std::move(reply));
}

}  // namespace

void add_run_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::post,
              .path = "/run",
              .body_max = body_max_for(context.options.code_max + kCustomInputMax + 4 * 40),
              .takes = kJsonType,
              .held = true,
              .admit = admit_anyone_signed_in(context),
              .handle = [&context](Request request, Reply reply) {
                run_program(context, std::move(request), std::move(reply));
              }});
  router.add({.method = http::Method::post,
              .path = "/submission/:id/rerun",
              .body_max = body_max_for(kCustomInputMax),
              .takes = kJsonType,
              .held = true,
              .admit = admit_anyone_signed_in(context),
              .handle = [&context](Request request, Reply reply) {
                rerun_submission(context, std::move(request), std::move(reply));
              }});
}

}  // namespace autograder::api
