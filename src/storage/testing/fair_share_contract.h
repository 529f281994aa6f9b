// The contract of fair shares: how every JobQueue shares the slots of all workers. See docs/queue.md.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class FairShareContract : public StorageContract {
 protected:
  static UserId user(int number) { return UserId(IdBytes{static_cast<std::uint8_t>(number)}); }
  static WorkerId worker(int number) { return WorkerId(IdBytes{static_cast<std::uint8_t>(number)}); }
  LeaseRequest of_all_kinds(int slots, int number = 7) {
    LeaseRequest wanted{worker(number), {JobKind::judge, JobKind::rejudge, JobKind::run, JobKind::verify}, {"cpp"}};
    wanted.slots = slots;
    return wanted;
  }
  std::optional<Lease> next(int slots, int number = 7) { return take(of_all_kinds(slots, number)); }
  std::optional<Lease> beside(int slots, const Lease& held, bool turn_over, std::int64_t worked_ms = 10'000) {
    auto wanted = of_all_kinds(slots);
    wanted.set_aside = LeaseRequest::SetAside{held.job.id, turn_over, worked_ms};
    return take(wanted);
  }
  JobId submit_of(UserId owner) {
    auto submission = new_submission(owner);
    must(submit(submission));
    return submission.job;
  }
  JobId run_of(UserId owner) {
    NewRun run;
    run.id = ids_.next<RunId>();
    run.user = owner;
    run.language = "cpp";
    run.created_at = clock_.now();
    std::promise<Result<>> stored;
    storage_->runs().submit(run, [&](Result<> done) { stored.set_value(std::move(done)); });
    must(stored.get_future().get());
    return JobId(run.id.bytes());
  }
  void verify_of(int jobs, std::string language = "cpp") {
    Problem problem;
    problem.id = ids_.next<ProblemId>();
    problem.title = "bundled";
    problem.version = 1;
    must(problems().create(problem));
    NewVerification set;
    set.problem = problem.id;
    set.problem_version = 1;
    set.user = user(99);
    set.time_limit = std::chrono::seconds(1);
    for (int i = 0; i < jobs; ++i)
      set.submissions.push_back({ids_.next<JobId>(), "a" + std::to_string(i), language, ""});
    must(storage_->verifications().put(set));
  }
  void end(const Lease& held) {
    if (held.job.kind != JobKind::run) return must(finish(held, accepted()));
    std::promise<Result<>> ended;
    storage_->jobs().finish(held, RunResult{}, [&](Result<> done) { ended.set_value(std::move(done)); });
    must(ended.get_future().get());
  }
  // Each after it was worked on for so long.
  void end_after(std::chrono::milliseconds used, const Lease& held) {
    for (; used > kRenewEvery; used -= kRenewEvery) {
      clock_.advance(kRenewEvery);
      must(jobs().renew(held));
    }
    clock_.advance(used);
    end(held);
  }
};

TEST_P(FairShareContract, AUserHoldsHalfOfTheSlotsWhileOthersWait) {
  for (int i = 0; i < 6; ++i) submit_of(user(1));
  const auto first = next(4);
  const auto second = next(4);
  std::vector<JobId> others{submit_of(user(2)), submit_of(user(3))};
  clock_.advance(std::chrono::seconds(1));
  for (const JobId job : others) EXPECT_EQ(next(4)->job.id, job);
  // Nobody else waits: the slots are better used than kept.
  const auto third = next(4);
  ASSERT_TRUE(third);
  const JobId late = submit_of(user(4));
  end(*third);
  EXPECT_EQ(next(4)->job.id, late);
}

TEST_P(FairShareContract, AUserIsCountedOverAllWorkers) {
  WorkerRow row;
  row.slots = 2;
  row.last_seen = clock_.now();
  for (const int number : {1, 2}) {
    row.id = worker(number);
    must(storage_->workers().heartbeat(row));
  }
  for (int i = 0; i < 8; ++i) submit_of(user(1));
  EXPECT_TRUE(next(2, 1));
  EXPECT_TRUE(next(2, 1));
  clock_.advance(std::chrono::seconds(1));
  const JobId other = submit_of(user(2));
  EXPECT_EQ(next(2, 2)->job.id, other) << "two of the four slots are the first user's";
  clock_.advance(kWorkerLost);
  const auto third = next(2, 2);
  ASSERT_TRUE(third);
  // One worker is gone, and of its leases nobody knows yet that they run out.
  const JobId late = submit_of(user(3));
  EXPECT_EQ(next(2, 2)->job.id, late);
}

TEST_P(FairShareContract, RunsHoldHalfOfTheSlotsWhileSubmissionsWait) {
  for (int i = 1; i <= 6; ++i) run_of(user(i));
  const auto first = next(4);
  EXPECT_EQ(first->job.kind, JobKind::run);
  EXPECT_EQ(next(4)->job.kind, JobKind::run);
  const JobId submission = submit_of(user(10));
  EXPECT_EQ(next(4)->job.id, submission);
  EXPECT_EQ(next(4)->job.kind, JobKind::run) << "no submission waits";
  const JobId second = submit_of(user(11));
  end(*first);
  EXPECT_EQ(next(4)->job.id, second);
}

TEST_P(FairShareContract, OnASingleSlotRunsAndSubmissionsTakeTurns) {
  for (int i = 1; i <= 4; ++i) {
    run_of(user(i));
    submit_of(user(10 + i));
  }
  std::string order;
  while (const auto held = next(1)) {
    order += held->job.kind == JobKind::run ? 'r' : 's';
    end_after(std::chrono::seconds(1), *held);
  }
  EXPECT_EQ(order, "rsrsrsrs");
}

TEST_P(FairShareContract, AVerificationLeavesASlotFree) {
  verify_of(6);
  EXPECT_TRUE(next(3));
  const auto second = next(3);
  ASSERT_TRUE(second);
  EXPECT_FALSE(next(3)) << "even when nobody else waits: then nobody has to wait for it";
  const JobId hello = submit_of(user(1));
  EXPECT_EQ(next(3)->job.id, hello);
  end(*second);
  EXPECT_EQ(next(3)->job.kind, JobKind::verify);
  EXPECT_TRUE(next(4)) << "and with a slot more";
}

TEST_P(FairShareContract, OnASingleSlotAVerificationIsSetAside) {
  verify_of(2);
  const auto held = next(1);
  ASSERT_EQ(held->job.kind, JobKind::verify);
  EXPECT_FALSE(next(1));
  EXPECT_FALSE(beside(1, *held, true)) << "not for another of its kind";
  const JobId hello = submit_of(user(1));
  EXPECT_EQ(beside(1, *held, true)->job.id, hello);
}

TEST_P(FairShareContract, AJudgingIsSetAsideForUsersWithoutASlotAlone) {
  for (int i = 0; i < 3; ++i) submit_of(user(1));
  const auto first = next(2);
  EXPECT_FALSE(beside(2, *first, true)) << "its own user's next waits for it";
  const auto second = next(2);
  const JobId other = submit_of(user(2));
  const auto third = beside(2, *second, false);
  ASSERT_TRUE(third) << "its user holds more than half of the slots";
  EXPECT_EQ(third->job.id, other);
  submit_of(user(2));
  EXPECT_FALSE(beside(2, *first, true)) << "that user has a slot";
  end(*second);
  const JobId late = submit_of(user(3));
  EXPECT_FALSE(beside(2, *first, false)) << "its user holds a half, and its turn is not over";
  EXPECT_EQ(beside(2, *first, true)->job.id, late);
  end(*first);
  submit_of(user(4));
  EXPECT_FALSE(beside(2, *first, true)) << "who lost the lease sets nothing aside";
}

TEST_P(FairShareContract, AJudgingIsNotSetAsideForWhoeverUsedMore) {
  submit_of(user(1));
  end_after(std::chrono::seconds(30), *next(1));
  submit_of(user(2));
  const auto held = next(1);
  const JobId debtor = submit_of(user(1));
  EXPECT_FALSE(beside(1, *held, true, 20'000));
  const auto other = beside(1, *held, true, 31'000);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->job.id, debtor);
}

TEST_P(FairShareContract, WallTimeIsChargedNotJobs) {
  const UserId sleeper = user(1);
  const UserId quick = user(2);
  submit_of(sleeper);
  end_after(std::chrono::seconds(40), *next(1));
  const JobId next_of_sleeper = submit_of(sleeper);
  std::vector<JobId> quick_ones;
  for (int i = 0; i < 20; ++i) quick_ones.push_back(submit_of(quick));
  std::vector<JobId> order;
  while (const auto held = next(1)) {
    order.push_back(held->job.id);
    end_after(std::chrono::milliseconds(500), *held);
  }
  quick_ones.push_back(next_of_sleeper);
  EXPECT_EQ(order, quick_ones) << "twenty of half a second cost less than one of forty";
}

TEST_P(FairShareContract, LentTimeIsNotCharged) {
  for (const int number : {1, 2}) submit_of(user(number));
  auto lent = next(2);
  const auto used = next(2);
  clock_.advance(std::chrono::seconds(20));
  lent->lent = std::chrono::seconds(20);
  end(*lent);
  end(*used);
  const JobId of_user = submit_of(user(2));
  const JobId of_lender = submit_of(user(1));
  EXPECT_EQ(next(2)->job.id, of_lender);
  EXPECT_EQ(next(2)->job.id, of_user);
}

TEST_P(FairShareContract, ALeaseThatRunsOutOrFailsIsPaidFor) {
  for (const bool runs_out : {true, false}) {
    open();
    submit_of(user(1));
    const auto held = next(1);
    clock_.advance(runs_out ? kLeaseTime : kLeaseTime / 2);
    if (!runs_out) {
      EXPECT_EQ(must(jobs().fail(*held, "broken")), FailureFate::retried);
    }
    clock_.advance(std::chrono::seconds(1));
    const auto again = next(1);
    ASSERT_TRUE(again) << "and keeps its place";
    end(*again);
    const JobId debtor = submit_of(user(1));
    const JobId other = submit_of(user(2));
    EXPECT_EQ(next(1)->job.id, other);
    EXPECT_EQ(next(1)->job.id, debtor);
  }
}

TEST_P(FairShareContract, ADebtIsBounded) {
  submit_of(user(1));
  end_after(std::chrono::hours(1), *next(1));
  submit_of(user(2));
  end_after(std::chrono::minutes(20), *next(1));
  const JobId of_hour = submit_of(user(1));
  const JobId of_minutes = submit_of(user(2));
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(next(1)->job.id, of_hour) << "the older debt first, however large it was";
  EXPECT_EQ(next(1)->job.id, of_minutes);
}

TEST_P(FairShareContract, ADebtorsManyWaitOneAfterTheOther) {
  submit_of(user(1));
  const auto held = next(1);
  for (int i = 0; i < 70; ++i) submit_of(user(1));
  end_after(std::chrono::seconds(5), *held);
  for (int i = 0; i < 70; ++i) {
    const JobId newcomer = submit_of(UserId(IdBytes{2, static_cast<std::uint8_t>(i)}));
    EXPECT_EQ(next(1)->job.id, newcomer) << i;
    end(*take(of_all_kinds(1)));
  }
}

// The queue's time goes on with the work of the newcomers, also where a job waits that no worker serves.
TEST_P(FairShareContract, NewcomersHoldADebtorBackForABoundedTime) {
  for (const bool unserved : {false, true}) {
    open();
    if (unserved) {
      auto submission = new_submission(user(3));
      submission.language = "go";
      must(submit(submission));
    }
    submit_of(user(1));
    end_after(std::chrono::seconds(1), *next(1));
    const JobId debtor = submit_of(user(1));
    int before = 0;
    for (;; ++before) {
      ASSERT_LE(before, 8) << "of 10 s each: 64 times the debt of a second, and two that are counted late";
      submit_of(UserId(IdBytes{2, static_cast<std::uint8_t>(before)}));
      const auto held = next(1);
      ASSERT_TRUE(held);
      if (held->job.id == debtor) break;
      end_after(std::chrono::seconds(10), *held);
    }
    EXPECT_GE(before, 5) << unserved;
  }
}

// Where some of them wait all the time, the queue's time cannot pass them.
TEST_P(FairShareContract, UsersWhoAlwaysWaitHoldADebtorBackUntilEachUsedAsMuch) {
  constexpr int kUsers = 4;
  submit_of(user(1));
  end_after(std::chrono::seconds(1), *next(1));
  const JobId debtor = submit_of(user(1));
  std::map<JobId, UserId> others;
  for (int number = 0; number < kUsers; ++number) {
    const UserId other(IdBytes{2, static_cast<std::uint8_t>(number)});
    for (int i = 0; i < 2; ++i) others.emplace(submit_of(other), other);
  }
  for (int before = 0;; ++before) {
    ASSERT_LE(before, kUsers) << "of 10 s each";
    const auto held = next(1);
    ASSERT_TRUE(held);
    if (held->job.id == debtor) break;
    others.emplace(submit_of(others.at(held->job.id)), others.at(held->job.id));
    end_after(std::chrono::seconds(10), *held);
  }
}

}  // namespace autograder
