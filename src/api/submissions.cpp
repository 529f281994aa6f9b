#include <algorithm>

#include "api/context.h"
#include "api/wire/list_query.h"
#include "api/wire/submission_wire.h"
#include "foundation/log.h"
#include "http/client_address.h"

namespace autograder::api {
namespace {

using http::Reply;
using http::Request;
using http::Response;

constexpr Rate kCreateRate{60, std::chrono::seconds(60)};
constexpr int kInFlightMax = 20;  // of one user
constexpr int kWaitMax = 60;      // seconds
// Sources in a page: enough for 100 of 64 KiB. As JSON they are at most six times as many bytes, which is less than one
// user may have unread (http::UsageBounds).
constexpr Bytes kListedCodeMax = mib(8);
constexpr std::string_view kNotAccepted = "The submission was not accepted";
constexpr std::string_view kNotRead = "Reading the submission failed";

// The request that an idempotency key stands for; each part's length goes in, so that no two requests look alike.
Sha256 hash_of(const NewCode& code) {
  std::string framed = code.problem.hex();
  for (const auto& part : {std::cref(code.language), std::cref(code.code)}) {
    framed += std::to_string(part.get().size()) + ":" + part.get();
  }
  return sha256(framed);
}

// Everything that must hold before anything is stored.
std::optional<Refusal> check_submission(Context& context, const Request& request, const Viewer& viewer,
                                        const NewCode& code) {
  if (auto refusal = check_language(context, code.language)) return refusal;
  const auto problem = context.problems.find(code.problem);
  if (!problem) return storage_refusal("reading the problem", problem.error(), request.request_id);
  if (*problem == nullptr || (*problem)->deleted || !may(viewer, Action::read_problem, scope_of(**problem))) {
    return Refusal{404, "problemId: problem not found", {}};
  }
  if ((*problem)->tests.empty()) return Refusal{422, "problemId: this problem has no test cases yet", {}};
  const auto& taken = (*problem)->languages;
  if (!taken.empty() && std::ranges::find(taken, code.language) == taken.end()) {
    return Refusal{422, "language: this problem accepts " + listing(taken), {}};
  }
  if (!context.options.rate_limits) return std::nullopt;
  const auto in_flight = context.storage.submissions().count_in_flight(viewer.user, kInFlightMax);
  if (!in_flight) return storage_refusal("counting submissions", in_flight.error(), request.request_id);
  if (*in_flight < kInFlightMax) return std::nullopt;
  return Refusal{429, "at most " + std::to_string(kInFlightMax) + " submissions of one user wait to be judged",
                 std::chrono::seconds(2)};
}

Response accepted(const Submission& submission) {
  auto response = json_response(201, submitted_json(submission));
  response.headers.push_back({"Location", "/submission/" + submission.id.hex()});
  return response;
}

// The key was used before: the same answer as then. Reads, so it runs on the pool.
Parsed<Response> repeated(Context& context, SubmissionId id, const std::string& request_id) {
  AG_ASSIGN(const auto earlier,
            stored("reading the earlier submission", request_id, context.storage.submissions().find(id)));
  if (!earlier) return refuse(500, "the earlier submission of this key is gone");
  log::debug("submission repeated", {{"request", request_id}, {"submission", id.hex()}});
  return accepted(*earlier);
}

Refusal not_stored(const Context& context, const Error& error, const std::string& request_id) {
  if (error.code == ErrorCode::over_budget) return used_up(context, error, request_id);
  if (error.code == ErrorCode::conflict) {
    return {409, "Idempotency-Key: another submission was sent with this key in the last 24 hours", {}};
  }
  return storage_refusal("storing the submission", error, request_id);
}

Parsed<void> create_submission(Context& context, Request& request, Reply& reply) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto key, parse_idempotency_key(request));
  AG_TRY(unless(too_often(context, "create:" + viewer.user.hex(), kCreateRate, request.request_id)));
  AG_ASSIGN(auto code, parse_new_submission(request.body, context.options.code_max));
  Sha256 request_hash{};
  if (!key.empty()) {
    // Before anything that may have changed since: a repeat is answered as the first one was.
    request_hash = hash_of(code);
    const auto earlier = context.storage.submissions().find_repeated(viewer.user, key, request_hash);
    if (!earlier) return std::unexpected(not_stored(context, earlier.error(), request.request_id));
    if (*earlier) {
      AG_ASSIGN(auto again, repeated(context, **earlier, request.request_id));
      reply(std::move(again));
      return {};
    }
  }
  AG_TRY(unless(check_submission(context, request, viewer, code)));
  Submission accepted_row;  // what the answer says
  accepted_row.id = context.ids.next<SubmissionId>();
  accepted_row.user = viewer.user;
  accepted_row.problem = code.problem;
  accepted_row.language = code.language;
  accepted_row.created_at = context.clock.now();
  NewSubmission row;
  row.id = accepted_row.id;
  row.job = context.ids.next<JobId>();
  row.user = viewer.user;
  row.problem = code.problem;
  row.language = code.language;
  row.idempotency_key = key;
  row.request_hash = request_hash;
  row.code = std::move(code.code);
  row.created_at = accepted_row.created_at;
  context.storage.submissions().submit(
      std::move(row), [&context, said = std::move(accepted_row), request_id = request.request_id,
                       reply = std::move(reply)](Result<Submitted> submitted) mutable {
        if (!submitted) return reply(refused(kNotAccepted, not_stored(context, submitted.error(), request_id)));
        if (submitted->repeated) {
          auto held = std::make_shared<Reply>(std::move(reply));
          const auto id = submitted->id;
          const bool posted = context.pool.post([&context, id, request_id, held] {
            (*held)(response_of(kNotAccepted, repeated(context, id, request_id)));
          });
          if (!posted) (*held)(refused(kNotAccepted, {503, "the server is busy", std::chrono::seconds(1)}));
          return;
        }
        log::info("submission created", {{"request", request_id},
                                         {"submission", said.id.hex()},
                                         {"user", said.user.hex()},
                                         {"language", said.language}});
        context.bus.publish({Event::Kind::queued, said.id, {}});
        reply(accepted(said));
      });
  return {};
}

// The names for the rows of a page, as far as they are wanted.
Result<Names> names_of(Context& context, const std::vector<Submission>& rows, const Projection& projection,
                       ReadersLanguages reads) {
  std::vector<UserId> users;
  std::vector<ProblemId> problems;
  for (const auto& row : rows) {
    if (projection.wants("userName")) users.push_back(row.user);
    if (projection.wants("problemTitle")) problems.push_back(row.problem);
  }
  return read_names(context.storage, std::move(users), std::move(problems), std::move(reads));
}

enum class Whose { own, all };

Parsed<Response> list_submissions(Context& context, const Request& request, const Viewer& viewer, Whose whose,
                                  std::optional<UserId> user) {
  AG_ASSIGN(const auto page, parse_page(request));
  const bool own = whose == Whose::own;
  AG_ASSIGN(const auto projection,
            parse_projection(request, own ? own_submission_list_fields() : submission_list_fields()));
  AG_ASSIGN(const auto problem, parse_id_parameter<ProblemId>(request, "problemId"));
  AG_ASSIGN(const auto state, parse_status(request));
  AG_ASSIGN(const auto language, parse_text_parameter(request, "language", 40));
  AG_ASSIGN(const auto reads, parse_readers_languages(request));
  SubmissionFilter filter;
  filter.user = user;
  filter.problem = problem;
  filter.state = state;
  filter.language = language;
  filter.before = SubmissionId(page.before);
  filter.offset = page.offset();
  filter.limit = page.limit;
  if (own && projection.wants("code")) filter.code_max = kListedCodeMax;
  AG_ASSIGN(const auto list,
            stored("reading the submissions", request.request_id, context.storage.submissions().list(filter)));
  AG_ASSIGN(const auto names,
            stored("reading names", request.request_id, names_of(context, list.submissions, projection, reads)));
  auto response = json_response(200, submission_list_json(list.submissions, viewer, names, projection));
  const auto last = list.submissions.empty() ? IdBytes{} : list.submissions.back().id.bytes();
  add_list_headers(response, request, page, list.total, list.total_capped, list.more, last);
  return response;
}

Parsed<Response> list_own(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  return list_submissions(context, request, viewer, Whose::own, viewer.user);
}

Parsed<Response> list_all(Context& context, const Request& request) {
  AG_ASSIGN(const auto viewer, caller_who_may(context, request, Action::teach));
  AG_ASSIGN(const auto user, parse_id_parameter<UserId>(request, "userId"));
  return list_submissions(context, request, viewer, Whose::all, user);
}

struct Wanted {
  Projection projection;
  bool history = false;
  bool whole = false;      // nothing more and nothing less than a submission has
  std::string request_id;  // for the log
};

Parsed<Wanted> parse_wanted(const Request& request) {
  AG_ASSIGN(auto projection, parse_projection(request, submission_fields()));
  AG_ASSIGN(const auto history, parse_number(request, "history", 0, 1));
  const bool whole = request.parameter("fields") == nullptr && request.parameter("history") == nullptr;
  return Wanted{std::move(projection), history.value_or(0) == 1, whole, request.request_id};
}

// The answer that its reader got before, at once.
std::optional<Response> kept_submission(Context& context, const Request& request) {
  const auto claims = context.sessions.verify(request);
  if (!claims) return refused("You are not signed in", claims.error());
  const auto viewer = context.sessions.authenticate_at_once(*claims);
  if (!viewer) return std::nullopt;
  const auto wanted = parse_wanted(request);
  if (!wanted || !wanted->whole || !parse_number(request, "wait", 0, kWaitMax)) return std::nullopt;
  const auto kept = context.submission_answers.find(*viewer, *SubmissionId::parse(request.segment));
  if (!kept) return std::nullopt;
  return *kept;
}

// The part of a submission, read just now, that the viewer may see; `epoch` was taken before.
Parsed<Response> show(Context& context, const Viewer& viewer, Submission submission, const Wanted& wanted,
                      std::uint64_t epoch) {
  const auto& projection = wanted.projection;
  if (submission.report)
    submission.report = visible_report(viewer, scope_of_submission(submission.user), std::move(*submission.report));
  std::optional<QueueSeen> queue;
  if (submission.state.phase == Phase::queued && projection.wants("queue")) {
    const auto place = context.storage.submissions().queue_position(submission.id, context.vitals.judged_languages());
    if (place && *place) {
      auto missing = context.vitals.why_nobody_judges(submission.language);
      queue = QueueSeen{(*place)->ahead + 1, missing.empty() ? (*place)->reason : std::move(missing)};
    }
  }
  std::optional<std::vector<Report>> history;
  if (wanted.history) {
    AG_ASSIGN(auto reports,
              stored("reading the history", wanted.request_id, context.storage.submissions().history(submission.id)));
    for (auto& report : reports)
      report = visible_report(viewer, scope_of_submission(submission.user), std::move(report));
    history = std::move(reports);
  }
  auto response = json_response(200, submission_json(submission, queue, history, projection));
  // A dead job may be retried from the command line, and the admin who did so asks at once.
  const bool final = submission.state.phase == Phase::judged && submission.state.verdict != Verdict::internal_error;
  if (wanted.whole && final) {
    http::share_body(response);
    context.submission_answers.keep(viewer, submission.id, epoch, response);
  }
  return response;
}

Parsed<void> get_submission(Context& context, Request& request, Reply& reply) {
  AG_ASSIGN(const auto viewer, caller(context, request));
  AG_ASSIGN(const auto wanted, parse_wanted(request));
  AG_ASSIGN(const auto wait, parse_number(request, "wait", 0, kWaitMax));
  const auto id = request.id<SubmissionId>();
  const auto epoch = context.submission_answers.epoch(id);
  AG_ASSIGN(auto found, read_submission(context, viewer, id, request.request_id));
  if (found.state.phase == Phase::judged || wait.value_or(0) == 0) {
    AG_ASSIGN(auto shown, show(context, viewer, std::move(found), wanted, epoch));
    reply(std::move(shown));
    return {};
  }
  Waits::Waiter waiter;
  waiter.subject = id;
  waiter.user = viewer.user;
  waiter.address = http::subscriber_of(request.client_address);
  waiter.time_left = std::chrono::seconds(*wait);
  waiter.client_gone = request.client_gone;
  waiter.look = [&context, viewer, id, wanted](bool over) -> std::optional<Response> {
    if (!over) {
      // The cheap question first: most looks find nothing new.
      const auto state = context.storage.submissions().state(id);
      if (!state || !*state || (*state)->phase != Phase::judged) return std::nullopt;
    }
    const auto epoch_now = context.submission_answers.epoch(id);
    auto now = read_submission(context, viewer, id, wanted.request_id);
    if (!now) return over ? std::optional(refused(kNotRead, now.error())) : std::nullopt;
    if (now->state.phase != Phase::judged && !over) return std::nullopt;
    return response_of(kNotRead, show(context, viewer, std::move(*now), wanted, epoch_now));
  };
  return unless(context.waits.add(std::move(waiter), reply));
}

}  // namespace

void add_submission_routes(Context& context, http::Router& router) {
  using http::Method;
  router.add({.method = Method::post,
              .path = "/submission/create",
              .body_max = body_max_for(context.options.code_max + kSubmissionNamesMax),
              .takes = kJsonType,
              .admit = admit_anyone_signed_in(context),
              .handle = answering_later(context, kNotAccepted, create_submission)});
  router.add({.method = Method::get,
              .path = "/submission/getSubmission",
              .admit = admit_anyone_signed_in(context),
              .handle = answering(context, "Listing the submissions failed", list_own)});
  router.add({.method = Method::get,
              .path = "/submission/:id",
              .held = true,
              .admit = [&context](const Request& request) { return kept_submission(context, request); },
              .handle = answering_later(context, kNotRead, get_submission)});
  router.add({.method = Method::get,
              .path = "/submissions",
              .admit = admit_who_may(context, Action::teach),
              .handle = answering(context, "Listing the submissions failed", list_all)});
}

}  // namespace autograder::api
