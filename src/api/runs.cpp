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
Parsed<std::optional<Response>> look_at_run(Context& context, RunId run, const std::string& request_id, bool over) {
  const auto phase = context.storage.runs().phase(run);
  if (phase && *phase == Phase::judged) {
    AG_ASSIGN(const auto row, stored("reading the run", request_id, context.storage.runs().find(run)));
    if (row && row->result) return json_response(200, run_json(*row->result));
  }
  if (!over) return std::nullopt;
  give_up(context, run, request_id);
  AG_TRY(stored("reading the run", request_id, phase));
  return std::unexpected(
      Refusal{503, "timed out: no worker ran the program within 30 s; try again", std::chrono::seconds(5)});
}

void hold(Context& context, const Request& request, UserId user, RunId run, Reply& reply) {
  Waits::Waiter waiter;
  waiter.subject = run;
  waiter.user = user;
  waiter.address = http::subscriber_of(request.client_address);
  waiter.time_left = kRunWait;
  waiter.client_gone = request.client_gone;
  waiter.look = [&context, run, request_id = request.request_id](bool over) {
    return response_of(kNotRun, look_at_run(context, run, request_id, over));
  };
  const auto refusal = context.waits.add(std::move(waiter), reply);
  if (!refusal) return;
  // Not here, on the store's own thread.
  if (!context.pool.post([&context, run, request_id = request.request_id] { give_up(context, run, request_id); })) {
    log::warn("a run could not be cancelled",
              {{"request", request.request_id}, {"run", run.hex()}, {"why", "the pool is full"}});
  }
  reply(refused(kNotRun, *refusal));
}

// Why a run was not stored.
Refusal not_stored(const Context& context, const Error& error, const std::string& request_id) {
  if (error.code == ErrorCode::denied) {
    return {429, "your earlier run has not finished; only one runs at a time", std::chrono::seconds(2)};
  }
  if (error.code == ErrorCode::over_budget) return used_up(context, error, request_id);
  return storage_refusal("storing the run", error, request_id);
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
                                                 user, language](Result<> submitted) mutable {
    if (!submitted) return reply(refused(kNotRun, not_stored(context, submitted.error(), request.request_id)));
    log::info("run created",
              {{"request", request.request_id}, {"run", id.hex()}, {"user", user.hex()}, {"language", language}});
    context.bus.publish({Event::Kind::queued, id, {}});
    hold(context, request, user, id, reply);
  });
}

Parsed<void> run_program(Context& context, Request& request, Reply& reply) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(auto body, parse_run(request.body, context.options.code_max));
  AG_TRY(unless(check_language(context, body.language)));
  AG_TRY(unless(too_often(context, "run:" + viewer.user.hex(), kRunRate, request.request_id)));
  NewRun run;
  run.user = viewer.user;
  run.language = std::move(body.language);
  run.code = std::move(body.code);
  run.input = std::move(body.input);
  queue_run(context, std::move(request), std::move(run), std::move(reply));
  return {};
}

Parsed<void> rerun_submission(Context& context, Request& request, Reply& reply) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(auto input, parse_rerun(request.body));
  AG_ASSIGN(auto submission, read_submission(context, viewer, request.id<SubmissionId>(), request.request_id));
  AG_ASSIGN(const auto problem,
            stored("reading the problem", request.request_id, context.problems.find(submission.problem)));
  AG_TRY(unless(too_often(context, "run:" + viewer.user.hex(), kRunRate, request.request_id)));
  NewRun run;
  run.user = viewer.user;
  run.kind = JobKind::rerun;
  run.language = std::move(submission.language);
  run.code = std::move(submission.code);
  run.input = std::move(input);
  if (problem != nullptr) {
    run.limits = problem->limits;
    run.limits->time = std::min<Duration>(run.limits->time, kRunTimeMax);
  }
  queue_run(context, std::move(request), std::move(run), std::move(reply));
  return {};
}

}  // namespace

void add_run_routes(Context& context, http::Router& router) {
  router.add({.method = http::Method::post,
              .path = "/run",
              .body_max = body_max_for(context.options.code_max + kCustomInputMax + 4 * 40),
              .takes = kJsonType,
              .held = true,
              .admit = admit_anyone_signed_in(context),
              .handle = answering_later(context, kNotRun, run_program)});
  router.add({.method = http::Method::post,
              .path = "/submission/:id/rerun",
              .body_max = body_max_for(kCustomInputMax),
              .takes = kJsonType,
              .held = true,
              .admit = admit_anyone_signed_in(context),
              .handle = answering_later(context, kNotRun, rerun_submission)});
}

}  // namespace autograder::api
