// Keeps a book of leases next to the real queue, and complains about each answer that a lease must not get.
//
// Knows:          who was given which job, when that lease ends, how jobs ended.
// Does not know:  workers, faults, reports.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "foundation/clock.h"
#include "storage/storage.h"

namespace autograder::simulation {

// One thread.
class Ledger final {
 public:
  using Complain = std::function<void(const std::string&)>;
  Ledger(const Clock& clock, Complain complain) : clock_(clock), complain_(std::move(complain)) {}

  // The answers of the queue.
  void began(int holder, const Lease& lease);
  void renewed(const Lease& lease);
  void ended(const Lease& lease, const std::string& verb);  // finish, fail, give_back
  void died(const Job& job) { ++deaths_[job.subject]; }
  // The server was started again: nobody holds anything.
  void forget_leases();

  // The holder has just tried to renew what it holds: it knows now which of its leases are over.
  void tried_to_renew(int holder);
  // Whether the holder knows that its lease of this job is over.
  bool knows_its_end(int holder, JobId job) const;

  int deaths(const Subject& subject) const;
  int run_out() const { return run_out_; }  // leases whose job was given to another holder

 private:
  struct Entry {
    int holder = 0;
    LeaseToken token = 0;
    Time until{};
    bool end_is_known = false;
  };
  bool is_live(JobId job, const Lease& lease) const;

  const Clock& clock_;
  const Complain complain_;
  std::map<JobId, Entry> current_;
  std::map<std::pair<int, JobId>, Entry> of_holder_;  // those that others got since, too
  std::map<Subject, int> deaths_;
  int run_out_ = 0;
};

// The storage behind it, whose queue writes into the ledger what `holder` is answered.
class LedgerStorage final : public Storage {
 public:
  LedgerStorage(Storage& behind, Ledger& ledger, int holder) : behind_(behind), jobs_(behind.jobs(), ledger, holder) {}

  UserStore& users() override { return behind_.users(); }
  ProblemStore& problems() override { return behind_.problems(); }
  SubmissionStore& submissions() override { return behind_.submissions(); }
  DraftStore& drafts() override { return behind_.drafts(); }
  RunStore& runs() override { return behind_.runs(); }
  VerificationStore& verifications() override { return behind_.verifications(); }
  JobQueue& jobs() override { return jobs_; }
  DeadLetters& dead_letters() override { return behind_.dead_letters(); }
  QueueView& queue_view() override { return behind_.queue_view(); }
  WorkerRegistry& workers() override { return behind_.workers(); }
  BlobStore& blobs() override { return behind_.blobs(); }
  Upkeep& upkeep() override { return behind_.upkeep(); }
  Result<std::int64_t> change_counter() override { return behind_.change_counter(); }
  Result<> ping() override { return behind_.ping(); }

 private:
  class Jobs final : public JobQueue {
   public:
    Jobs(JobQueue& behind, Ledger& ledger, int holder) : behind_(behind), ledger_(ledger), holder_(holder) {}
    Result<std::optional<Lease>> lease(const LeaseRequest& request) override;
    Result<std::vector<Job>> expire(int limit) override;
    Result<bool> suspect_waits(const LeaseRequest& request) override { return behind_.suspect_waits(request); }
    Result<> renew(const Lease& lease) override;
    void finish(const Lease& lease, JobOutcome outcome, FinishDone done) override;
    Result<FailureFate> fail(const Lease& lease, std::string reason) override;
    Result<> give_back(const Lease& lease) override;
    Result<QueueDepth> depth() override { return behind_.depth(); }

   private:
    JobQueue& behind_;
    Ledger& ledger_;
    const int holder_;
  };

  Storage& behind_;
  Jobs jobs_;
};

}  // namespace autograder::simulation
