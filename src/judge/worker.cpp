#include "judge/worker.h"

#include <pthread.h>

#include "foundation/log.h"
#include "judge/build_cache.h"
#include "judge/version_cache.h"
#include "judge/worker_state.h"

namespace autograder {
namespace {

constexpr std::chrono::seconds kExpireEvery{1};
constexpr int kExpiredAtOnce = 256;                    // a later look takes the rest
constexpr std::chrono::seconds kLookAtToolsEvery{30};  // a few files: whether a compiler was upgraded meanwhile

}  // namespace

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
    bell.wait_for(mutex, options.poll_every, [&]() REQUIRES(mutex) { return stopping || (did && rings != heard); });
  }
}

void Worker::State::timer_loop(std::chrono::milliseconds period, const std::function<void()>& work) {
  for (;;) {
    {
      MutexLock lock(mutex);
      if (stopped.wait_for(mutex, period, [&]() REQUIRES(mutex) { return stopping; })) return;
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
  expire_leases();
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
  {
    MutexLock lock(state_->mutex);
    if (state_->stopping) return;
    state_->stopping = true;
    for (auto& [job, mine] : state_->in_hand) mine.stop.request_stop();
    state_->background_stop.request_stop();
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

void Worker::report_to(Metrics& metrics) const {
  metrics.watch_cache("compiled", state_->pipeline.compile_cache_counts());
  metrics.watch_cache("test_data", state_->test_data->counts());
}

Result<bool> Worker::step(int slot) {
  AG_ASSIGN(const auto lease, state_->take());
  if (!lease) return false;
  state_->judge(*lease, slot, 0);
  return true;
}

void Worker::expire_leases() {
  const auto died = state_->storage.jobs().expire(kExpiredAtOnce);
  if (!died) return log::debug("expired leases could not be booked", {{"reason", died.error().message}});
  for (const Job& job : *died) state_->tell_of_death(job);
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

std::string Worker::State::version_of(const ReadyLanguage& language) {
  const auto& name = language.language.id;
  if (auto kept = kept_version(options.cache_directory, name, language.identity)) return *kept;
  auto version = find_version(sandbox, language, background_stop.get_token());
  if (background_stop.stop_requested()) return {};
  if (!version) {
    log::warn("the version of a language could not be found",
              {{"language", name}, {"reason", version.error().message}});
    return {};
  }
  if (options.cache_directory.empty()) return *version;
  if (auto kept = keep_version(options.cache_directory, name, language.identity, *version); !kept) {
    log::debug("the version of a language was not kept; it is asked again at the next start",
               {{"language", name}, {"reason", kept.error().message}});
  }
  return *version;
}

void Worker::State::renew_tools(const ReadyLanguage& language) {
  log::info("the tools of a language changed", {{"language", language.language.id}});
  MutexLock lock(mutex);
  ready.insert_or_assign(language.language.id, std::make_shared<const ReadyLanguage>(language));
}

bool Worker::find_versions() {
  MutexLock one_at_a_time(state_->tools_mutex);
  bool asked_any = false;
  bool changed = false;
  for (auto language : state_->detected) {
    const auto& name = language.language.id;
    language.identity = identity_now(language);
    auto& asked = state_->asked[name];
    if (asked == language.identity) continue;
    asked_any = true;
    if (state_->language_of(name)->identity != language.identity) {
      state_->renew_tools(language);
      changed = true;
    }
    const auto version = state_->version_of(language);
    const auto libraries = find_libraries(state_->sandbox, language, state_->background_stop.get_token());
    if (state_->background_stop.stop_requested()) return false;
    asked = language.identity;
    if (!libraries) {
      log::warn("the libraries of a language could not be read",
                {{"language", name}, {"reason", libraries.error().message}});
    }
    MutexLock lock(state_->mutex);
    for (auto& status : state_->status) {
      if (status.id != name) continue;
      status.version = version;
      if (libraries) status.libraries = *libraries;
    }
  }
  if (!asked_any) return false;
  if (auto beaten = beat(); !beaten) log::debug("a heartbeat was not written", {{"reason", beaten.error().message}});
  return changed;
}

void Worker::make_build_caches() {
  if (state_->options.cache_directory.empty()) return;
  for (const auto& language : state_->all_languages()) {
    if (language->cache_argv.empty() || !language->compile_mounts.empty()) continue;
    auto faster = with_build_cache(state_->sandbox, *language, state_->options.cache_directory,
                                   state_->background_stop.get_token());
    if (state_->background_stop.stop_requested()) return;
    if (!faster) {
      log::warn("the build cache of a language could not be made; compiling is slower without it",
                {{"language", language->language.id}, {"reason", faster.error().message}});
      continue;
    }
    log::info("the build cache of a language is ready", {{"language", language->language.id}});
    MutexLock lock(state_->mutex);
    state_->ready.insert_or_assign(language->language.id, std::make_shared<const ReadyLanguage>(std::move(*faster)));
  }
  log::info("build caches are ready");
}

}  // namespace autograder
