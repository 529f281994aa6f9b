// Takes jobs from the queue, judges them, and writes what came of it.
//
// Knows:          leases, retries, heartbeats, which languages this host has.
// Does not know:  HTTP, how a box is made.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/metrics.h"
#include "judge/pipeline.h"
#include "judge/turn.h"
#include "live/event_bus.h"
#include "storage/storage.h"

namespace autograder {

// So many boxes a worker with these slots has open at once: one a slot, those of judgings that are set aside, and one to
// ask for versions.
constexpr int worker_boxes(int slots) {
  return slots + set_aside_max(slots) + 1;
}

struct WorkerOptions {
  int slots = 0;                               // submissions judged at the same time; 0: one a core
  std::chrono::milliseconds poll_every{1000};  // a lost bell costs this much
  std::string host;
  std::string version;
  std::vector<std::string> missing_layers;
  Bytes test_data_cache = mib(256);
  std::string cache_directory;  // of build caches and versions of languages; absolute; empty: none are kept
  PipelineOptions pipeline;
  // Called with each verdict as it is announced, its report without texts; any thread. For figures.
  std::function<void(const Job&, const Report&)> on_judged;
  // Called when a job is leased for the first time, with how long it had waited. For figures.
  std::function<void(const Job&, Duration)> on_first_lease;
};

// The loop is thin and the steps are public: tests call them without a thread.
class Worker final {
 public:
  Worker(WorkerOptions options, Storage& storage, EventBus& bus, Sandbox& sandbox, Detection languages,
         IdGenerator& ids, const Clock& clock);
  ~Worker();  // stop()

  // Registers, starts the judging threads, the renewer and the heartbeat, then looks for versions in the background.
  Result<> start();
  // Takes no more jobs, gives leases back, joins. Bounded by the time a run needs to be killed.
  void stop();

  // The caches' figures.
  void report_to(Metrics& metrics) const;
  // Leases one job and does it; false when there was none. What start()'s threads repeat.
  Result<bool> step(int slot);
  // Renews every lease in hand, and stops the judging of those that are lost. What the renewer repeats.
  void renew_leases();
  // Books leases that ran out and retries that are due, and announces jobs that died. For start() and its timer.
  void expire_leases();
  // Tells the registry that we live and what we can. What the heartbeat repeats.
  Result<> beat();
  // Finds the version of each language whose tools are others than when it was last asked, and beats. What was found
  // by an earlier start is not asked again. True when tools changed under us: then the build caches must be made again.
  bool find_versions();
  // Makes or finds the build cache of each language that has one and is without; compiling does without until then.
  void make_build_caches();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace autograder
