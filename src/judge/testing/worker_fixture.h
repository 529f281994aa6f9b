// A worker over SQLite in memory, a fake sandbox and a clock that stands still, with what it announces and logs.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "judge/testing/small_world.h"
#include "judge/worker.h"
#include "live/memory/memory_live.h"
#include "storage/queue_rules.h"
#include "storage/testing/faulty_store.h"

namespace autograder {

using namespace std::chrono_literals;

// The lines of the log in the meantime, as for people, on stderr.
class Logged final {
 public:
  Logged() { testing::internal::CaptureStderr(); }
  ~Logged() {
    if (!read_) (void)read();
  }
  std::string read() {
    read_ = true;
    return testing::internal::GetCapturedStderr();
  }

 private:
  bool read_ = false;
};

class WorkerTest : public testing::Test {
 protected:
  WorkerTest() {
    subscription_ = bus_->subscribe([this](const Event& event) {
      if (event.kind == Event::Kind::queued) return;
      MutexLock lock(mutex_);
      events_.push_back(event);
      heard_.notify_all();
    });
  }

  Worker& make_worker(FakeSandbox::Script script, int slots = 1, Detection languages = small_detection(),
                      std::string cache_directory = {}) {
    worker_.reset();  // before its sandbox
    sandbox_ = std::make_unique<FakeSandbox>(std::move(script));
    WorkerOptions options;
    options.slots = slots;
    options.host = "here";
    options.poll_every = poll_every_;
    options.cache_directory = std::move(cache_directory);
    options.pipeline = pipeline_;
    worker_ =
        std::make_unique<Worker>(options, faulty_, *bus_, *sandbox_, std::move(languages), world_.ids, world_.clock);
    return *worker_;
  }

  Problem stored_problem() {
    auto problem = world_.problem({{"1", "1"}, {"2", "2", Visibility::hidden}});
    EXPECT_TRUE(world_.storage->problems().create(problem));
    return problem;
  }

  SubmissionId submit(ProblemId problem, std::string language = "compiled") {
    NewSubmission submission;
    submission.id = world_.ids.next<SubmissionId>();
    submission.job = world_.ids.next<JobId>();
    submission.user = world_.ids.next<UserId>();
    submission.problem = problem;
    submission.language = std::move(language);
    submission.code = "the source";
    submission.created_at = world_.clock.now();
    bool done = false;
    world_.storage->submissions().submit(submission, [&](Result<Submitted> result) { done = result.has_value(); });
    EXPECT_TRUE(done);
    bus_->publish({Event::Kind::queued, submission.id, {}});
    return submission.id;
  }

  Submission find(SubmissionId id) { return world_.storage->submissions().find(id).value().value(); }
  QueueDepth depth() { return world_.storage->jobs().depth().value(); }

  std::vector<Event> events() {
    MutexLock lock(mutex_);
    return events_;
  }
  void wait_for_judged(std::size_t count) {
    MutexLock lock(mutex_);
    const auto judged = [&] {
      return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [](const Event& event) {
               return event.kind == Event::Kind::judged;
             })) >= count;
    };
    ASSERT_TRUE(heard_.wait_for(mutex_, 30s, judged));
  }

  // Another worker books what ran out, and takes whatever it can get.
  std::optional<Lease> lease_elsewhere() {
    EXPECT_TRUE(world_.storage->jobs().expire(kPageMax));
    LeaseRequest request{world_.ids.next<WorkerId>(), {JobKind::judge}, {"compiled", "script"}, true};
    return world_.storage->jobs().lease(request).value();
  }

  SmallWorld world_;
  FaultyStorage faulty_{*world_.storage};  // what the worker asks; tests ask what is behind it
  std::chrono::milliseconds poll_every_ = 10ms;
  PipelineOptions pipeline_;
  std::unique_ptr<EventBus> bus_ = make_memory_event_bus();
  Mutex mutex_;
  Condition heard_;
  std::vector<Event> events_;
  std::unique_ptr<Subscription> subscription_;
  std::unique_ptr<FakeSandbox> sandbox_;
  std::unique_ptr<Worker> worker_;
};

inline FakeSandbox::Script echo() {
  return compiles_then([](const SeenCommand& seen) -> Result<Outcome> { return exited(0, seen.stdin_text); });
}

}  // namespace autograder
