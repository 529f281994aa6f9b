#include "judge/worker.h"

#include <pthread.h>

#include <algorithm>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>

#include "domain/report_codec.h"
#include "foundation/log.h"
#include "foundation/mutex.h"

namespace autograder {
namespace {

// So many leases may go by before the worker lets its hands run empty, so that a job that must run alone gets its turn.
constexpr int kLeasesBetweenAlone = 64;
// Reports of so few tests are announced after each test; longer ones at most each kProgressEvery.
constexpr std::size_t kProgressTestsMax = 32;
constexpr std::chrono::milliseconds kProgressEvery{50};

// The report without its texts: an event carries the strip of verdicts, who wants more reads the row.
Report strip_of(const Report& report) {
  Report strip = report;
  strip.output.clear();
  strip.message.clear();
  for (auto& test : strip.tests) {
    test.input.clear();
    test.expected.clear();
    test.output.clear();
    test.message.clear();
  }
  return strip;
}

int slots_of(int wanted) {
  return wanted > 0 ? wanted : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace

struct Worker::State {
  // A job in hand, from its lease until the store has said what became of it.
  struct InHand {
    Lease lease;
    std::stop_source stop;
    bool lost = false;
    SteadyTime held_until{};  // when nobody told us otherwise
  };

  State(WorkerOptions given, Storage& store, EventBus& events, Sandbox& box_giver, Detection found, IdGenerator& ids,
        const Clock& time)
      : options(std::move(given)),
        storage(store),
        bus(events),
        sandbox(box_giver),
        clock(time),
        id(ids.next<WorkerId>()),
        slots(slots_of(options.slots)),
        test_data(make_test_data(storage.blobs(), options.test_data_cache)),
        pipeline(sandbox, *test_data, clock, options.pipeline),
        ready(std::move(found.ready)),
        status(std::move(found.status)) {
    for (const auto& language : ready) language_ids.push_back(language.language.id);
  }

  std::optional<Lease> no_lease() { return std::nullopt; }
  Result<std::optional<Lease>> take();
  void put_down(JobId job);
  bool is_lost(JobId job);
  void judge(const Lease& lease);
  Result<Report> make_report(const Lease& lease, std::stop_token stop);
  void finish(const Lease& lease, Report report);
  void report_failure(const Lease& lease, const std::string& reason);
  void announce(Event::Kind kind, SubmissionId submission, std::string strip = {});
  void slot_loop(Worker& worker, int slot);
  // Calls `work` each `period` until the worker stops.
  void timer_loop(std::chrono::milliseconds period, const std::function<void()>& work);
  void ring();
  void note_storage(bool works, std::string_view message);

  const WorkerOptions options;
  Storage& storage;
  EventBus& bus;
  Sandbox& sandbox;
  const Clock& clock;
  const WorkerId id;
  const int slots;
  const std::unique_ptr<TestData> test_data;
  Pipeline pipeline;
  const std::vector<ReadyLanguage> ready;
  std::vector<std::string> language_ids;

  // One lease request at a time, so that "nothing else in hand" stays true while the store answers.
  Mutex lease_mutex;

  Mutex mutex;
  Condition bell;     // a job may wait, or we stop
  Condition stopped;  // for the timers
  Condition put_down_one;
  std::uint64_t rings GUARDED_BY(mutex) = 0;
  bool stopping GUARDED_BY(mutex) = false;
  bool storage_works GUARDED_BY(mutex) = true;
  bool alone GUARDED_BY(mutex) = false;  // what is in hand must have no neighbour
  int leases_since_alone GUARDED_BY(mutex) = 0;
  std::map<JobId, InHand> in_hand GUARDED_BY(mutex);
  std::vector<LanguageStatus> status GUARDED_BY(mutex);

  std::stop_source versions_stop;
  std::unique_ptr<Subscription> subscription;
  std::vector<std::thread> threads;
};

// Takes
// -----------------------------------------------------------------------------------------------------------------

Result<std::optional<Lease>> Worker::State::take() {
  MutexLock one_at_a_time(lease_mutex);
  LeaseRequest request{id, {JobKind::judge, JobKind::rejudge}, language_ids, false};
  {
    MutexLock lock(mutex);
    if (stopping || alone || language_ids.empty()) return no_lease();
    request.alone = in_hand.empty();
    if (!request.alone && leases_since_alone >= kLeasesBetweenAlone) return no_lease();
  }
  const auto asked_at = clock.steady_now();
  auto lease = storage.jobs().lease(request);
  if (!lease) return in_context("leasing a job", std::move(lease).error());
  MutexLock lock(mutex);
  leases_since_alone = request.alone ? 0 : leases_since_alone + 1;
  if (!*lease) return no_lease();
  alone = (*lease)->job.expiries >= kExpiriesAlone;
  in_hand[(*lease)->job.id] = InHand{**lease, {}, false, asked_at + kLeaseTime};
  return lease;
}

void Worker::State::put_down(JobId job) {
  MutexLock lock(mutex);
  in_hand.erase(job);
  if (in_hand.empty()) alone = false;
  ++rings;  // a neighbour may have waited for empty hands
  bell.notify_all();
  put_down_one.notify_all();
}

bool Worker::State::is_lost(JobId job) {
  MutexLock lock(mutex);
  const auto found = in_hand.find(job);
  return found == in_hand.end() || found->second.lost;
}

// Judges
// ----------------------------------------------------------------------------------------------------------------

void Worker::State::judge(const Lease& lease) {
  std::stop_token stop;
  {
    MutexLock lock(mutex);
    auto& mine = in_hand.at(lease.job.id);
    if (stopping) mine.stop.request_stop();
    stop = mine.stop.get_token();
  }
  auto report = make_report(lease, stop);
  if (is_lost(lease.job.id)) {
    log::warn("the lease was lost while judging; its work is dropped", {{"job", lease.job.id.hex()}});
    return put_down(lease.job.id);
  }
  if (report) return finish(lease, std::move(*report));
  if (stop.stop_requested()) {
    if (auto given = storage.jobs().give_back(lease); !given && given.error().code != ErrorCode::conflict) {
      log::warn("a lease could not be given back; it runs out by itself",
                {{"job", lease.job.id.hex()}, {"reason", given.error().message}});
    }
    return put_down(lease.job.id);
  }
  report_failure(lease, report.error().message);
  put_down(lease.job.id);
}

Result<Report> Worker::State::make_report(const Lease& lease, std::stop_token stop) {
  const SubmissionId submission_id(lease.job.subject);
  AG_ASSIGN(const auto submission, storage.submissions().find(submission_id));
  if (!submission) return fail(ErrorCode::not_found, "submission " + submission_id.hex() + " is gone");
  AG_ASSIGN(const auto problem, storage.problems().find(submission->problem));
  if (!problem) {
    return internal_error_report("the problem of this submission is gone",
                                 "problem " + submission->problem.hex() + " is not in the database", clock.now());
  }
  const auto language = std::find_if(ready.begin(), ready.end(), [&](const ReadyLanguage& candidate) {
    return candidate.language.id == submission->language;
  });
  if (language == ready.end()) {
    return fail(ErrorCode::unavailable, "this worker has no language " + submission->language);
  }
  Report begun;
  begun.verdict = Verdict::accepted;
  begun.problem_version = problem->version;
  announce(Event::Kind::progress, submission_id, encode_report(begun));
  auto announced_at = clock.steady_now();
  const auto progress = [&](const Report& so_far) {
    const auto now = clock.steady_now();
    if (so_far.tests.size() > kProgressTestsMax && now - announced_at < kProgressEvery) return;
    announced_at = now;
    announce(Event::Kind::progress, submission_id, encode_report(strip_of(so_far)));
  };
  return pipeline.judge(*submission, *problem, *language, progress, stop);
}

void Worker::State::finish(const Lease& lease, Report report) {
  const auto verdict = report.verdict;
  auto strip = options.on_judged ? strip_of(report) : Report{};
  // The store calls back before stop() returns: stop() waits until nothing is in hand.
  storage.jobs().finish(lease, std::move(report), [this, lease, verdict, strip = std::move(strip)](Result<> done) {
    const SubmissionId submission(lease.job.subject);
    if (done) {
      log::info("submission judged", {{"submission", submission.hex()}, {"verdict", code_of(verdict)}});
      announce(Event::Kind::judged, submission);
      if (options.on_judged) options.on_judged(lease.job, strip);
    } else if (done.error().code == ErrorCode::conflict) {
      log::warn("the lease was lost before the report was written; it is dropped", {{"job", lease.job.id.hex()}});
    } else {
      log::warn("a report could not be written; the job is judged again when its lease runs out",
                {{"job", lease.job.id.hex()}, {"reason", done.error().message}});
    }
    put_down(lease.job.id);
  });
}

void Worker::State::report_failure(const Lease& lease, const std::string& reason) {
  const auto fate = storage.jobs().fail(lease, reason);
  if (!fate) {
    log::warn("a failed job could not be handed back; its lease runs out by itself",
              {{"job", lease.job.id.hex()}, {"reason", reason}, {"error", fate.error().message}});
    return;
  }
  const bool dead = *fate == FailureFate::dead;
  log::warn(dead ? "judging failed and is given up" : "judging failed and will be tried again",
            {{"job", lease.job.id.hex()}, {"failures", lease.job.failures + 1}, {"reason", reason}});
  if (!dead) return;
  announce(Event::Kind::judged, SubmissionId(lease.job.subject));
  if (options.on_judged) options.on_judged(lease.job, Report{});  // IE
}

void Worker::State::announce(Event::Kind kind, SubmissionId submission, std::string strip) {
  bus.publish(Event{kind, submission, std::move(strip)});
}

// Loops
// -----------------------------------------------------------------------------------------------------------------

void Worker::State::slot_loop(Worker& worker, int slot) {
  for (;;) {
    std::uint64_t heard = 0;
    {
      MutexLock lock(mutex);
      if (stopping) return;
      heard = rings;
    }
    const auto did = worker.step(slot);
    note_storage(did.has_value(), did ? "" : did.error().message);
    if (did && *did) continue;
    MutexLock lock(mutex);
    bell.wait_for(mutex, options.poll_every, [&] { return stopping || (did && rings != heard); });
  }
}

void Worker::State::timer_loop(std::chrono::milliseconds period, const std::function<void()>& work) {
  for (;;) {
    {
      MutexLock lock(mutex);
      if (stopped.wait_for(mutex, period, [&] { return stopping; })) return;
    }
    work();
  }
}

void Worker::State::ring() {
  MutexLock lock(mutex);
  ++rings;
  bell.notify_one();
}

// One line when the database goes away and one when it is back, however many threads ask.
void Worker::State::note_storage(bool works, std::string_view message) {
  {
    MutexLock lock(mutex);
    if (storage_works == works) return;
    storage_works = works;
  }
  if (works) {
    log::info("the database answers the worker again");
  } else {
    log::warn("the worker gets no jobs from the database", {{"reason", message}});
  }
}

// Worker
// ----------------------------------------------------------------------------------------------------------------

Worker::Worker(WorkerOptions options, Storage& storage, EventBus& bus, Sandbox& sandbox, Detection languages,
               IdGenerator& ids, const Clock& clock)
    : state_(std::make_unique<State>(std::move(options), storage, bus, sandbox, std::move(languages), ids, clock)) {}

Worker::~Worker() {
  stop();
}

Result<> Worker::start() {
  AG_TRY(beat());
  auto* state = state_.get();
  state->subscription = state->bus.subscribe([state](const Event& event) {
    if (event.kind == Event::Kind::queued) state->ring();
  });
  const auto run = [state](const std::string& name, std::function<void()> work) {
    state->threads.emplace_back([name, work = std::move(work)] {
      ::pthread_setname_np(::pthread_self(), name.c_str());
      work();
    });
  };
  for (int slot = 0; slot < state->slots; ++slot) {
    run("judge-" + std::to_string(slot), [this, state, slot] { state->slot_loop(*this, slot); });
  }
  run("judge-renew", [this, state] { state->timer_loop(kRenewEvery, [this] { renew_leases(); }); });
  run("judge-beat", [this, state] {
    state->timer_loop(kHeartbeatEvery, [this] {
      if (auto beaten = beat(); !beaten)
        log::debug("a heartbeat was not written", {{"reason", beaten.error().message}});
    });
  });
  run("judge-versions", [this] { find_versions(); });
  return {};
}

void Worker::stop() {
  {
    MutexLock lock(state_->mutex);
    if (state_->stopping) return;
    state_->stopping = true;
    for (auto& [job, mine] : state_->in_hand) mine.stop.request_stop();
    state_->versions_stop.request_stop();
    state_->bell.notify_all();
    state_->stopped.notify_all();
  }
  state_->subscription.reset();
  for (auto& thread : state_->threads) thread.join();
  {
    MutexLock lock(state_->mutex);
    while (!state_->in_hand.empty()) state_->put_down_one.wait(state_->mutex);
  }
  if (auto removed = state_->storage.workers().remove(state_->id); !removed) {
    log::debug("the worker's row was not removed; it ages out", {{"reason", removed.error().message}});
  }
}

Result<bool> Worker::step(int slot) {
  AG_ASSIGN(const auto lease, state_->take());
  if (!lease) return false;
  log::debug("job leased", {{"job", lease->job.id.hex()}, {"slot", slot}, {"expiries", lease->job.expiries}});
  state_->judge(*lease);
  return true;
}

void Worker::renew_leases() {
  std::vector<Lease> leases;
  {
    MutexLock lock(state_->mutex);
    for (const auto& [job, mine] : state_->in_hand) {
      if (!mine.lost) leases.push_back(mine.lease);
    }
  }
  for (const auto& lease : leases) {
    const auto asked_at = state_->clock.steady_now();
    const auto renewed = state_->storage.jobs().renew(lease);
    MutexLock lock(state_->mutex);
    const auto found = state_->in_hand.find(lease.job.id);
    if (found == state_->in_hand.end() || found->second.lease.token != lease.token) continue;
    auto& mine = found->second;
    if (renewed) {
      mine.held_until = asked_at + kLeaseTime;
    } else if (renewed.error().code == ErrorCode::conflict || asked_at >= mine.held_until) {
      mine.lost = true;
      mine.stop.request_stop();
    }
  }
}

Result<> Worker::beat() {
  WorkerRow row{.id = state_->id,
                .host = state_->options.host,
                .version = state_->options.version,
                .languages = {},
                .slots = state_->slots,
                .missing_layers = state_->options.missing_layers,
                .last_seen = state_->clock.now()};
  {
    MutexLock lock(state_->mutex);
    row.languages = state_->status;
  }
  return state_->storage.workers().heartbeat(row);
}

void Worker::find_versions() {
  for (const auto& language : state_->ready) {
    auto version = find_version(state_->sandbox, language, state_->versions_stop.get_token());
    if (state_->versions_stop.stop_requested()) return;
    if (!version) {
      log::warn("the version of a language could not be found",
                {{"language", language.language.id}, {"reason", version.error().message}});
      continue;
    }
    MutexLock lock(state_->mutex);
    for (auto& status : state_->status) {
      if (status.id == language.language.id) status.version = *version;
    }
  }
  if (auto beaten = beat(); !beaten) log::debug("a heartbeat was not written", {{"reason", beaten.error().message}});
}

}  // namespace autograder
