// The parts of a worker, without its threads and timers, over the same small world.
#pragma once

#include "judge/job_runner.h"
#include "judge/testing/worker_fixture.h"

namespace autograder {

class PartsTest : public WorkerTest {
 protected:
  explicit PartsTest(int slots = 2) : held_(slots, bell_) {}

  Lease take() {
    auto lease = source_.take();
    EXPECT_TRUE(lease && *lease);
    return lease && *lease ? **lease : Lease{};
  }
  // How many leases would be renewed.
  std::size_t held() { return held_.to_renew().size(); }
  std::optional<Verdict> verdict_of(SubmissionId id) {
    const auto report = find(id).report;
    return report ? std::optional(report->verdict) : std::nullopt;
  }

  // Says what every run prints; by default its input.
  FakeSandbox::Script script_ = echo();
  FakeSandbox box_{[this](const SeenCommand& seen) { return script_(seen); }};
  std::unique_ptr<TestData> data_ = make_test_data(world_.storage->blobs(), mib(16));
  Pipeline pipeline_of_parts_{box_, *data_, world_.clock};
  LanguageTools tools_{small_detection()};
  Doorbell bell_;
  HeldLeases held_;
  JobSource source_{faulty_.jobs(), held_, world_.clock, world_.ids.next<WorkerId>(), tools_.ids(), 2};
  JobWork work_{faulty_, *bus_, pipeline_of_parts_, tools_, world_.clock};
  std::vector<Verdict> told_;
  JobEndings endings_{faulty_.jobs(), *bus_, held_,
                      [this](const Job&, const Report& report) { told_.push_back(report.verdict); }};
  std::vector<Duration> waited_;
  JobRunner runner_{source_,  held_,        work_,
                    endings_, world_.clock, [this](const Job&, Duration waited) { waited_.push_back(waited); }};
};

}  // namespace autograder
