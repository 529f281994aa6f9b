// Fixture of the contract suites of storage: a fresh store for each test, a stopped clock, and short ways to fill it.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <ostream>
#include <string>

#include "storage/queue_rules.h"
#include "storage/storage.h"
#include "storage/storage_options.h"

namespace autograder {

struct StorageBackend {
  std::string name;
  std::function<std::unique_ptr<Storage>(const Clock&, StorageOptions)> make;  // an empty store
};
inline void PrintTo(const StorageBackend& backend, std::ostream* out) {
  *out << backend.name;
}
inline std::string backend_name(const testing::TestParamInfo<StorageBackend>& info) {
  return info.param.name;
}

// The value, or a failed test with the error's sentence and a default.
template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  ADD_FAILURE() << name_of(result.error().code) << ": " << result.error().message;
  return T{};
}
inline void must(const Result<>& result) {
  if (!result) ADD_FAILURE() << name_of(result.error().code) << ": " << result.error().message;
}
template <class T>
void expect_error(const Result<T>& result, ErrorCode code) {
  ASSERT_FALSE(result);
  EXPECT_EQ(name_of(result.error().code), name_of(code)) << result.error().message;
  EXPECT_FALSE(result.error().message.empty());
}

class StorageContract : public testing::TestWithParam<StorageBackend> {
 protected:
  void open(StorageOptions options = {}) { storage_ = GetParam().make(clock_, options); }
  void SetUp() override { open(); }

  UserStore& users() { return storage_->users(); }
  ProblemStore& problems() { return storage_->problems(); }
  SubmissionStore& submissions() { return storage_->submissions(); }
  JobQueue& jobs() { return storage_->jobs(); }
  DeadLetters& dead_letters() { return storage_->dead_letters(); }

  NewSubmission new_submission(UserId user = UserId(IdBytes{1})) {
    NewSubmission submission;
    submission.id = ids_.next<SubmissionId>();
    submission.job = ids_.next<JobId>();
    submission.user = user;
    submission.problem = ProblemId(IdBytes{9});
    submission.language = "cpp";
    submission.code = "int main() {}\n";
    submission.created_at = clock_.now();
    return submission;
  }
  Result<Submitted> submit(NewSubmission submission) {
    std::promise<Result<Submitted>> promise;
    auto future = promise.get_future();
    submissions().submit(std::move(submission), [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  SubmissionId submit_one(UserId user = UserId(IdBytes{1})) { return must(submit(new_submission(user))).id; }

  LeaseRequest request(bool alone = false, int worker = 7) {
    return {WorkerId(IdBytes{static_cast<std::uint8_t>(worker)}), {JobKind::judge}, {"cpp"}, alone};
  }
  // As workers do: what ran out or is due is booked first.
  std::optional<Lease> take(const LeaseRequest& wanted) {
    must(jobs().expire(kPageMax));
    return must(jobs().lease(wanted));
  }
  std::optional<Lease> lease(bool alone = false, int worker = 7) { return take(request(alone, worker)); }
  Result<> finish(const Lease& lease, JobOutcome outcome) {
    std::promise<Result<>> promise;
    auto future = promise.get_future();
    jobs().finish(lease, std::move(outcome), [&](Result<> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  static Report accepted() {
    Report report;
    report.verdict = Verdict::accepted;
    report.score = 100;
    report.cpu_time_ms = 31;
    report.memory_kb = 1024;
    report.message = "all tests passed";
    return report;
  }
  Submission find(SubmissionId id) {
    auto found = must(submissions().find(id));
    if (!found) ADD_FAILURE() << "no submission " << id.hex();
    return found.value_or(Submission{});
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  std::unique_ptr<Storage> storage_;
};

}  // namespace autograder
