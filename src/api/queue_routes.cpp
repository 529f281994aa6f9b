// The queue, the workers and the dead jobs, for administrators.
#include <algorithm>

#include "api/context.h"
#include "api/wire/list_query.h"
#include "api/wire/queue_wire.h"
#include "foundation/log.h"
#include "storage/fair_share.h"
#include "storage/queue_rules.h"

namespace autograder::api {
namespace {

using http::Request;
using http::Response;

Result<Names> names_of(Storage& storage, const std::vector<QueuedJob>& jobs, ReadersLanguages reads) {
  std::vector<UserId> users;
  std::vector<ProblemId> problems;
  for (const auto& job : jobs) {
    if (job.owner) users.push_back(*job.owner);
    if (job.problem) problems.push_back(*job.problem);
  }
  return read_names(storage, std::move(users), std::move(problems), std::move(reads));
}

std::string why(Context& context, const QueuedJob& job, int ahead, bool has_share) {
  const auto judged = context.vitals.why_nobody_judges(job.job.language);
  if (!judged.empty()) return judged;
  if (!job.worker.empty()) return "its worker was lost; it is given to another one";
  const auto retry_in = std::max(Time::duration{}, job.until - context.clock.now());
  return waiting_reason({ahead, retry_in, job.job.expiries, has_share});
}

int slots_of(const std::vector<WorkerRow>& workers, Time now) {
  int slots = 0;
  for (const auto& worker : workers) slots += now - worker.last_seen < kWorkerLost ? worker.slots : 0;
  return slots;
}

// Whether the job waits since its user holds as many slots as one may while others wait.
bool holds_its_share(const QueuedJob& job, const std::vector<QueuedJob>& waiting, const std::vector<QueuedJob>& running,
                     int slots) {
  if (!job.owner) return false;
  const auto held = std::ranges::count(running, job.owner, &QueuedJob::owner);
  const bool others =
      std::ranges::any_of(waiting, [&](const auto& one) { return one.owner && one.owner != job.owner; });
  return held > 0 && others && holds_a_share(static_cast<int>(held), slots);
}

constexpr int kSlotsLookedAt = autograder::kPageMax;

// One page of those that wait; of the others the first `limit`, which are as many as there are hands.
Result<Response> show_queue(Context& context, const Page& page, const ReadersLanguages& reads) {
  Storage& storage = context.storage;
  ShownQueue shown;
  AG_ASSIGN(shown.depth, storage.jobs().depth());
  AG_ASSIGN(shown.room, storage.upkeep().room());
  shown.free_min = Bytes{context.options.disk_free_min};
  AG_ASSIGN(const auto waiting, storage.queue_view().list(QueuePart::waiting, page.offset(), page.limit));
  AG_ASSIGN(const auto delayed, storage.queue_view().list(QueuePart::delayed, 0, page.limit));
  AG_ASSIGN(auto running, storage.queue_view().list(QueuePart::running, 0, kSlotsLookedAt));
  const auto hands = running;
  if (static_cast<int>(running.size()) > page.limit) running.resize(static_cast<std::size_t>(page.limit));
  AG_ASSIGN(const auto workers, storage.workers().list());
  std::vector<QueuedJob> all = waiting;
  all.insert(all.end(), delayed.begin(), delayed.end());
  all.insert(all.end(), running.begin(), running.end());
  AG_ASSIGN(const auto names, names_of(storage, all, reads));
  const int slots = slots_of(workers, context.clock.now());
  int position = page.offset();
  int ahead = page.offset();  // of those that somebody can judge
  for (const auto& job : waiting) {
    const bool has_share = holds_its_share(job, waiting, hands, slots);
    shown.waiting.push_back({job, ++position, why(context, job, ahead, has_share)});
    if (context.vitals.why_nobody_judges(job.job.language).empty()) ++ahead;
  }
  for (const auto& job : delayed) shown.delayed.push_back({job, 0, why(context, job, 0, false)});
  for (const auto& job : running) shown.running.push_back({job, 0, {}});
  return json_response(200, queue_json(shown, names, workers, context.clock.now()));
}

// The page that a list of the queue is asked for: by number alone, since places change all the time.
Parsed<Page> parse_queue_page(const Request& request) {
  if (request.parameter("before") != nullptr) return refuse(422, "before: not supported by this list; use page");
  return parse_page(request);
}

Parsed<Response> get_queue(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::operate));
  AG_ASSIGN(const auto page, parse_queue_page(request));
  AG_ASSIGN(const auto reads, parse_readers_languages(request));
  return stored("reading the queue", request.request_id, show_queue(context, page, reads));
}

Parsed<Response> get_workers(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::operate));
  AG_ASSIGN(const auto workers, stored("reading the workers", request.request_id, context.storage.workers().list()));
  return json_response(200, workers_json(workers, context.clock.now()));
}

Result<Response> show_dead(Context& context, const Request& request, const Page& page, const ReadersLanguages& reads) {
  AG_ASSIGN(const auto depth, context.storage.jobs().depth());
  AG_ASSIGN(auto dead, context.storage.queue_view().list(QueuePart::dead, page.offset(), page.limit + 1));
  const bool more = static_cast<int>(dead.size()) > page.limit;
  if (more) dead.pop_back();
  AG_ASSIGN(const auto names, names_of(context.storage, dead, reads));
  auto response = json_response(200, dead_list_json(dead, names, context.clock.now()));
  const int total = static_cast<int>(std::min<std::int64_t>(depth.dead, kCountMax));
  response.headers.push_back({"X-Total-Count", std::to_string(total)});
  if (depth.dead > kCountMax) response.headers.push_back({"X-Total-Count-Capped", "true"});
  const int next = page.page.value_or(1) + 1;
  if (more && next <= kPageMax && (next - 1) * page.limit <= api::kOffsetMax) {
    response.headers.push_back(next_link(request, "page", std::to_string(next)));
  }
  return response;
}

Parsed<Response> get_dead(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::operate));
  AG_ASSIGN(const auto page, parse_queue_page(request));
  AG_ASSIGN(const auto reads, parse_readers_languages(request));
  return stored("reading the dead jobs", request.request_id, show_dead(context, request, page, reads));
}

// A failure of a verb on one dead job.
Refusal not_done(std::string_view doing, const Error& error, const Request& request) {
  if (error.code == ErrorCode::not_found) return not_found("dead job not found");
  return storage_refusal(doing, error, request.request_id);
}

Parsed<Response> retry_dead(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::operate));
  const auto id = request.id<JobId>();
  const auto put_back = context.storage.dead_letters().requeue(id);
  if (!put_back) return std::unexpected(not_done("putting the job back", put_back.error(), request));
  context.bus.publish({Event::Kind::queued, put_back->subject, {}});
  log::info("dead job retried", {{"request", request.request_id}, {"job", id.hex()}});
  return json_response(202, message_json("Put back into the queue"));
}

Parsed<Response> forget_dead(Context& context, const Request& request) {
  AG_TRY(caller_who_may(context, request, Action::operate));
  const auto id = request.id<JobId>();
  const auto purged = context.storage.dead_letters().purge(id);
  if (!purged) return std::unexpected(not_done("forgetting the job", purged.error(), request));
  log::info("dead job deleted", {{"request", request.request_id}, {"job", id.hex()}});
  return json_response(200, message_json("Forgotten; its report stays"));
}

}  // namespace

void add_queue_routes(Context& context, http::Router& router) {
  using http::Method;
  const auto add = [&](Method method, std::string path, std::string_view failed, Handler handler) {
    router.add({.method = method,
                .path = std::move(path),
                .admit = admit_who_may(context, Action::operate),
                .handle = answering(context, failed, handler)});
  };
  add(Method::get, "/queue", "Reading the queue failed", get_queue);
  add(Method::get, "/workers", "Reading the workers failed", get_workers);
  add(Method::get, "/queue/dead", "Reading the dead jobs failed", get_dead);
  add(Method::post, "/queue/dead/:id/retry", "The job was not retried", retry_dead);
  add(Method::remove, "/queue/dead/:id", "The job was not forgotten", forget_dead);
}

}  // namespace autograder::api
