// The worker while its database fails: nothing is lost, nothing is told that is not stored, nothing is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "judge/testing/worker_fixture.h"

namespace autograder {
namespace {

using testing::HasSubstr;

constexpr int kAllCalls = 1'000'000;

class WorkerFaultsTest : public WorkerTest {
 protected:
  WorkerFaultsTest() {
    told_ = bus_->subscribe([this](const Event& event) {
      if (event.kind != Event::Kind::judged) return;
      EXPECT_TRUE(ended(event.subject)) << "told, but not stored";
      ++judged_;
    });
  }

  Subject run() {
    NewRun made;
    made.id = world_.ids.next<RunId>();
    made.user = world_.ids.next<UserId>();
    made.language = "compiled";
    made.code = "the source";
    made.input = "1";
    made.created_at = world_.clock.now();
    world_.storage->runs().submit(made, [](Result<> done) { EXPECT_TRUE(done); });
    return made.id;
  }
  // The problem's set of one bundled submission.
  Subject bundle(ProblemId problem) {
    NewVerification set;
    set.problem = problem;
    set.problem_version = 1;
    set.user = world_.ids.next<UserId>();
    set.time_limit = 9s;
    set.submissions = {{world_.ids.next<JobId>(), "submissions/accepted/a", "compiled", "the source"}};
    EXPECT_TRUE(world_.storage->verifications().put(set));
    return problem;
  }

  // The verdict of what is stored as the end of the job.
  std::optional<Verdict> ended(const Subject& subject) {
    struct Ended {
      Storage& storage;
      std::optional<Verdict> operator()(SubmissionId id) const {
        EXPECT_LE(storage.submissions().history(id).value().size(), 1U);
        const auto report = storage.submissions().find(id).value().value().report;
        return report ? std::optional(report->verdict) : std::nullopt;
      }
      std::optional<Verdict> operator()(RunId id) const {
        const auto result = storage.runs().find(id).value().value().result;
        return result ? std::optional(result->verdict) : std::nullopt;
      }
      std::optional<Verdict> operator()(ProblemId id) const {
        const auto report = storage.verifications().find(id).value().value().submissions.at(0).report;
        return report ? std::optional(report->verdict) : std::nullopt;
      }
    };
    return std::visit(Ended{*world_.storage}, subject);
  }

  // What the worker renews is what it has in hand.
  void expect_empty_hands() {
    const int before = faulty_.plan().calls();
    worker_->renew_leases();
    EXPECT_EQ(faulty_.plan().calls(), before) << "a job is in hand";
  }
  // Steps until it is judged: leases that were left behind run out, and retries come due.
  void judge_in_time(const Subject& subject) {
    for (int round = 0; round < 8 && !ended(subject); ++round) {
      (void)worker_->step(0);
      expect_empty_hands();
      world_.clock.advance(31s);
      worker_->expire_leases();
    }
  }
  // `submit` makes a job, whose calls to the storage fail from the nth on, so many in a row: for each n.
  void fail_each_call(int in_a_row, const std::function<Subject()>& submit) {
    bool failed = true;
    for (int nth = 1; failed; ++nth) {
      ASSERT_LT(nth, 100) << "the calls of one judging have an end";
      SCOPED_TRACE(std::to_string(in_a_row) + " calls from number " + std::to_string(nth));
      // A worker of its own: what it has in its caches it does not ask for.
      make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
        worker_->renew_leases();
        return exited(0, seen.stdin_text);
      }));
      const auto subject = submit();
      judged_ = 0;
      const int before = faulty_.plan().calls();
      faulty_.plan().fail_calls(nth, in_a_row);
      judge_in_time(subject);
      failed = faulty_.plan().calls() - before >= nth;
      faulty_.plan().heal();
      EXPECT_EQ(ended(subject), Verdict::accepted);
      EXPECT_EQ(judged_, 1);
      EXPECT_EQ(depth().waiting + depth().leased + depth().dead, 0);
    }
  }
  // All calls to the database fail while `time` passes in steps, after each of which leases are renewed.
  void pass_without_database(std::chrono::seconds time) {
    faulty_.plan().fail_calls(1, kAllCalls);
    for (; time > 0s; time -= 5s) {
      world_.clock.advance(5s);
      worker_->renew_leases();
    }
    faulty_.plan().heal();
  }

  std::atomic<int> judged_ = 0;
  std::unique_ptr<Subscription> told_;
};

// As many in a row as take a finish and what comes after a failed one.
TEST_F(WorkerFaultsTest, WhicheverCallsFailASubmissionIsJudgedOnce) {
  const auto problem = stored_problem();
  Logged log;
  for (const int in_a_row : {1, 2, 4}) fail_each_call(in_a_row, [&] { return Subject(submit(problem.id)); });
}

TEST_F(WorkerFaultsTest, WhicheverCallsFailARunEndsOnce) {
  Logged log;
  for (const int in_a_row : {1, 2, 4}) fail_each_call(in_a_row, [&] { return run(); });
}

TEST_F(WorkerFaultsTest, WhicheverCallsFailABundledSubmissionIsJudgedOnce) {
  const auto problem = stored_problem();
  Logged log;
  for (const int in_a_row : {1, 2, 4}) fail_each_call(in_a_row, [&] { return bundle(problem.id); });
}

TEST_F(WorkerFaultsTest, AJudgingGoesOnWhileItsLeaseLastsThoughItCannotBeRenewed) {
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.stdin_text == "1") {
      world_.clock.advance(20s);
      worker_->renew_leases();
      pass_without_database(25s);  // the lease that was renewed lasts for 30
      worker_->renew_leases();
    }
    return exited(0, seen.stdin_text);
  }));
  const auto id = submit(stored_problem().id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(id).state), "AC");
}

TEST_F(WorkerFaultsTest, AJudgingEndsWhenItsLeaseWasNotRenewedFor30Seconds) {
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    EXPECT_EQ(seen.stdin_text, "1") << "the judging went on";
    pass_without_database(30s);
    return exited(0, seen.stdin_text);
  }));
  const auto id = submit(stored_problem().id);
  Logged log;
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_THAT(log.read(), HasSubstr("the lease was lost while judging; its work is dropped  submission=" + id.hex()));
  expect_empty_hands();
  EXPECT_FALSE(find(id).report);
  EXPECT_EQ(judged_, 0);
}

TEST_F(WorkerFaultsTest, ASlotDoesNotSpinWhileTheDatabaseIsAway) {
  constexpr int kFew = 20;  // slots ask once each, timers now and then
  poll_every_ = 1h;
  auto& worker = make_worker(echo(), 2);
  Logged log;
  ASSERT_TRUE(worker.start());
  faulty_.plan().fail_calls(1, kAllCalls);
  const int before = faulty_.plan().calls();
  submit(stored_problem().id);
  for (int i = 0; i < 5; ++i) bus_->publish({Event::Kind::queued, {}, {}});
  EXPECT_FALSE(faulty_.plan().wait_for_calls(before + kFew, 300ms)) << "it asks again and again";
  worker.stop();
}

TEST_F(WorkerFaultsTest, SlotsAskAgainWhenTheDatabaseIsBackThoughNoBellRings) {
  auto& worker = make_worker(echo(), 2);
  Logged log;
  ASSERT_TRUE(worker.start());
  faulty_.plan().fail_calls(1, kAllCalls);
  const auto id = submit(stored_problem().id);
  EXPECT_TRUE(faulty_.plan().wait_for_calls(faulty_.plan().calls() + 5, 30s));
  faulty_.plan().heal();
  wait_for_judged(1);
  worker.stop();
  EXPECT_EQ(code_of(find(id).state), "AC");
  EXPECT_THAT(log.read(), HasSubstr("the database answers the worker again"));
}

}  // namespace
}  // namespace autograder
