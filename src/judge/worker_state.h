// The state of a worker: worker.cpp has its threads and timers, worker_jobs.cpp takes one job from lease to report.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>

#include "foundation/mutex.h"
#include "judge/worker.h"

namespace autograder {

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
        pipeline(sandbox, *test_data, clock, on_cores(options.pipeline, slots)),
        detected(std::move(found.ready)),
        status(std::move(found.status)) {
    for (const auto& language : detected) {
      language_ids.push_back(language.language.id);
      ready.emplace(language_ids.back(), std::make_shared<const ReadyLanguage>(language));
    }
  }

  static PipelineOptions on_cores(PipelineOptions pipeline, int cores) {
    pipeline.cores = cores;
    return pipeline;
  }
  static int slots_of(int wanted) {
    return wanted > 0 ? wanted : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  }

  std::optional<Lease> no_lease() { return std::nullopt; }
  // `set_aside`: for a user without a slot, while that judging waits.
  Result<std::optional<Lease>> take(std::optional<LeaseRequest::SetAside> set_aside = {});
  void put_down(JobId job);
  bool is_lost(JobId job);
  // A job that was taken, from its first log line to its report. So many judgings of its slot are set aside for it.
  void judge(const Lease& lease, int slot, int set_aside);
  // Between two tests: does a job of a user without a slot first, if there is one and this judging had its turn.
  void give_way(const Lease& lease, Turn& turn, int slot, int set_aside);
  bool may_give_way(JobId job);
  std::shared_ptr<const ReadyLanguage> language_of(const std::string& id);
  std::vector<std::shared_ptr<const ReadyLanguage>> all_languages();
  // The version of the language's tools, from the cache or by asking them; empty when they do not say.
  std::string version_of(const ReadyLanguage& language);
  // Compiles with the language's present tools, without the build cache of those before.
  void renew_tools(const ReadyLanguage& language);
  // `between` is called after each test that another one follows.
  Result<JobOutcome> outcome_of(const Lease& lease, std::stop_token stop, const std::function<void()>& between);
  Result<Report> make_report(const Lease& lease, SubmissionId submission_id, std::stop_token stop,
                             const std::function<void()>& between);
  Result<Report> make_bundled_report(const Lease& lease, std::stop_token stop, const std::function<void()>& between);
  Result<RunResult> make_run_result(RunId run_id, std::stop_token stop);
  void finish(const Lease& lease, JobOutcome outcome);
  void finished(const Lease& lease, Verdict verdict, const Result<>& done);
  void end_judging(const Lease& lease, std::stop_token stop, Result<JobOutcome> outcome);
  void report_failure(const Lease& lease, const std::string& reason);
  // Announces that the job is dead.
  void tell_of_death(const Job& job);
  void announce(Event::Kind kind, const Job& job, std::string strip = {});
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
  const std::vector<ReadyLanguage> detected;  // without build caches
  std::vector<std::string> language_ids;

  Mutex tools_mutex;                                                 // one look at the tools at a time
  std::map<std::string, std::string> asked GUARDED_BY(tools_mutex);  // by id: whose version was asked, as an identity

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
  int judgings_set_aside GUARDED_BY(mutex) = 0;
  std::map<JobId, InHand> in_hand GUARDED_BY(mutex);
  std::vector<LanguageStatus> status GUARDED_BY(mutex);
  std::map<std::string, std::shared_ptr<const ReadyLanguage>> ready GUARDED_BY(mutex);  // by id; the ids never change

  std::stop_source background_stop;  // of what is found out and made after start
  std::unique_ptr<Subscription> subscription;
  std::vector<std::thread> threads;
};

}  // namespace autograder
