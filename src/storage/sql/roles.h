// The roles over a relational database: each verb is one write, or one read at one moment.
#pragma once

#include "storage/sql/database.h"
#include "storage/sql/queue_length.h"
#include "storage/sql/waiting_order.h"
#include "storage/storage.h"

namespace autograder::sql {

class Users final : public UserStore {
 public:
  explicit Users(Database& database) : database_(database) {}
  Result<> create(const User& user) override;
  Result<std::optional<User>> find(UserId id) override;
  Result<std::optional<User>> find_by_email(std::string_view email) override;
  Result<> update(const User& user) override;
  Result<> add_identity(const Identity& identity, UserId user) override;
  Result<std::optional<User>> find_by_identity(const Identity& identity) override;
  Result<std::vector<User>> list(UserId after, int limit) override;
  Result<UserList> search(const UserFilter& filter) override;
  Result<std::map<UserId, std::string>> names(const std::vector<UserId>& ids) override;

 private:
  Database& database_;
};

class Problems final : public ProblemStore {
 public:
  explicit Problems(Database& database) : database_(database) {}
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
  Database& database_;
};

class Submissions final : public SubmissionStore {
 public:
  Submissions(Database& database, QueueLength& length)
      : database_(database), length_(length), order_(database.clock()) {}
  void submit(NewSubmission submission, SubmitDone done) override;
  Result<std::optional<SubmissionId>> find_repeated(UserId user, const std::string& key,
                                                    const Sha256& request_hash) override;
  Result<std::optional<Submission>> find(SubmissionId id) override;
  Result<SubmissionList> list(const SubmissionFilter& filter) override;
  Result<std::optional<QueuePosition>> queue_position(SubmissionId id, const std::vector<std::string>& judged) override;
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
  Database& database_;
  QueueLength& length_;
  WaitingOrder order_;
};

class Drafts final : public DraftStore {
 public:
  explicit Drafts(Database& database) : database_(database) {}
  Result<Draft> save(const DraftSave& save) override;
  Result<std::vector<Draft>> newest(UserId user, ProblemId problem) override;
  Result<std::vector<Draft>> versions(const DraftKey& key) override;

 private:
  Database& database_;
};

class Runs final : public RunStore {
 public:
  Runs(Database& database, QueueLength& length) : database_(database), length_(length) {}
  void submit(NewRun run, Done done) override;
  Result<std::optional<RunRow>> find(RunId id) override;
  Result<std::optional<Phase>> phase(RunId id) override;
  Result<bool> abandon(RunId id) override;

 private:
  Database& database_;
  QueueLength& length_;
};

class Verifications final : public VerificationStore {
 public:
  Verifications(Database& database, QueueLength& length) : database_(database), length_(length) {}
  Result<> put(const NewVerification& set) override;
  Result<std::optional<Verification>> find(ProblemId problem) override;
  Result<int> count_unjudged(ProblemId problem) override;
  Result<std::optional<BundledWork>> work(JobId job) override;

 private:
  Database& database_;
  QueueLength& length_;
};

class Jobs final : public JobQueue, public DeadLetters {
 public:
  explicit Jobs(Database& database) : database_(database) {}
  Result<std::optional<Lease>> lease(const LeaseRequest& request) override;
  Result<std::vector<Job>> expire(int limit) override;
  Result<bool> suspect_waits(const LeaseRequest& request) override;
  Result<> renew(const Lease& lease) override;
  void finish(const Lease& lease, JobOutcome outcome, FinishDone done) override;
  Result<FailureFate> fail(const Lease& lease, std::string reason) override;
  Result<> give_back(const Lease& lease) override;
  Result<QueueDepth> depth() override;
  Result<std::vector<DeadLetter>> list(JobId after, int limit) override;
  Result<Job> requeue(JobId id) override;
  Result<> purge(JobId id) override;

 private:
  Database& database_;
};

class QueueView final : public autograder::QueueView {
 public:
  explicit QueueView(Database& database) : database_(database) {}
  Result<std::vector<QueuedJob>> list(QueuePart part, int offset, int limit) override;

 private:
  Database& database_;
};

class Upkeep final : public autograder::Upkeep {
 public:
  explicit Upkeep(Database& database) : database_(database) {}
  Result<Tidied> sweep() override;
  Result<Tidied> forget_runs(Time before) override;
  Result<TidiedReports> remove_excerpts(Time before, SubmissionId after) override;
  Result<Room> room() override { return database_.room(); }

 private:
  Database& database_;
};

class Blobs final : public BlobStore {
 public:
  explicit Blobs(Database& database) : database_(database) {}
  Result<Sha256> put(std::string_view bytes) override;
  Result<Sha256> put_from(const BlobSource& source) override;
  Result<std::string> read(const Sha256& hash, std::int64_t offset, std::int64_t count) override;
  Result<Bytes> size(const Sha256& hash) override;

 private:
  Result<Sha256> put_hashed(const BlobSource& source, const Sha256& hash);

  Database& database_;
};

class Workers final : public WorkerRegistry {
 public:
  explicit Workers(Database& database) : database_(database) {}
  Result<> heartbeat(const WorkerRow& worker) override;
  Result<std::vector<WorkerRow>> list() override;
  Result<> remove(WorkerId id) override;

 private:
  Database& database_;
};

}  // namespace autograder::sql
