// A Storage that fails when told to: for showing what its users do when the world breaks.
//
// Knows:          how many calls were made, which of them shall fail.
// Does not know:  what the calls mean. A call that fails never reaches the store behind.
#pragma once

#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "foundation/mutex.h"
#include "storage/storage.h"

namespace autograder {

// Counts the calls of all roles together.
class FaultPlan final {
 public:
  // The nth call from now (1: the next) and `count - 1` after it fail with this error.
  void fail_calls(int nth, int count = 1, Error error = {ErrorCode::unavailable, "the database is away"}) {
    MutexLock lock(mutex_);
    first_ = calls_ + nth;
    last_ = count > std::numeric_limits<int>::max() - first_ ? std::numeric_limits<int>::max() : first_ + count - 1;
    error_ = std::move(error);
  }
  void heal() { fail_calls(1, 0); }
  int calls() {
    MutexLock lock(mutex_);
    return calls_;
  }
  // Whether so many calls were made, within the time.
  bool wait_for_calls(int calls, std::chrono::milliseconds time) {
    MutexLock lock(mutex_);
    return counted_.wait_for(mutex_, time, [&]() REQUIRES(mutex_) { return calls_ >= calls; });
  }
  // Counts one call. The error it shall have, if any.
  std::optional<Error> next() {
    MutexLock lock(mutex_);
    ++calls_;
    counted_.notify_all();
    if (calls_ < first_ || calls_ > last_) return std::nullopt;
    return error_;
  }

 private:
  Mutex mutex_;
  Condition counted_;
  int calls_ GUARDED_BY(mutex_) = 0;
  int first_ GUARDED_BY(mutex_) = 0;
  int last_ GUARDED_BY(mutex_) = -1;
  Error error_ GUARDED_BY(mutex_);
};

class FaultyStorage final : public Storage {
 public:
  explicit FaultyStorage(Storage& behind) : behind_(behind) {}

  FaultPlan& plan() { return plan_; }
  UserStore& users() override { return users_; }
  ProblemStore& problems() override { return problems_; }
  SubmissionStore& submissions() override { return submissions_; }
  DraftStore& drafts() override { return drafts_; }
  RunStore& runs() override { return runs_; }
  VerificationStore& verifications() override { return verifications_; }
  JobQueue& jobs() override { return jobs_; }
  DeadLetters& dead_letters() override { return dead_letters_; }
  QueueView& queue_view() override { return queue_view_; }
  WorkerRegistry& workers() override { return workers_; }
  BlobStore& blobs() override { return blobs_; }
  Upkeep& upkeep() override { return upkeep_; }
  Result<std::int64_t> change_counter() override {
    return through(plan_, [&] { return behind_.change_counter(); });
  }
  Result<> ping() override {
    return through(plan_, [&] { return behind_.ping(); });
  }

 private:
  template <class Call>
  static auto through(FaultPlan& plan, Call&& call) -> decltype(call()) {
    if (auto error = plan.next()) return std::unexpected(*std::move(error));
    return call();
  }
  struct Users final : UserStore {
    explicit Users(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.users()) {}
    Result<> create(const User& user) override {
      return through(plan, [&] { return behind.create(user); });
    }
    Result<std::optional<User>> find(UserId id) override {
      return through(plan, [&] { return behind.find(id); });
    }
    Result<std::optional<User>> find_by_email(std::string_view email) override {
      return through(plan, [&] { return behind.find_by_email(email); });
    }
    Result<> update(const User& user) override {
      return through(plan, [&] { return behind.update(user); });
    }
    Result<> add_identity(const Identity& identity, UserId user) override {
      return through(plan, [&] { return behind.add_identity(identity, user); });
    }
    Result<std::optional<User>> find_by_identity(const Identity& identity) override {
      return through(plan, [&] { return behind.find_by_identity(identity); });
    }
    Result<std::vector<User>> list(UserId after, int limit) override {
      return through(plan, [&] { return behind.list(after, limit); });
    }
    Result<UserList> search(const UserFilter& filter) override {
      return through(plan, [&] { return behind.search(filter); });
    }
    Result<std::map<UserId, std::string>> names(const std::vector<UserId>& ids) override {
      return through(plan, [&] { return behind.names(ids); });
    }
    FaultPlan& plan;
    UserStore& behind;
  };

  struct Problems final : ProblemStore {
    explicit Problems(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.problems()) {}
    Result<> create(const Problem& problem) override {
      return through(plan, [&] { return behind.create(problem); });
    }
    Result<std::optional<Problem>> find(ProblemId id) override {
      return through(plan, [&] { return behind.find(id); });
    }
    Result<ProblemList> list(const ProblemFilter& filter) override {
      return through(plan, [&] { return behind.list(filter); });
    }
    Result<> update(const Problem& problem) override {
      return through(plan, [&] { return behind.update(problem); });
    }
    Result<> set_deleted(ProblemId id, bool deleted, Time at) override {
      return through(plan, [&] { return behind.set_deleted(id, deleted, at); });
    }
    Result<> put_package(const Problem& problem, const std::vector<ProblemFile>& files) override {
      return through(plan, [&] { return behind.put_package(problem, files); });
    }
    Result<std::optional<ProblemId>> find_by_uuid(const std::string& uuid) override {
      return through(plan, [&] { return behind.find_by_uuid(uuid); });
    }
    Result<std::vector<ProblemFile>> files(ProblemId id) override {
      return through(plan, [&] { return behind.files(id); });
    }
    Result<std::optional<ProblemFile>> find_file(ProblemId id, const std::string& path) override {
      return through(plan, [&] { return behind.find_file(id, path); });
    }
    Result<std::optional<FoundTest>> find_test(TestCaseId id) override {
      return through(plan, [&] { return behind.find_test(id); });
    }
    Result<std::vector<TestCase>> test_versions(TestCaseId id) override {
      return through(plan, [&] { return behind.test_versions(id); });
    }
    Result<std::map<ProblemId, ProblemName>> names(const std::vector<ProblemId>& ids) override {
      return through(plan, [&] { return behind.names(ids); });
    }
    Result<std::optional<int>> rules_version(ProblemId id) override {
      return through(plan, [&] { return behind.rules_version(id); });
    }
    Result<Progress> progress(UserId user) override {
      return through(plan, [&] { return behind.progress(user); });
    }
    FaultPlan& plan;
    ProblemStore& behind;
  };

  struct Submissions final : SubmissionStore {
    explicit Submissions(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.submissions()) {}
    void submit(NewSubmission submission, SubmitDone done) override {
      if (auto error = plan.next()) return done(std::unexpected(*std::move(error)));
      behind.submit(std::move(submission), std::move(done));
    }
    Result<std::optional<SubmissionId>> find_repeated(UserId user, const std::string& key,
                                                      const Sha256& request_hash) override {
      return through(plan, [&] { return behind.find_repeated(user, key, request_hash); });
    }
    Result<std::optional<Submission>> find(SubmissionId id) override {
      return through(plan, [&] { return behind.find(id); });
    }
    Result<SubmissionList> list(const SubmissionFilter& filter) override {
      return through(plan, [&] { return behind.list(filter); });
    }
    Result<std::optional<QueuePosition>> queue_position(SubmissionId id,
                                                        const std::vector<std::string>& judged) override {
      return through(plan, [&] { return behind.queue_position(id, judged); });
    }
    Result<Outdated> count_outdated(ProblemId problem, int rules_version) override {
      return through(plan, [&] { return behind.count_outdated(problem, rules_version); });
    }
    Result<int> count_in_flight(UserId user, int up_to) override {
      return through(plan, [&] { return behind.count_in_flight(user, up_to); });
    }
    Result<std::optional<SubmissionState>> state(SubmissionId id) override {
      return through(plan, [&] { return behind.state(id); });
    }
    Result<> rejudge(SubmissionId id, JobId job, Time at) override {
      return through(plan, [&] { return behind.rejudge(id, job, at); });
    }
    Result<RejudgeStep> rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                        std::optional<int> rules_version, NextJob job, Time at) override {
      return through(plan,
                     [&] { return behind.rejudge_problem(problem, after, limit, rules_version, std::move(job), at); });
    }
    Result<ChangedVerdicts> changed_verdicts(ProblemId problem, int rules_version) override {
      return through(plan, [&] { return behind.changed_verdicts(problem, rules_version); });
    }
    Result<> cancel(SubmissionId id, Time at) override {
      return through(plan, [&] { return behind.cancel(id, at); });
    }
    Result<std::vector<Report>> history(SubmissionId id) override {
      return through(plan, [&] { return behind.history(id); });
    }
    FaultPlan& plan;
    SubmissionStore& behind;
  };

  struct Drafts final : DraftStore {
    explicit Drafts(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.drafts()) {}
    Result<Draft> save(const DraftSave& save) override {
      return through(plan, [&] { return behind.save(save); });
    }
    Result<std::vector<Draft>> newest(UserId user, ProblemId problem) override {
      return through(plan, [&] { return behind.newest(user, problem); });
    }
    Result<std::vector<Draft>> versions(const DraftKey& key) override {
      return through(plan, [&] { return behind.versions(key); });
    }
    FaultPlan& plan;
    DraftStore& behind;
  };

  struct Runs final : RunStore {
    explicit Runs(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.runs()) {}
    void submit(NewRun run, Done done) override {
      if (auto error = plan.next()) return done(std::unexpected(*std::move(error)));
      behind.submit(std::move(run), std::move(done));
    }
    Result<std::optional<RunRow>> find(RunId id) override {
      return through(plan, [&] { return behind.find(id); });
    }
    Result<std::optional<Phase>> phase(RunId id) override {
      return through(plan, [&] { return behind.phase(id); });
    }
    Result<bool> abandon(RunId id) override {
      return through(plan, [&] { return behind.abandon(id); });
    }
    FaultPlan& plan;
    RunStore& behind;
  };

  struct Verifications final : VerificationStore {
    explicit Verifications(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.verifications()) {}
    Result<> put(const NewVerification& set) override {
      return through(plan, [&] { return behind.put(set); });
    }
    Result<std::optional<Verification>> find(ProblemId problem) override {
      return through(plan, [&] { return behind.find(problem); });
    }
    Result<int> count_unjudged(ProblemId problem) override {
      return through(plan, [&] { return behind.count_unjudged(problem); });
    }
    Result<std::optional<BundledWork>> work(JobId job) override {
      return through(plan, [&] { return behind.work(job); });
    }
    FaultPlan& plan;
    VerificationStore& behind;
  };

  struct Jobs final : JobQueue {
    explicit Jobs(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.jobs()) {}
    Result<std::optional<Lease>> lease(const LeaseRequest& request) override {
      return through(plan, [&] { return behind.lease(request); });
    }
    Result<std::vector<Job>> expire(int limit) override {
      return through(plan, [&] { return behind.expire(limit); });
    }
    Result<bool> suspect_waits(const LeaseRequest& request) override {
      return through(plan, [&] { return behind.suspect_waits(request); });
    }
    Result<> renew(const Lease& lease) override {
      return through(plan, [&] { return behind.renew(lease); });
    }
    void finish(const Lease& lease, JobOutcome outcome, FinishDone done) override {
      if (auto error = plan.next()) return done(std::unexpected(*std::move(error)));
      behind.finish(lease, std::move(outcome), std::move(done));
    }
    Result<FailureFate> fail(const Lease& lease, std::string reason) override {
      return through(plan, [&] { return behind.fail(lease, std::move(reason)); });
    }
    Result<> give_back(const Lease& lease) override {
      return through(plan, [&] { return behind.give_back(lease); });
    }
    Result<QueueDepth> depth() override {
      return through(plan, [&] { return behind.depth(); });
    }
    FaultPlan& plan;
    JobQueue& behind;
  };

  struct Dead final : DeadLetters {
    explicit Dead(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.dead_letters()) {}
    Result<std::vector<DeadLetter>> list(JobId after, int limit) override {
      return through(plan, [&] { return behind.list(after, limit); });
    }
    Result<Job> requeue(JobId id) override {
      return through(plan, [&] { return behind.requeue(id); });
    }
    Result<> purge(JobId id) override {
      return through(plan, [&] { return behind.purge(id); });
    }
    FaultPlan& plan;
    DeadLetters& behind;
  };

  struct View final : QueueView {
    explicit View(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.queue_view()) {}
    Result<std::vector<QueuedJob>> list(QueuePart part, int offset, int limit) override {
      return through(plan, [&] { return behind.list(part, offset, limit); });
    }
    FaultPlan& plan;
    QueueView& behind;
  };

  struct Workers final : WorkerRegistry {
    explicit Workers(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.workers()) {}
    Result<> heartbeat(const WorkerRow& worker) override {
      return through(plan, [&] { return behind.heartbeat(worker); });
    }
    Result<std::vector<WorkerRow>> list() override {
      return through(plan, [&] { return behind.list(); });
    }
    Result<> remove(WorkerId id) override {
      return through(plan, [&] { return behind.remove(id); });
    }
    FaultPlan& plan;
    WorkerRegistry& behind;
  };

  struct Blobs final : BlobStore {
    explicit Blobs(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.blobs()) {}
    Result<Sha256> put(std::string_view bytes) override {
      return through(plan, [&] { return behind.put(bytes); });
    }
    Result<Sha256> put_from(const BlobSource& source) override {
      return through(plan, [&] { return behind.put_from(source); });
    }
    Result<std::string> read(const Sha256& hash, std::int64_t offset, std::int64_t count) override {
      return through(plan, [&] { return behind.read(hash, offset, count); });
    }
    Result<Bytes> size(const Sha256& hash) override {
      return through(plan, [&] { return behind.size(hash); });
    }
    FaultPlan& plan;
    BlobStore& behind;
  };

  struct Tidying final : Upkeep {
    explicit Tidying(FaultyStorage& owner) : plan(owner.plan_), behind(owner.behind_.upkeep()) {}
    Result<Tidied> sweep() override {
      return through(plan, [&] { return behind.sweep(); });
    }
    Result<Tidied> forget_runs(Time before) override {
      return through(plan, [&] { return behind.forget_runs(before); });
    }
    Result<TidiedReports> remove_excerpts(Time before, SubmissionId after) override {
      return through(plan, [&] { return behind.remove_excerpts(before, after); });
    }
    Result<Room> room() override {
      return through(plan, [&] { return behind.room(); });
    }
    FaultPlan& plan;
    Upkeep& behind;
  };

  Storage& behind_;
  FaultPlan plan_;
  Users users_{*this};
  Problems problems_{*this};
  Submissions submissions_{*this};
  Drafts drafts_{*this};
  Runs runs_{*this};
  Verifications verifications_{*this};
  Jobs jobs_{*this};
  Dead dead_letters_{*this};
  View queue_view_{*this};
  Workers workers_{*this};
  Blobs blobs_{*this};
  Tidying upkeep_{*this};
};

}  // namespace autograder
