#include "api/context.h"

#include <algorithm>
#include <limits>

#include "api/wire/list_query.h"
#include "catalog/solutions.h"
#include "domain/rules.h"
#include "foundation/log.h"
#include "storage/stored_bytes.h"

namespace autograder::api {
namespace {

Refusal only_admins() {
  return titled("You may not do this", {403, "only an admin may do this", {}});
}

}  // namespace

std::optional<Refusal> too_often(Context& context, const std::string& key, Rate rate, std::string_view request_id) {
  if (!context.options.rate_limits) return std::nullopt;
  const auto decision = context.limiter.take(key, rate);
  if (decision.allowed) return std::nullopt;
  note_rate_limit(context, key, request_id);
  return Refusal{429,
                 "rate limit: at most " + std::to_string(rate.count) + " requests in " +
                     std::to_string(rate.per.count()) + " s; try again in " +
                     std::to_string(decision.retry_after.count()) + " s",
                 decision.retry_after};
}

void give_back(Context& context, const std::string& key, Rate rate) {
  if (context.options.rate_limits) context.limiter.give_back(key, rate);
}

void note_rate_limit(Context& context, const std::string& key, std::string_view request_id) {
  const auto held_back = context.rate_limit_lines.pass(context.clock.steady_now());
  if (held_back) log::warn("a rate limit was reached", {{"request", request_id}, {"key", key}, {"more", *held_back}});
}

Refusal used_up(const Context& context, const Error& error, std::string_view request_id) {
  const Time now = context.clock.now();
  const auto left = std::chrono::ceil<std::chrono::seconds>(day_after(now) - now);
  log::warn("a user reached the daily storage limit", {{"request", request_id}, {"why", error.message}});
  return {429, error.message + "; try again in " + std::to_string(left.count()) + " s", left};
}

std::string listing(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::optional<Refusal> check_language(const Context& context, const std::string& language) {
  const auto& known = context.options.languages;
  if (std::ranges::find(known, language) != known.end()) return std::nullopt;
  return Refusal{422, "language: must be one of " + listing(known), {}};
}

Parsed<Submission> read_submission(Context& context, const Viewer& viewer, SubmissionId id,
                                   const std::string& request_id) {
  return read_submission(context.storage.submissions(), viewer, id, request_id);
}

Parsed<Submission> read_submission(SubmissionStore& submissions, const Viewer& viewer, SubmissionId id,
                                   const std::string& request_id) {
  AG_ASSIGN(auto found, stored("reading the submission", request_id, submissions.find(id)));
  if (!found || !may(viewer, Action::read_submission, scope_of_submission(found->user))) {
    return refuse(404, "submission not found");
  }
  return std::move(*found);
}

Admit admit_anyone_signed_in(Context& context) {
  return [&context](const http::Request& request) -> std::optional<http::Response> {
    const auto claims = context.sessions.verify(request);
    if (!claims) return refused("You are not signed in", claims.error());
    return std::nullopt;
  };
}

Admit admit_who_may(Context& context, Action action) {
  return [&context, action](const http::Request& request) -> std::optional<http::Response> {
    const auto claims = context.sessions.verify(request);
    if (!claims) return refused("You are not signed in", claims.error());
    // A token's role only keeps out: a change of the role ends all tokens, so it is never lower than the user's.
    const auto known = context.sessions.authenticate_at_once(*claims);
    if (may(known.value_or(Viewer{claims->id, claims->role}), action)) return std::nullopt;
    return refused("You may not do this", only_admins());
  };
}

Parsed<Viewer> caller(Context& context, const http::Request& request) {
  return context.sessions.authenticate(request);
}

Parsed<Viewer> caller_who_may(Context& context, const http::Request& request, Action action) {
  auto viewer = context.sessions.authenticate(request);
  if (viewer && !may(*viewer, action)) return std::unexpected(only_admins());
  return viewer;
}

Parsed<User> change_user(Context& context, UserId id, std::string_view request_id, const UserChange& change) {
  MutexLock lock(context.user_changes);
  AG_ASSIGN(auto user, stored("reading the user", request_id, context.storage.users().find(id)));
  if (!user) return refuse(404, "user not found");
  if (auto refusal = change(*user)) return std::unexpected(std::move(*refusal));
  user->updated_at = context.clock.now();
  AG_TRY(stored("storing the user", request_id, context.storage.users().update(*user)));
  context.bus.publish({Event::Kind::users_changed, {}, {}});
  return std::move(*user);
}

Parsed<std::optional<int>> parse_read_version(const http::Request& request) {
  return parse_number(request, "version", 1, std::numeric_limits<int>::max());
}

Refusal refusal_of_version(int present) {
  return {409, changed_meanwhile(present), {}};
}

http::Response with_version(http::Response response, int version) {
  if (response.status < 300) response.headers.push_back({"Problem-Version", std::to_string(version)});
  return response;
}

Parsed<Problem> change_problem(Context& context, ProblemId id, const http::Request& request,
                               const ProblemChange& change) {
  constexpr int kTries = 5;
  AG_ASSIGN(const auto read, parse_read_version(request));
  for (int i = 0; i < kTries; ++i) {
    AG_ASSIGN(auto found, stored("reading the problem", request.request_id, context.storage.problems().find(id)));
    if (!found) return std::unexpected(no_problem());
    Problem problem = *found;
    if (read && *read != problem.version) return std::unexpected(refusal_of_version(problem.version));
    if (auto refusal = change(problem)) return std::unexpected(std::move(*refusal));
    if (problem == *found) return problem;
    ++problem.version;
    problem.updated_at = context.clock.now();
    problem.test_count = static_cast<int>(problem.tests.size());
    const auto updated = context.storage.problems().update(problem);
    if (updated) {
      context.bus.publish({Event::Kind::problems_changed, {}, {}});
      if (!judged_alike(*found, problem)) judge_solutions_of(context, problem, request.request_id);
      return problem;
    }
    if (updated.error().code != ErrorCode::conflict) {
      return std::unexpected(storage_refusal("storing the problem", updated.error(), request.request_id));
    }
  }
  return std::unexpected(
      Refusal{503, "others change this problem at the same time; try again", std::chrono::seconds(1)});
}

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Parsed<std::shared_ptr<const Problem>> read_problem(Context& context, ProblemId id, std::string_view request_id) {
  AG_ASSIGN(auto problem, stored("reading the problem", request_id, context.problems.find(id)));
  if (problem == nullptr) return std::unexpected(no_problem());
  return problem;
}

Parsed<std::shared_ptr<const Problem>> read_problem_seen_by(Context& context, const Viewer& viewer, ProblemId id,
                                                            std::string_view request_id) {
  AG_ASSIGN(auto problem, read_problem(context, id, request_id));
  if (!may(viewer, Action::read_problem, scope_of(*problem))) return std::unexpected(no_problem());
  return problem;
}

http::Response response_of(std::string_view failed, Parsed<http::Response> parsed) {
  return parsed ? std::move(*parsed) : refused(failed, parsed.error());
}

std::optional<http::Response> response_of(std::string_view failed, Parsed<std::optional<http::Response>> parsed) {
  return parsed ? std::move(*parsed) : refused(failed, parsed.error());
}

Handle answering(Context& context, std::string_view failed, Handler handler) {
  return [&context, failed, handler](const http::Request& request, http::Reply reply) {
    reply(response_of(failed, handler(context, request)));
  };
}

Handle answering_later(Context& context, std::string_view failed, LateHandler handler) {
  return [&context, failed, handler](http::Request request, http::Reply reply) {
    if (const auto begun = handler(context, request, reply); !begun) reply(refused(failed, begun.error()));
  };
}

}  // namespace autograder::api
