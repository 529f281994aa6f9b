// The contract of every RunStore.
#pragma once

#include "storage/testing/contract_fixture.h"

namespace autograder {

class RunContract : public StorageContract {
 protected:
  RunStore& runs() { return storage_->runs(); }
  NewRun new_run(UserId user = UserId(IdBytes{1})) {
    NewRun run;
    run.id = ids_.next<RunId>();
    run.user = user;
    run.language = "cpp";
    run.code = "int main() {}\n";
    run.input = "1 2\n";
    run.created_at = clock_.now();
    return run;
  }
  Result<> submit_run(NewRun run) {
    std::promise<Result<>> promise;
    auto future = promise.get_future();
    runs().submit(std::move(run), [&](Result<> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  std::optional<Lease> lease_run(bool alone = false) {
    LeaseRequest wanted = request(alone);
    wanted.kinds = {JobKind::run, JobKind::rerun, JobKind::judge};
    return take(wanted);
  }
  Result<> finish_run(const Lease& held, RunResult result = {}) {
    std::promise<Result<>> promise;
    auto future = promise.get_future();
    jobs().finish(held, std::move(result), [&](Result<> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  RunRow find_run(RunId id) {
    auto found = must(runs().find(id));
    if (!found) ADD_FAILURE() << "no run " << id.hex();
    return found.value_or(RunRow{});
  }
};

TEST_P(RunContract, FromSubmitToResult) {
  NewRun run = new_run();
  run.kind = JobKind::rerun;
  run.code = "print(\"\xF0\x9F\x92\xA5\")\r\n";
  run.input = std::string("\0\xFF\n' ; --", 9);
  run.limits = ProblemLimits{std::chrono::milliseconds(100), mib(64), kib(1)};
  must(submit_run(run));
  RunRow found = find_run(run.id);
  EXPECT_EQ(found.id, run.id);
  EXPECT_EQ(found.user, run.user);
  EXPECT_EQ(found.kind, JobKind::rerun);
  EXPECT_EQ(found.language, "cpp");
  EXPECT_EQ(found.code, run.code);
  EXPECT_EQ(found.input, run.input);
  EXPECT_EQ(found.limits, run.limits);
  EXPECT_EQ(found.created_at, run.created_at);
  EXPECT_EQ(found.phase, Phase::queued);
  EXPECT_EQ(must(runs().phase(run.id)), Phase::queued);
  const auto held = lease_run();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->job.subject, Subject(run.id));
  EXPECT_EQ(held->job.kind, JobKind::rerun);
  EXPECT_EQ(find_run(run.id).phase, Phase::running);
  EXPECT_EQ(must(runs().phase(run.id)), Phase::running);
  const RunResult result{Verdict::runtime_error, "out\n", true, true, "exit code 3", 12, 34, 5678};
  must(finish_run(*held, result));
  found = find_run(run.id);
  EXPECT_EQ(found.phase, Phase::judged);
  EXPECT_EQ(must(runs().phase(run.id)), Phase::judged);
  EXPECT_EQ(found.result, result);
  expect_error(finish_run(*held, result), ErrorCode::conflict);
  EXPECT_EQ(must(jobs().depth()).leased, 0);
  EXPECT_FALSE(must(runs().find(ids_.next<RunId>())));
  EXPECT_FALSE(must(runs().phase(ids_.next<RunId>())));
}

TEST_P(RunContract, ARunGoesBeforeAllSubmissions) {
  submit_one();
  NewRun run = new_run(UserId(IdBytes{2}));
  run.input.clear();
  must(submit_run(run));
  const auto held = lease_run();
  EXPECT_EQ(held->job.subject, Subject(run.id));
  EXPECT_EQ(find_run(run.id).input, "");
  EXPECT_FALSE(find_run(run.id).limits);
  EXPECT_EQ(must(submissions().count_in_flight(UserId(IdBytes{2}), 20)), 0);
}

TEST_P(RunContract, ARunThatDoesNotFitIsRefused) {
  NewRun run = new_run();
  run.input.assign(kRunInputMax, 'x');
  must(submit_run(run));
  expect_error(submit_run(run), ErrorCode::conflict);
  run = new_run();
  run.input.assign(kRunInputMax + 1, 'x');
  expect_error(submit_run(run), ErrorCode::invalid);
  run = new_run();
  run.code.assign(kCodeMax + 1, 'x');
  expect_error(submit_run(run), ErrorCode::invalid);
  run = new_run();
  run.kind = JobKind::judge;
  expect_error(submit_run(run), ErrorCode::invalid);
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  open({.queue_max = 1});
  submit_one();
  run = new_run();
  expect_error(submit_run(run), ErrorCode::exhausted);
  EXPECT_FALSE(must(runs().find(run.id)));
}

TEST_P(RunContract, OneThatIsToBeAloneWaitsForNoOther) {
  NewRun run = new_run();
  run.alone = true;
  must(submit_run(run));
  NewRun second = new_run();
  second.alone = true;
  expect_error(submit_run(second), ErrorCode::denied);
  const auto held = lease_run();
  expect_error(submit_run(second), ErrorCode::denied);
  NewRun of_another = new_run(UserId(IdBytes{2}));
  of_another.alone = true;
  must(submit_run(of_another));
  must(finish_run(*held));
  submit_one(run.user);
  must(submit_run(second));
  NewRun beside = new_run();
  must(submit_run(beside));
}

TEST_P(RunContract, OneThatNobodyWaitsForGoesUnlessItHasBegun) {
  const NewRun waiting = new_run();
  must(submit_run(waiting));
  EXPECT_TRUE(must(runs().abandon(waiting.id)));
  EXPECT_FALSE(must(runs().find(waiting.id)));
  EXPECT_FALSE(must(runs().abandon(waiting.id)));
  EXPECT_FALSE(lease_run());
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
  const NewRun run = new_run();
  must(submit_run(run));
  auto held = lease_run();
  EXPECT_FALSE(must(runs().abandon(run.id)));
  must(jobs().fail(*held, "broken"));
  EXPECT_TRUE(must(runs().abandon(run.id))) << "it waits to be tried again";
  must(submit_run(run));
  held = lease_run();
  must(finish_run(*held));
  EXPECT_FALSE(must(runs().abandon(run.id)));
  EXPECT_EQ(find_run(run.id).phase, Phase::judged);
  NewSubmission wanted = new_submission();
  const SubmissionId submission = must(submit(wanted)).id;
  EXPECT_FALSE(must(runs().abandon(RunId(wanted.job.bytes())))) << "no run";
  EXPECT_EQ(code_of(must(submissions().state(submission)).value()), "QUEUED");
}

TEST_P(RunContract, ALateWorkerChangesNothing) {
  const NewRun run = new_run();
  must(submit_run(run));
  const auto old = lease_run();
  clock_.advance(kLeaseTime);
  expect_error(finish_run(*old), ErrorCode::conflict);
  EXPECT_EQ(find_run(run.id).phase, Phase::queued);
  const auto fresh = lease_run();
  expect_error(finish_run(*old), ErrorCode::conflict);
  must(finish_run(*fresh));
}

TEST_P(RunContract, ADeadRunEndsInAnInternalError) {
  const NewRun run = new_run();
  must(submit_run(run));
  for (int i = 0; i < kFailuresMax; ++i) {
    must(jobs().fail(*lease_run(), "disk full for good"));
    clock_.advance(std::chrono::seconds(4));
  }
  const RunRow dead = find_run(run.id);
  EXPECT_EQ(dead.phase, Phase::judged);
  ASSERT_TRUE(dead.result);
  EXPECT_EQ(dead.result->verdict, Verdict::internal_error);
  EXPECT_EQ(dead.result->output.find("disk"), std::string::npos);
  EXPECT_EQ(must(dead_letters().list({}, 10)).at(0).reason, "disk full for good");
  must(dead_letters().requeue(JobId(run.id.bytes())));
  EXPECT_EQ(find_run(run.id).phase, Phase::queued);
  EXPECT_FALSE(find_run(run.id).result);
  must(finish_run(*lease_run()));
  EXPECT_TRUE(find_run(run.id).result);
}

TEST_P(RunContract, ReportsAndResultsAreNotMixedUp) {
  const NewRun run = new_run();
  must(submit_run(run));
  const SubmissionId id = submit_one();
  const auto running = lease_run();
  ASSERT_EQ(running->job.subject, Subject(run.id));
  expect_error(finish(*running, accepted()), ErrorCode::invalid);
  EXPECT_EQ(find_run(run.id).phase, Phase::running);
  const auto judging = lease_run();
  expect_error(finish_run(*judging), ErrorCode::invalid);
  EXPECT_EQ(code_of(find(id).state), "RUNNING");
  must(finish_run(*running));
  must(finish(*judging, accepted()));
}

TEST_P(RunContract, AnAnsweredRunKeepsItsAnswerAlone) {
  const NewRun run = new_run();
  must(submit_run(run));
  const auto held = lease_run();
  EXPECT_EQ(find_run(run.id).input, run.input) << "until it is answered";
  must(finish_run(*held));
  const RunRow answered = find_run(run.id);
  EXPECT_TRUE(answered.result);
  EXPECT_EQ(answered.code, "");
  EXPECT_EQ(answered.input, "");
  EXPECT_EQ(answered.language, run.language);
}

}  // namespace autograder
