#include "simulation/ledger.h"

namespace autograder::simulation {

bool Ledger::is_live(JobId job, const Lease& lease) const {
  const auto found = current_.find(job);
  return found != current_.end() && found->second.token == lease.token && clock_.now() < found->second.until;
}

void Ledger::began(int holder, const Lease& lease) {
  const JobId job = lease.job.id;
  const Entry entry{holder, lease.token, clock_.now() + kLeaseTime};
  const auto before = current_.find(job);
  if (before != current_.end() && clock_.now() < before->second.until) {
    complain_("job " + job.hex() + " was leased while holder " + std::to_string(before->second.holder) +
              " had a live lease");
  }
  run_out_ += before != current_.end() ? 1 : 0;
  current_[job] = entry;
  of_holder_[{holder, job}] = entry;
}

void Ledger::renewed(const Lease& lease) {
  const JobId job = lease.job.id;
  if (!is_live(job, lease)) return complain_("a lost lease of job " + job.hex() + " was renewed");
  auto& entry = current_[job];
  entry.until = clock_.now() + kLeaseTime;
  of_holder_[{entry.holder, job}] = entry;
}

void Ledger::ended(const Lease& lease, const std::string& verb) {
  const JobId job = lease.job.id;
  if (!is_live(job, lease)) return complain_("a lost lease of job " + job.hex() + " was taken for " + verb);
  of_holder_.erase({current_[job].holder, job});
  current_.erase(job);
}

void Ledger::forget_leases() {
  current_.clear();
  of_holder_.clear();
}

void Ledger::tried_to_renew(int holder) {
  for (auto& [key, entry] : of_holder_) {
    if (key.first == holder && entry.until <= clock_.now()) entry.end_is_known = true;
  }
}

bool Ledger::knows_its_end(int holder, JobId job) const {
  const auto found = of_holder_.find({holder, job});
  return found != of_holder_.end() && found->second.end_is_known;
}

int Ledger::deaths(const Subject& subject) const {
  const auto found = deaths_.find(subject);
  return found == deaths_.end() ? 0 : found->second;
}

Result<std::optional<Lease>> LedgerStorage::Jobs::lease(const LeaseRequest& request) {
  auto lease = behind_.lease(request);
  if (lease && *lease) ledger_.began(holder_, **lease);
  return lease;
}

Result<std::vector<Job>> LedgerStorage::Jobs::expire(int limit) {
  auto died = behind_.expire(limit);
  for (const Job& job : died ? *died : std::vector<Job>{}) ledger_.died(job);
  return died;
}

Result<> LedgerStorage::Jobs::renew(const Lease& lease) {
  auto answer = behind_.renew(lease);
  if (answer) ledger_.renewed(lease);
  return answer;
}

void LedgerStorage::Jobs::finish(const Lease& lease, JobOutcome outcome, FinishDone done) {
  behind_.finish(lease, std::move(outcome), [this, lease, done = std::move(done)](Result<> answer) mutable {
    if (answer) ledger_.ended(lease, "finish");
    done(std::move(answer));
  });
}

Result<FailureFate> LedgerStorage::Jobs::fail(const Lease& lease, std::string reason) {
  auto fate = behind_.fail(lease, std::move(reason));
  if (fate) ledger_.ended(lease, "fail");
  if (fate && *fate == FailureFate::dead) ledger_.died(lease.job);
  return fate;
}

Result<> LedgerStorage::Jobs::give_back(const Lease& lease) {
  auto answer = behind_.give_back(lease);
  if (answer) ledger_.ended(lease, "give_back");
  return answer;
}

}  // namespace autograder::simulation
