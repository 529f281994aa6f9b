// The contract of every Upkeep, and of counting the bytes of a user.
#pragma once

#include <string>

#include "storage/stored_bytes.h"
#include "storage/testing/run_contract.h"

namespace autograder {

class UpkeepContract : public RunContract {
 protected:
  Upkeep& upkeep() { return storage_->upkeep(); }
  // Until there is no more. The rows that went.
  int sweep() {
    int rows = 0;
    for (Tidied step{0, true}; step.more; rows += step.rows) step = must(upkeep().sweep());
    return rows;
  }
  NewRun new_run_of(std::size_t bytes) {
    NewRun run = new_run();
    run.input.assign(bytes, 'x');
    return run;
  }
  static Report long_report() {
    Report report = accepted();
    report.output.assign(20'000, 'o');
    report.tests.resize(1);
    report.tests[0].index = 1;
    report.tests[0].verdict = Verdict::accepted;
    report.tests[0].cpu_time_ms = 31;
    report.tests[0].input.assign(kExcerptMax, 'i');
    report.tests[0].expected.assign(kExcerptMax, 'e');
    report.tests[0].output.assign(kExcerptMax, 'o');
    return report;
  }
  SubmissionId judge_one(UserId user = UserId(IdBytes{1})) {
    clock_.advance(std::chrono::milliseconds(1));
    const SubmissionId id = submit_one(user);
    must(finish(*lease(), long_report()));
    return id;
  }
  bool has_excerpts(SubmissionId id) { return !find(id).report->output.empty(); }
};

TEST_P(UpkeepContract, AnsweredRunsGoInMinutesAndAllOthersInADay) {
  NewRun answered = new_run();
  must(submit_run(answered));
  must(finish_run(*lease_run()));
  NewRun waiting = new_run();
  must(submit_run(waiting));
  clock_.advance(kRunAnswerKept - std::chrono::milliseconds(1));
  EXPECT_EQ(sweep(), 0);
  EXPECT_TRUE(must(runs().find(answered.id)));
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(sweep(), 1);
  EXPECT_FALSE(must(runs().find(answered.id)));
  EXPECT_TRUE(must(runs().find(waiting.id)));
  clock_.advance(kRunKept - kRunAnswerKept);
  EXPECT_EQ(sweep(), 1);
  EXPECT_FALSE(must(runs().phase(waiting.id)));
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
}

TEST_P(UpkeepContract, ARunThatDiedKeepsItsInputForTheAdminADay) {
  const NewRun run = new_run();
  must(submit_run(run));
  for (int i = 0; i < kFailuresMax; ++i) {
    must(jobs().fail(*lease_run(), "broken"));
    clock_.advance(std::chrono::seconds(4));
  }
  clock_.advance(kRunAnswerKept);
  EXPECT_EQ(sweep(), 0);
  must(dead_letters().requeue(JobId(run.id.bytes())));
  EXPECT_EQ(find_run(run.id).input, run.input);
  must(finish_run(*lease_run()));
  clock_.advance(kRunAnswerKept);
  EXPECT_EQ(sweep(), 1);
}

TEST_P(UpkeepContract, ARefusedWriteDoesNotRestoreDeletedRows) {
  open({.queue_max = 1});
  must(submit_run(new_run()));
  must(finish_run(*lease_run()));
  clock_.advance(kRunAnswerKept);
  submit_one();
  expect_error(submit_run(new_run()), ErrorCode::exhausted);
  EXPECT_EQ(sweep(), 1);
  expect_error(submit_run(new_run()), ErrorCode::exhausted);
  EXPECT_EQ(sweep(), 0);
}

TEST_P(UpkeepContract, IdempotencyKeysGoAfterADay) {
  NewSubmission first = new_submission();
  first.idempotency_key = "key";
  must(submit(first));
  clock_.advance(kIdempotencyKept - std::chrono::milliseconds(1));
  EXPECT_EQ(sweep(), 0);
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(sweep(), 1);
}

TEST_P(UpkeepContract, AUserStoresSoMuchADay) {
  open({.stored_a_day_max = kib(100)});
  const UserId other(IdBytes{2});
  NewSubmission large = new_submission();
  large.code.assign(60'000, 'x');
  must(submit(large));
  const NewRun run = new_run_of(60'000);
  expect_error(submit_run(run), ErrorCode::over_budget);
  EXPECT_FALSE(must(runs().find(run.id)));
  NewSubmission second = new_submission();
  second.code.assign(60'000, 'x');
  const auto refused = submit(second);
  expect_error(refused, ErrorCode::over_budget);
  EXPECT_NE(refused.error().message.find("102400 bytes"), std::string::npos) << refused.error().message;
  EXPECT_FALSE(must(submissions().find(second.id)));
  second.user = other;
  must(submit(second));
  submit_one();
  clock_.advance(std::chrono::duration_cast<std::chrono::milliseconds>(day_after(clock_.now()) - clock_.now()));
  must(submit_run(run));
  expect_error(submit_run(new_run_of(60'000)), ErrorCode::over_budget);
}

TEST_P(UpkeepContract, ReportsAndResultsCountForTheDay) {
  open({.stored_a_day_max = kib(50)});
  judge_one();
  judge_one();
  expect_error(submit(new_submission()), ErrorCode::over_budget);
  const UserId other(IdBytes{2});
  must(submit_run(new_run(other)));
  RunResult result;
  result.output.assign(60'000, 'o');
  must(finish_run(*lease_run(), result));
  expect_error(submit_run(new_run(other)), ErrorCode::over_budget);
}

TEST_P(UpkeepContract, JudgingAgainCostsItsUserNothing) {
  open({.stored_a_day_max = kib(50)});
  const SubmissionId id = judge_one();
  for (int i = 0; i < 4; ++i) {
    must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
    LeaseRequest again = request();
    again.kinds = {JobKind::rejudge};
    must(finish(*take(again), long_report()));
  }
  submit_one();
}

TEST_P(UpkeepContract, TheOldestReportsOfAUserGiveUpTheirExcerpts) {
  open({.reports_a_user_max = kib(100)});
  const SubmissionId of_another = judge_one(UserId(IdBytes{2}));
  const SubmissionId first = judge_one();
  const SubmissionId second = judge_one();
  const SubmissionId third = judge_one();
  EXPECT_TRUE(has_excerpts(first));
  const SubmissionId fourth = judge_one();
  const Submission stripped = find(first);
  EXPECT_EQ(code_of(stripped.state), "AC");
  EXPECT_EQ(stripped.score, 100);
  EXPECT_EQ(stripped.report->message, "all tests passed");
  EXPECT_EQ(stripped.report->output, "");
  EXPECT_TRUE(stripped.report->output_truncated);
  ASSERT_EQ(stripped.report->tests.size(), 1U);
  EXPECT_EQ(stripped.report->tests[0].cpu_time_ms, 31);
  EXPECT_EQ(stripped.report->tests[0].input, "");
  EXPECT_EQ(stripped.report->tests[0].expected, "");
  EXPECT_EQ(stripped.report->tests[0].output, "");
  EXPECT_TRUE(stripped.report->tests[0].truncated);
  EXPECT_TRUE(has_excerpts(second));
  EXPECT_TRUE(has_excerpts(third));
  EXPECT_TRUE(has_excerpts(fourth));
  EXPECT_TRUE(has_excerpts(of_another));
  for (int i = 0; i < 20; ++i) judge_one();
  const SubmissionId newest = judge_one();
  EXPECT_FALSE(has_excerpts(fourth));
  EXPECT_TRUE(has_excerpts(newest));
  EXPECT_TRUE(has_excerpts(of_another));
}

TEST_P(UpkeepContract, ExcerptsOfBeforeADateGoByCommand) {
  const SubmissionId early = judge_one();
  clock_.advance(std::chrono::hours(1));
  const Time border = clock_.now();
  clock_.advance(std::chrono::hours(1));
  const SubmissionId late = judge_one();
  const auto counter = must(storage_->change_counter());
  const TidiedReports done = must(upkeep().remove_excerpts(border, {}));
  EXPECT_EQ(done.reports, 1);
  EXPECT_EQ(done.next, early);
  EXPECT_FALSE(done.more);
  EXPECT_FALSE(has_excerpts(early));
  EXPECT_TRUE(has_excerpts(late));
  EXPECT_GT(must(storage_->change_counter()), counter) << "caches hear of it";
  EXPECT_EQ(must(upkeep().remove_excerpts(border, {})).reports, 0) << "there is nothing left to take out";
}

TEST_P(UpkeepContract, RunsOfBeforeADateGoByCommandUnlessAWorkerHasThem) {
  const NewRun begun = new_run();
  must(submit_run(begun));
  const auto held = lease_run();
  const NewRun waiting = new_run();
  must(submit_run(waiting));
  clock_.advance(std::chrono::seconds(1));
  const Time border = clock_.now();
  const NewRun later = new_run();
  must(submit_run(later));
  EXPECT_EQ(must(upkeep().forget_runs(border)).rows, 1);
  EXPECT_FALSE(must(runs().find(waiting.id)));
  EXPECT_TRUE(must(runs().find(later.id)));
  must(finish_run(*held));
  EXPECT_EQ(must(upkeep().forget_runs(border)).rows, 1);
  EXPECT_FALSE(must(runs().find(begun.id)));
}

}  // namespace autograder
