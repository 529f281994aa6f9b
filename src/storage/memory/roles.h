// The roles over memory. Each locks State::mutex for the length of a verb.
#pragma once

#include "storage/memory/state.h"

namespace autograder::memory {

class Users final : public UserStore {
 public:
  explicit Users(State& state) : state_(state) {}
  Result<> create(const User& user) override;
  Result<std::optional<User>> find(UserId id) override;
  Result<std::optional<User>> find_by_email(std::string_view email) override;
  Result<> update(const User& user) override;
  Result<std::vector<User>> list(UserId after, int limit) override;
  Result<UserList> search(const UserFilter& filter) override;
  Result<std::map<UserId, std::string>> names(const std::vector<UserId>& ids) override;

 private:
  bool email_taken(std::string_view email, UserId except) REQUIRES(state_.mutex);
  State& state_;
};

class Problems final : public ProblemStore {
 public:
  explicit Problems(State& state) : state_(state) {}
  Result<> create(const Problem& problem) override;
  Result<std::optional<Problem>> find(ProblemId id) override;
  Result<ProblemList> list(const ProblemFilter& filter) override;
  Result<> update(const Problem& problem) override;
  Result<> set_deleted(ProblemId id, bool deleted, Time at) override;
  Result<std::optional<FoundTest>> find_test(TestCaseId id) override;
  Result<std::vector<TestCase>> test_versions(TestCaseId id) override;
  Result<std::map<ProblemId, ProblemName>> names(const std::vector<ProblemId>& ids) override;
  Result<std::optional<int>> rules_version(ProblemId id) override;
  Result<Progress> progress(UserId user) override;
  Result<> put_package(const Problem& problem, const std::vector<ProblemFile>& files) override;
  Result<std::optional<ProblemId>> find_by_uuid(const std::string& uuid) override;
  Result<std::vector<ProblemFile>> files(ProblemId id) override;
  Result<std::optional<ProblemFile>> find_file(ProblemId id, const std::string& path) override;

 private:
  Result<> check_new(const Problem& problem) REQUIRES(state_.mutex);
  Result<> check_next(const Problem& problem) REQUIRES(state_.mutex);
  Result<> check_tests(const Problem& problem) REQUIRES(state_.mutex);
  void keep(Problem problem) REQUIRES(state_.mutex);
  State& state_;
};

class Submissions final : public SubmissionStore {
 public:
  explicit Submissions(State& state) : state_(state) {}
  void submit(NewSubmission submission, SubmitDone done) override;
  Result<std::optional<SubmissionId>> find_repeated(UserId user, const std::string& key,
                                                    const Sha256& request_hash) override;
  Result<std::optional<Submission>> find(SubmissionId id) override;
  Result<SubmissionList> list(const SubmissionFilter& filter) override;
  Result<std::optional<QueuePosition>> queue_position(SubmissionId id) override;
  Result<int> count_in_flight(UserId user, int up_to) override;
  Result<Outdated> count_outdated(ProblemId problem, int rules_version) override;
  Result<ChangedVerdicts> changed_verdicts(ProblemId problem, int rules_version) override;
  Result<std::optional<SubmissionState>> state(SubmissionId id) override;
  Result<> rejudge(SubmissionId id, JobId job, Time at) override;
  Result<RejudgeStep> rejudge_problem(ProblemId problem, SubmissionId after, int limit,
                                      std::optional<int> rules_version, NextJob job, Time at) override;
  Result<> cancel(SubmissionId id, Time at) override;
  Result<std::vector<Report>> history(SubmissionId id) override;

 private:
  Result<Submitted> store(NewSubmission submission);
  Result<std::optional<SubmissionId>> find_key(const std::pair<UserId, std::string>& key, const Sha256& request_hash)
      REQUIRES(state_.mutex);
  Result<> queue_again(SubmissionEntry& entry, JobId job, int priority, Time at) REQUIRES(state_.mutex);
  State& state_;
};

class Drafts final : public DraftStore {
 public:
  explicit Drafts(State& state) : state_(state) {}
  Result<Draft> save(const DraftSave& save) override;
  Result<std::vector<Draft>> newest(UserId user, ProblemId problem) override;
  Result<std::vector<Draft>> versions(const DraftKey& key) override;

 private:
  void make_room(const DraftSave& saved) REQUIRES(state_.mutex);
  State& state_;
};

class Runs final : public RunStore {
 public:
  explicit Runs(State& state) : state_(state) {}
  void submit(NewRun run, Done done) override;
  Result<std::optional<RunRow>> find(JobId id) override;
  Result<std::optional<Phase>> phase(JobId id) override;
  Result<bool> abandon(JobId id) override;
  void finish(const Lease& lease, RunResult result, Done done) override;

 private:
  Result<> store(NewRun run);
  Result<> end(const Lease& lease, RunResult result);
  RunRow* kept(JobId id) REQUIRES(state_.mutex);
  Phase phase_of(const RunRow& run) REQUIRES(state_.mutex);
  State& state_;
};

class Verifications final : public VerificationStore {
 public:
  explicit Verifications(State& state) : state_(state) {}
  Result<> put(const NewVerification& set) override;
  Result<std::optional<Verification>> find(ProblemId problem) override;
  Result<int> count_unjudged(ProblemId problem) override;
  Result<std::optional<BundledWork>> work(JobId job) override;

 private:
  static bool waits(const JobEntry& job);
  State& state_;
};

class Jobs final : public JobQueue, public DeadLetters {
 public:
  explicit Jobs(State& state) : state_(state) {}
  Result<std::optional<Lease>> lease(const LeaseRequest& request) override;
  Result<bool> suspect_waits(const LeaseRequest& request) override;
  Result<> renew(const Lease& lease) override;
  void finish(const Lease& lease, Report report, FinishDone done) override;
  Result<FailureFate> fail(const Lease& lease, std::string reason) override;
  Result<> give_back(const Lease& lease) override;
  Result<QueueDepth> depth() override;
  Result<std::vector<DeadLetter>> list(JobId after, int limit) override;
  Result<> requeue(JobId id) override;
  Result<> purge(JobId id) override;

 private:
  std::vector<Job> sweep() REQUIRES(state_.mutex);  // those that died
  std::optional<Lease> next(const LeaseRequest& request, std::vector<Job>& died);
  SlotShares shares(const LeaseRequest& request) REQUIRES(state_.mutex);
  JobEntry* first_by(const LeaseRequest& request, bool suspects_too, Pick pick) REQUIRES(state_.mutex);
  bool put_behind(const JobEntry& first) REQUIRES(state_.mutex);
  Lease start_lease(JobEntry& entry, const LeaseRequest& request) REQUIRES(state_.mutex);
  void die(JobEntry& entry, std::string reason) REQUIRES(state_.mutex);
  Result<> end(const Lease& lease, Report report);
  State& state_;
};

class QueueView final : public autograder::QueueView {
 public:
  explicit QueueView(State& state) : state_(state) {}
  Result<std::vector<QueuedJob>> list(QueuePart part, int offset, int limit) override;

 private:
  State& state_;
};

class Upkeep final : public autograder::Upkeep {
 public:
  explicit Upkeep(State& state) : state_(state) {}
  Result<Tidied> sweep() override;
  Result<Tidied> forget_runs(Time before) override;
  Result<TidiedReports> remove_excerpts(Time before, SubmissionId after) override;
  Result<Room> room() override { return Room{}; }

 private:
  State& state_;
};

class Blobs final : public BlobStore {
 public:
  explicit Blobs(State& state) : state_(state) {}
  Result<Sha256> put(std::string_view bytes) override;
  Result<Sha256> put_from(const BlobSource& source) override;
  Result<std::string> read(const Sha256& hash, std::int64_t offset, std::int64_t count) override;
  Result<Bytes> size(const Sha256& hash) override;

 private:
  State& state_;
};

class Workers final : public WorkerRegistry {
 public:
  explicit Workers(State& state) : state_(state) {}
  Result<> heartbeat(const WorkerRow& worker) override;
  Result<std::vector<WorkerRow>> list() override;
  Result<> remove(WorkerId id) override;

 private:
  State& state_;
};

}  // namespace autograder::memory
