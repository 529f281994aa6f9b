// A store for the tests of those who use one: a call with a completion returns after it, on the caller's thread.
#pragma once

#include <future>
#include <memory>
#include <utility>

#include "storage/testing/directory_storage.h"

namespace autograder {

class WaitingStorage final : public DirectoryStorage {
 public:
  // A disk that is nearly full is no matter of these tests.
  static StorageOptions on_any_disk(StorageOptions options) {
    options.free_min = {};
    return options;
  }
  explicit WaitingStorage(const Clock& clock, StorageOptions options = {},
                          std::shared_ptr<const TemporaryDirectory> directory = {})
      : DirectoryStorage(clock, on_any_disk(std::move(options)), std::move(directory)) {}

  SubmissionStore& submissions() override { return submissions_; }
  RunStore& runs() override { return runs_; }
  JobQueue& jobs() override { return jobs_; }

 private:
  // Starts the call, and hands on its result when it is there.
  template <class T, class Done, class Start>
  static void wait(Done done, Start start) {
    std::promise<Result<T>> promise;
    auto future = promise.get_future();
    start([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    done(future.get());
  }

  struct Submissions final : SubmissionStore {
    explicit Submissions(SubmissionStore& store) : behind(store) {}
    void submit(NewSubmission submission, SubmitDone done) override {
      wait<Submitted>(std::move(done), [&](auto told) { behind.submit(std::move(submission), std::move(told)); });
    }
    Result<std::optional<SubmissionId>> find_repeated(UserId user, const std::string& key,
                                                      const Sha256& request_hash) override {
      return behind.find_repeated(user, key, request_hash);
    }
    Result<std::optional<Submission>> find(SubmissionId id) override { return behind.find(id); }
    Result<SubmissionList> list(const SubmissionFilter& filter) override { return behind.list(filter); }
    Result<std::optional<QueuePosition>> queue_position(SubmissionId id,
                                                        const std::vector<std::string>& judged) override {
      return behind.queue_position(id, judged);
    }
    Result<int> count_in_flight(UserId user, int up_to) override { return behind.count_in_flight(user, up_to); }
    Result<Outdated> count_outdated(ProblemId problem, int rules_version) override {
      return behind.count_outdated(problem, rules_version);
    }
    Result<ChangedVerdicts> changed_verdicts(ProblemId problem, int rules_version) override {
      return behind.changed_verdicts(problem, rules_version);
    }
    Result<std::optional<SubmissionState>> state(SubmissionId id) override { return behind.state(id); }
    Result<> rejudge(SubmissionId id, JobId job, Time at) override { return behind.rejudge(id, job, at); }
    Result<RejudgeStep> rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                        std::optional<int> rules_version, NextJob job, Time at) override {
      return behind.rejudge_problem(problem, after, limit, rules_version, std::move(job), at);
    }
    Result<> cancel(SubmissionId id, Time at) override { return behind.cancel(id, at); }
    Result<std::vector<Report>> history(SubmissionId id) override { return behind.history(id); }
    SubmissionStore& behind;
  };

  struct Runs final : RunStore {
    explicit Runs(RunStore& store) : behind(store) {}
    void submit(NewRun run, Done done) override {
      wait<void>(std::move(done), [&](auto told) { behind.submit(std::move(run), std::move(told)); });
    }
    Result<std::optional<RunRow>> find(RunId id) override { return behind.find(id); }
    Result<std::optional<Phase>> phase(RunId id) override { return behind.phase(id); }
    Result<bool> abandon(RunId id) override { return behind.abandon(id); }
    RunStore& behind;
  };

  struct Jobs final : JobQueue {
    explicit Jobs(JobQueue& queue) : behind(queue) {}
    Result<std::optional<Lease>> lease(const LeaseRequest& request) override { return behind.lease(request); }
    Result<std::vector<Job>> expire(int limit) override { return behind.expire(limit); }
    Result<bool> suspect_waits(const LeaseRequest& request) override { return behind.suspect_waits(request); }
    Result<> renew(const Lease& lease) override { return behind.renew(lease); }
    void finish(const Lease& lease, JobOutcome outcome, FinishDone done) override {
      wait<void>(std::move(done), [&](auto told) { behind.finish(lease, std::move(outcome), std::move(told)); });
    }
    Result<FailureFate> fail(const Lease& lease, std::string reason) override {
      return behind.fail(lease, std::move(reason));
    }
    Result<> give_back(const Lease& lease) override { return behind.give_back(lease); }
    Result<QueueDepth> depth() override { return behind.depth(); }
    JobQueue& behind;
  };

  Submissions submissions_{DirectoryStorage::submissions()};
  Runs runs_{DirectoryStorage::runs()};
  Jobs jobs_{DirectoryStorage::jobs()};
};

}  // namespace autograder
