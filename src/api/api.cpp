#include "api/api.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "api/context.h"
#include "api/teaching_routes.h"
#include "foundation/coalesced.h"
#include "foundation/log.h"
#include "foundation/memory.h"

namespace autograder {
namespace {

constexpr std::size_t kSecretMin = 32;
constexpr std::chrono::seconds kChangesEvery{1};
constexpr const char* kContentType = "application/json; charset=utf-8";
constexpr const char* kExposedFields =
    "Link, Location, Problem-Version, Retry-After, X-Request-Id, X-Total-Count, X-Total-Count-Capped";
constexpr const char* kAllowedFields = "Authorization, Content-Type, Idempotency-Key, X-Request-Id";

http::ServerOptions server_options(const ApiOptions& options, api::Sessions& sessions) {
  http::ServerOptions server;
  server.usage.answers = options.answers_max;
  server.usage.answers_an_address = options.answers_max / 2;
  server.usage.answers_a_user = options.answers_max / 4;
  server.usage.requests_an_address = options.requests_an_address_max;
  server.usage.passwords_an_address = static_cast<int>(options.logins_waiting_max / 2);
  server.usage.by_client = options.rate_limits;
  if (options.rate_limits) {
    const int half = std::max(1, options.connections_max / 2);
    server.connections_an_address_max =
        options.connections_an_address_max > 0 ? options.connections_an_address_max : half;
  }
  server.user_of = [&sessions](const http::Request& request) {
    const auto claims = sessions.verify(request);
    return claims ? claims->id.hex() : std::string();
  };
  server.address = options.address;
  server.port = options.port;
  server.io_threads = options.io_threads;
  server.connections_max = options.connections_max;
  server.file_directory = options.file_directory;
  server.disk_free_min = options.disk_free_min;
  server.timeouts = options.timeouts;
  server.content_type = kContentType;
  server.cors_exposed = kExposedFields;
  server.cors_allowed = kAllowedFields;
  server.cors_origins = options.cors_origins;
  server.trusted_proxies = options.trusted_proxies;
  return server;
}

http::ServerOptions metrics_server_options(const ApiOptions& options) {
  http::ServerOptions server;
  server.address = options.metrics_address;
  server.port = options.metrics_port;
  server.connections_max = 64;
  server.content_type = kContentType;
  server.timeouts = options.timeouts;
  return server;
}

// No address takes all of what is held for everybody.
constexpr std::size_t kNoBound = std::numeric_limits<std::size_t>::max();

api::Waits::Bounds wait_bounds(const ApiOptions& options) {
  const auto an_address = options.rate_limits ? std::max<std::size_t>(1, options.waiters_max / 2) : kNoBound;
  return {options.waiters_max, options.waiters_a_user_max, an_address, options.wait_max, options.wait_look_every};
}

api::ListenerBounds listener_bounds(const ApiOptions& options) {
  const auto an_address = options.rate_limits ? std::max<std::size_t>(1, options.streams_max / 2) : kNoBound;
  return {options.streams_max, options.streams_a_user_max, an_address};
}

http::Router all_routes(api::Context& context) {
  http::Router router;
  api::add_auth_routes(context, router);
  api::add_user_routes(context, router);
  api::add_problem_routes(context, router);
  api::add_problem_copy_routes(context, router);
  api::add_image_routes(context, router);
  api::add_solution_routes(context, router);
  api::add_package_routes(context, router);
  api::add_test_case_routes(context, router);
  api::add_submission_routes(context, router);
  api::add_draft_routes(context, router);
  api::add_run_routes(context, router);
  api::add_queue_routes(context, router);
  api::add_rejudging_routes(context, router);
  api::add_live_routes(context, router);
  api::add_status_routes(context, router);
  api::add_page_routes(context, router);
  return router;
}

// What this server announces it hears itself before the call returns, and so before its answer: the client's next request
// must not find a copy of what was there before. All others hear it when the bus tells them.
class HeardAtOnce final : public EventBus {
 public:
  HeardAtOnce(EventBus& bus, Handler hear) : bus_(bus), hear_(std::move(hear)) {}
  void publish(const Event& event) override {
    hear_(event);
    bus_.publish(event);
  }
  std::unique_ptr<Subscription> subscribe(Handler handler) override { return bus_.subscribe(std::move(handler)); }

 private:
  EventBus& bus_;
  const Handler hear_;
};

}  // namespace

// Members end in the reverse order: the subscription and the server first, what they use last.
struct Api::State {
  State(ApiOptions given, Storage& storage, EventBus& bus, RateLimiter& limiter, Cache& cache, IdGenerator& ids,
        Metrics& metrics_to, const Clock& clock)
      : options(std::move(given)),
        pool("api", options.blocking_threads, options.queue_max),
        passwords("api-bcrypt", options.password_threads, options.logins_waiting_max),
        sessions(options.token_secret, storage.users(), clock),
        tickets(cache, sessions),
        sign_ins(limiter, cache, options.rate_limits),
        metrics(metrics_to),
        meters(metrics, options.version),
        announced(bus, [this](const Event& event) { hear(event); }),
        site(options.site),
        problems(storage.problems()),
        watch(pool),
        waits(watch, wait_bounds(options)),
        rejudges(storage.submissions(), pool, announced, ids, clock),
        vitals(storage, clock, options.languages, options.language_names, options.worker_expected),
        hub(storage.submissions(), sessions, cache, watch, pool, clock, listener_bounds(options)),
        live(hub, sessions, tickets, pool, clock, options.rate_limits),
        context{options,
                storage,
                announced,
                limiter,
                rate_limit_lines,
                ids,
                clock,
                pool,
                sessions,
                tickets,
                sign_ins,
                user_changes,
                problems,
                problem_pages,
                problem_answers,
                submission_answers,
                waits,
                rejudges,
                vitals,
                metrics,
                meters,
                site,
                hub,
                live},
        server(server_options(options, sessions), all_routes(context), api::http_error, clock, pool, passwords) {
    watch_pool("api", pool);
    watch_pool("passwords", passwords);
    metrics.watch_cache("tokens", sessions.token_counts());
    metrics.watch_cache("users", sessions.user_counts());
    metrics.watch_cache("problems", problems.counts());
    metrics.watch_cache("problem_pages", problem_pages.counts());
    metrics.watch_cache("problem_answers", problem_answers.counts());
    metrics.watch_cache("submissions", submission_answers.counts());
    metrics.watch_gauge("answer_bytes_unread", "Bytes of answers that wait to be read by their clients.", {},
                        [this] { return static_cast<double>(server.answer_bytes()); });
    metrics.watch_gauge("live_listeners", "Connections that listen to submissions.", {},
                        [this] { return static_cast<double>(hub.listeners()); });
  }

  void watch_pool(std::string_view name, ThreadPool& threads) {
    metrics.watch_gauge("pool_waiting", "Work that waits for a thread of the pool.", {{"pool", name}},
                        [&threads] { return static_cast<double>(threads.figures().waiting); });
    metrics.watch_counter("pool_tasks_total", "Work that a thread of the pool took up.", {{"pool", name}},
                          [&threads] { return static_cast<double>(threads.figures().done); });
    metrics.watch_counter("pool_refused_total", "Work refused since the pool's queue was full.", {{"pool", name}},
                          [&threads] { return static_cast<double>(threads.figures().refused); });
  }

  void hear(const Event& event) {
    hub.hear(event);
    const auto* submission = std::get_if<SubmissionId>(&event.subject);
    switch (event.kind) {
      case Event::Kind::judged:
        if (submission) submission_answers.forget(*submission);
        watch.ring(event.subject);
        break;
      case Event::Kind::users_changed:
        sessions.forget_users();
        hub.check_tokens();
        break;
      case Event::Kind::problems_changed:
        problems.forget_all();
        problem_pages.forget_all();
        problem_answers.forget_all();
        break;
      case Event::Kind::queued:
        if (submission) submission_answers.forget(*submission);
        if (std::holds_alternative<ProblemId>(event.subject)) submission_answers.forget_all();  // many are judged again
        break;
      case Event::Kind::progress:
        break;
    }
  }

  // A lost bell, or a change by a command line beside us, must not leave old copies here.
  void look_for_changes() {
    const auto counter = context.storage.change_counter();
    if (!counter || *counter == std::exchange(seen_changes, *counter)) return;
    sessions.forget_users();
    problems.forget_all();
    problem_pages.forget_all();
    problem_answers.forget_all();
    submission_answers.forget_all();
    hub.check_tokens();
  }

  const ApiOptions options;
  ThreadPool pool;
  ThreadPool passwords;
  api::Sessions sessions;
  api::Tickets tickets;
  api::SignIns sign_ins;
  Seldom rate_limit_lines;
  Metrics& metrics;
  const Meters meters;
  HeardAtOnce announced;
  const api::Site site;
  Mutex user_changes;
  api::ProblemCache problems;
  api::AnswerCache problem_pages;
  api::AnswerCache problem_answers{api::kCachedProblemsBytesMax};
  api::SubmissionAnswers submission_answers;
  api::Watch watch;
  api::Waits waits;
  api::Rejudges rejudges;
  api::Vitals vitals;
  api::Hub hub;
  api::Live live;
  api::Context context;
  Coalesced looks_for_changes{pool, [this] { look_for_changes(); }};
  FreeMemory free_memory;
  Coalesced returns_memory{pool, [this] { free_memory.look(); }};
  std::int64_t seen_changes = -1;  // of looks_for_changes alone
  http::Server server;
  std::optional<http::Server> metrics_server;
  std::unique_ptr<Subscription> subscription;
  bool listening = false;
};

Api::Api(ApiOptions options, Storage& storage, EventBus& bus, RateLimiter& limiter, Cache& cache, IdGenerator& ids,
         Metrics& metrics, const Clock& clock)
    : state_(std::make_unique<State>(std::move(options), storage, bus, limiter, cache, ids, metrics, clock)) {}

Api::~Api() {
  stop();
}

Result<> Api::listen() {
  auto& state = *state_;
  if (state.options.token_secret.size() < kSecretMin) {
    return fail(ErrorCode::invalid, "token_secret: must be at least " + std::to_string(kSecretMin) + " bytes");
  }
  state.subscription = state.context.bus.subscribe([&state](const Event& event) { state.hear(event); });
  state.server.every(api::Watch::kTick, [&state] { state.watch.tick(); });
  state.server.every(api::Waits::kTick, [&state] { state.waits.tick(); });
  state.server.every(api::kRejudgeEvery, [&state] { state.rejudges.tick(); });
  state.server.every(api::Hub::kTick, [&state] {
    state.hub.tick();
    state.live.tick();
  });
  state.server.every(kChangesEvery, [&state] {
    state.looks_for_changes.ask();
    state.returns_memory.ask();
  });
  state.server.on_answer([&state](const http::Answered& answered) { state.meters.answered(answered); });
  AG_TRY(state.server.listen());
  if (!state.options.metrics_address.empty()) {
    http::Router router;
    api::add_open_metrics_route(state.context, router);
    state.metrics_server.emplace(metrics_server_options(state.options), std::move(router), api::http_error,
                                 state.context.clock, state.pool, state.passwords);
    if (const auto listening = state.metrics_server->listen(); !listening) {
      state.server.stop();
      return in_context("metrics.listen", listening.error());
    }
    log::info("listening for metrics", {{"address", state.options.metrics_address}, {"port", metrics_port()}});
  }
  state.listening = true;
  log::info("listening", {{"address", state.options.address}, {"port", state.server.port()}});
  return {};
}

std::uint16_t Api::port() const {
  return state_->server.port();
}

std::uint16_t Api::metrics_port() const {
  return state_->metrics_server ? state_->metrics_server->port() : 0;
}

std::vector<std::string> Api::operations() const {
  std::vector<std::string> all;
  for (const auto& route : state_->server.router().routes()) {
    all.push_back(std::string(http::name_of(route.method)) + " " + route.path);
  }
  return all;
}

void Api::stop() {
  auto& state = *state_;
  if (!state.listening) return;
  state.listening = false;
  state.server.stop([&state] {
    state.waits.close();
    state.live.close();
  });
  if (state.metrics_server) state.metrics_server->stop();
  state.subscription.reset();
  state.pool.stop();
  state.passwords.stop();
  log::info("the server no longer listens", {{"port", state.server.port()}});
}

}  // namespace autograder
