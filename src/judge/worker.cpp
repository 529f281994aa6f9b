#include "judge/worker.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "foundation/doorbell.h"
#include "foundation/log.h"
#include "judge/held_leases.h"
#include "judge/job_endings.h"
#include "judge/job_runner.h"
#include "judge/job_source.h"
#include "judge/job_work.h"
#include "judge/language_tools.h"
#include "judge/tool_watch.h"

namespace autograder {
namespace {

constexpr std::chrono::seconds kExpireEvery{1};
constexpr int kExpiredAtOnce = 256;                    // a later look takes the rest
constexpr std::chrono::seconds kLookAtToolsEvery{30};  // a few files: whether a compiler was upgraded meanwhile

PipelineOptions on_cores(PipelineOptions pipeline, int cores) {
  pipeline.cores = cores;
  return pipeline;
}

int slots_of(int wanted) {
  return wanted > 0 ? wanted : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace

// The parts, each before those that use it, and the threads that move them.
struct Worker::State {
  State(WorkerOptions given, Storage& store, EventBus& events, Sandbox& sandbox, Detection found, IdGenerator& ids,
        const Clock& time)
      : options(std::move(given)),
        storage(store),
        bus(events),
        clock(time),
        id(ids.next<WorkerId>()),
        slots(slots_of(options.slots)),
        test_data(make_test_data(storage.blobs(), options.test_data_cache)),
        pipeline(sandbox, *test_data, clock, on_cores(options.pipeline, slots)),
        tools(std::move(found)),
        tool_watch(tools, sandbox, options.cache_directory),
        held(slots, bell),
        source(storage.jobs(), held, clock, id, tools.ids(), slots),
        work(storage, bus, pipeline, tools, clock),
        endings(storage.jobs(), bus, held, options.on_judged),
        runner(source, held, work, endings, clock, options.on_first_lease) {}

  void slot_loop(Worker& worker, int slot);
  // Calls `call` each `period` until the worker stops.
  void timer_loop(std::chrono::milliseconds period, const std::function<void()>& call);
  void note_storage(bool works, std::string_view message);

  const WorkerOptions options;
  Storage& storage;
  EventBus& bus;
  const Clock& clock;
  const WorkerId id;
  const int slots;
  const std::unique_ptr<TestData> test_data;
  Pipeline pipeline;
  LanguageTools tools;
  ToolWatch tool_watch;
  Doorbell bell;
  HeldLeases held;
  JobSource source;
  JobWork work;
  JobEndings endings;
  JobRunner runner;
  std::atomic<bool> storage_works = true;
  std::unique_ptr<Subscription> subscription;
  std::vector<std::thread> threads;
};

// Loops
// -----------------------------------------------------------------------------------------------------------------

void Worker::State::slot_loop(Worker& worker, int slot) {
  while (!bell.stopped()) {
    const auto heard = bell.rings();
    const auto did = worker.step(slot);
    note_storage(did.has_value(), did ? "" : did.error().message);
    if (!did) {
      (void)bell.wait_for_stop(options.poll_every);  // rings would make it ask again and again
    } else if (!*did) {
      bell.wait_for_ring(heard, options.poll_every);
    }
  }
}

void Worker::State::timer_loop(std::chrono::milliseconds period, const std::function<void()>& call) {
  while (!bell.wait_for_stop(period)) call();
}

// One line when the database goes away and one when it is back, however many threads ask.
void Worker::State::note_storage(bool works, std::string_view message) {
  if (storage_works.exchange(works) == works) return;
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
  expire_leases();
  auto* state = state_.get();
  state->subscription = state->bus.subscribe([state](const Event& event) {
    if (event.kind == Event::Kind::queued) state->bell.ring_one();
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
  run("judge-expire", [this, state] { state->timer_loop(kExpireEvery, [this] { expire_leases(); }); });
  run("judge-beat", [this, state] {
    state->timer_loop(kHeartbeatEvery, [this] {
      if (auto beaten = beat(); !beaten)
        log::debug("a heartbeat was not written", {{"reason", beaten.error().message}});
    });
  });
  run("judge-prepare", [this, state] {
    (void)find_versions();
    make_build_caches();
    state->timer_loop(kLookAtToolsEvery, [this] {
      if (find_versions()) make_build_caches();
    });
  });
  return {};
}

void Worker::stop() {
  if (!state_->bell.stop()) return;
  state_->held.close();
  state_->tool_watch.stop();
  state_->subscription.reset();
  for (auto& thread : state_->threads) thread.join();
  state_->held.wait_until_empty();
  if (auto removed = state_->storage.workers().remove(state_->id); !removed) {
    log::debug("the worker's row was not removed; it ages out", {{"reason", removed.error().message}});
  }
}

void Worker::report_to(Metrics& metrics) const {
  metrics.watch_cache("compiled", state_->pipeline.compile_cache_counts());
  metrics.watch_cache("test_data", state_->test_data->counts());
}

Result<bool> Worker::step(int slot) {
  return state_->runner.step(slot);
}

void Worker::expire_leases() {
  const auto died = state_->storage.jobs().expire(kExpiredAtOnce);
  if (!died) return log::debug("expired leases could not be booked", {{"reason", died.error().message}});
  for (const Job& job : *died) state_->endings.tell_of_death(job);
}

void Worker::renew_leases() {
  for (const auto& lease : state_->held.to_renew()) {
    const auto asked_at = state_->clock.steady_now();
    state_->held.renewed(lease, state_->storage.jobs().renew(lease), asked_at);
  }
}

Result<> Worker::beat() {
  return state_->storage.workers().heartbeat({.id = state_->id,
                                              .host = state_->options.host,
                                              .version = state_->options.version,
                                              .languages = state_->tools.status(),
                                              .slots = state_->slots,
                                              .missing_layers = state_->options.missing_layers,
                                              .last_seen = state_->clock.now()});
}

bool Worker::find_versions() {
  const auto found = state_->tool_watch.find_versions();
  if (!found.any) return false;
  if (auto beaten = beat(); !beaten) log::debug("a heartbeat was not written", {{"reason", beaten.error().message}});
  return found.changed;
}

void Worker::make_build_caches() {
  state_->tool_watch.make_build_caches();
}

}  // namespace autograder
