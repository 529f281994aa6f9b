// Everything that the handlers share, and the small steps that most of them take.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/answer_cache.h"
#include "api/api.h"
#include "api/meters.h"
#include "api/problem_cache.h"
#include "api/rejudges.h"
#include "api/session.h"
#include "api/sign_ins.h"
#include "api/site.h"
#include "api/streams/live.h"
#include "api/submission_answers.h"
#include "api/tickets.h"
#include "api/vitals.h"
#include "api/waits.h"
#include "foundation/seldom.h"
#include "foundation/thread_pool.h"

namespace autograder::api {

struct Context {
  const ApiOptions& options;
  Storage& storage;
  EventBus& bus;
  RateLimiter& limiter;
  Seldom& rate_limit_lines;
  IdGenerator& ids;
  const Clock& clock;
  ThreadPool& pool;
  Sessions& sessions;
  Tickets& tickets;
  SignIns& sign_ins;
  Mutex& user_changes;  // held from reading a user's row to storing it
  ProblemCache& problems;
  AnswerCache& problem_pages;
  AnswerCache& problem_answers;
  SubmissionAnswers& submission_answers;
  Waits& waits;
  Rejudges& rejudges;
  Vitals& vitals;
  Metrics& metrics;
  const Meters& meters;
  const Site& site;
  Hub& hub;
  Live& live;
};

// 429 when `key` asks too often.
std::optional<Refusal> too_often(Context& context, const std::string& key, Rate rate, std::string_view request_id);
// Where only failures count: it was none.
void give_back(Context& context, const std::string& key, Rate rate);
// Says so in the log, at most once a second: a client that asks too often must not fill it.
void note_rate_limit(Context& context, const std::string& key, std::string_view request_id);

// 429 until tomorrow: the user stored as much as one may in a day.
Refusal used_up(const Context& context, const Error& error, std::string_view request_id);

// "cpp, python"
std::string listing(const std::vector<std::string>& names);
// 422 for a language that this server does not know.
std::optional<Refusal> check_language(const Context& context, const std::string& language);

using Admit = std::function<std::optional<http::Response>(const http::Request&)>;
// Refuses from the head alone, before a body is read, who has no valid token or may not do this to things of the whole server.
// Of a user whom nobody asked about lately the token's role is believed until then; the handler looks the user up.
Admit admit_anyone_signed_in(Context& context);
Admit admit_who_may(Context& context, Action action);

// The caller, or the answer that refuses: 401, and 403 for one who may not do this to things of the whole server.
Parsed<Viewer> caller(Context& context, const http::Request& request);
Parsed<Viewer> caller_who_may(Context& context, const http::Request& request, Action action);

// Who opens a stream: by `?ticket=` or by the header. May block.
Parsed<Tickets::Bearer> stream_bearer(Context& context, const http::Request& request);

// The submission, whole, when the viewer may know of it; 404 otherwise.
Parsed<Submission> read_submission(Context& context, const Viewer& viewer, SubmissionId id,
                                   const std::string& request_id);
Parsed<Submission> read_submission(SubmissionStore& submissions, const Viewer& viewer, SubmissionId id,
                                   const std::string& request_id);

// Changes a user's row as it is now and tells everyone; 404 when there is none. What `change` refuses is not stored.
using UserChange = std::function<std::optional<Refusal>(User&)>;
Parsed<User> change_user(Context& context, UserId id, std::string_view request_id, const UserChange& change);

// `?version=`: the version of the problem that the caller has read. Then 409 when it is at another by now, so that nobody
// overwrites what somebody else changed meanwhile.
Parsed<std::optional<int>> parse_read_version(const http::Request& request);
Refusal refusal_of_version(int present);
// Tells the version that a change made.
http::Response with_version(http::Response response, int version);

// The same for a problem: `change` may be asked again when someone else was faster. The version and the count of tests
// are seen to here, and `?version=`; a problem that `change` left as it was is not stored again.
using ProblemChange = std::function<std::optional<Refusal>(Problem&)>;
Parsed<Problem> change_problem(Context& context, ProblemId id, const http::Request& request,
                               const ProblemChange& change);

// The media type of bodies that come in.
inline constexpr std::string_view kJsonType = "application/json";
http::Response json_response(int status, std::string body);

// The problem, deleted ones too; 404 where there is none.
Parsed<std::shared_ptr<const Problem>> read_problem(Context& context, ProblemId id, std::string_view request_id);
// The same; 404 too where the viewer may not know of it.
Parsed<std::shared_ptr<const Problem>> read_problem_seen_by(Context& context, const Viewer& viewer, ProblemId id,
                                                            std::string_view request_id);

// A handler: its response, or why the request is refused. The route says in words what failed then.
using Handler = Parsed<http::Response> (*)(Context&, const http::Request&);
using Handle = std::function<void(http::Request, http::Reply)>;
Handle answering(Context& context, std::string_view failed, Handler handler);
// A handler that answers later. Where it refuses, it has left the reply where it is.
using LateHandler = Parsed<void> (*)(Context&, http::Request&, http::Reply&);
Handle answering_later(Context& context, std::string_view failed, LateHandler handler);
// The response of a handler, or that of its refusal.
http::Response response_of(std::string_view failed, Parsed<http::Response> parsed);
// The same for handlers that are looked at until they have one.
std::optional<http::Response> response_of(std::string_view failed, Parsed<std::optional<http::Response>> parsed);

// Queues a problem's solutions to be judged again (catalog/solutions.h); what cannot be queued is said in the log.
void judge_solutions_of(Context& context, const Problem& problem, std::string_view request_id);

void add_auth_routes(Context& context, http::Router& router);
void add_user_routes(Context& context, http::Router& router);
void add_problem_routes(Context& context, http::Router& router);
void add_package_routes(Context& context, http::Router& router);
void add_test_case_routes(Context& context, http::Router& router);
void add_submission_routes(Context& context, http::Router& router);
void add_draft_routes(Context& context, http::Router& router);
void add_run_routes(Context& context, http::Router& router);
void add_queue_routes(Context& context, http::Router& router);
void add_rejudging_routes(Context& context, http::Router& router);
void add_live_routes(Context& context, http::Router& router);
void add_status_routes(Context& context, http::Router& router);
void add_page_routes(Context& context, http::Router& router);
// For its own port: /metrics, for everyone who reaches it.
void add_open_metrics_route(Context& context, http::Router& router);

}  // namespace autograder::api
