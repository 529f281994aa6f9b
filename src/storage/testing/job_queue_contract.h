// The contract of every JobQueue and DeadLetters. See docs/queue.md.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class JobQueueContract : public StorageContract {
 protected:
  std::vector<SubmissionId> drain() {
    std::vector<SubmissionId> order;
    while (auto held = lease(true)) {
      order.push_back(std::get<SubmissionId>(held->job.subject));
      must(finish(*held, accepted()));
    }
    return order;
  }
  // The lease runs out `times` times.
  void let_expire(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(lease(true)) << i;
      clock_.advance(kLeaseTime);
    }
  }
  void expect_lost(const Lease& held) {
    const auto depth = must(jobs().depth());
    expect_error(jobs().renew(held), ErrorCode::conflict);
    expect_error(finish(held, accepted()), ErrorCode::conflict);
    expect_error(jobs().fail(held, "late"), ErrorCode::conflict);
    expect_error(jobs().give_back(held), ErrorCode::conflict);
    const auto after = must(jobs().depth());
    EXPECT_EQ(after.waiting, depth.waiting);
    EXPECT_EQ(after.leased, depth.leased);
    EXPECT_EQ(after.dead, depth.dead);
  }
};

TEST_P(JobQueueContract, FromLeaseToReport) {
  const SubmissionId id = submit_one();
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  const auto held = lease();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->until, clock_.now() + kLeaseTime);
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
  EXPECT_EQ(must(jobs().depth()).leased, 1);
  EXPECT_EQ(code_of(find(id).state), "RUNNING");
  EXPECT_FALSE(lease());
  clock_.advance(std::chrono::seconds(5));
  Report report = accepted();
  report.tests.resize(3);
  report.judged_at = clock_.now();
  must(finish(*held, report));
  const Submission judged = find(id);
  EXPECT_EQ(code_of(judged.state), "AC");
  ASSERT_TRUE(judged.report);
  EXPECT_EQ(*judged.report, report);
  EXPECT_EQ(judged.score, 100);
  EXPECT_EQ(judged.cpu_time_ms, 31);
  EXPECT_EQ(judged.memory_kb, 1024);
  EXPECT_EQ(judged.updated_at, clock_.now());
  EXPECT_EQ(must(jobs().depth()).leased, 0);
  EXPECT_FALSE(lease());
  expect_lost(*held);
}

TEST_P(JobQueueContract, GivesOnlyWhatTheWorkerCanDo) {
  NewSubmission python = new_submission();
  python.language = "python";
  must(submit(python));
  EXPECT_FALSE(lease());
  LeaseRequest other = request();
  other.kinds = {JobKind::rerun, JobKind::verify};
  other.languages = {"python"};
  EXPECT_FALSE(take(other));
  other.kinds.clear();
  EXPECT_FALSE(take(other));
  other.kinds = {JobKind::run, JobKind::judge};
  other.languages = {"cpp", "python"};
  EXPECT_TRUE(take(other));
  other.languages.assign(kLanguagesMax + 1, "cpp");
  expect_error(jobs().lease(other), ErrorCode::invalid);
}

TEST_P(JobQueueContract, ALeaseLastsAsLongAsItIsRenewed) {
  const SubmissionId id = submit_one();
  const auto held = lease();
  for (int i = 0; i < 5; ++i) {
    clock_.advance(kLeaseTime - std::chrono::milliseconds(1));
    must(jobs().renew(*held));
  }
  clock_.advance(kLeaseTime - std::chrono::milliseconds(1));
  EXPECT_FALSE(lease());
  EXPECT_EQ(code_of(find(id).state), "RUNNING");
  must(finish(*held, accepted()));
}

TEST_P(JobQueueContract, ALeaseThatRanOutIsLostEvenBeforeAnotherTakesIt) {
  const SubmissionId id = submit_one();
  const auto old = lease();
  clock_.advance(kLeaseTime);
  expect_lost(*old);
  EXPECT_EQ(code_of(find(id).state), "QUEUED");
  EXPECT_TRUE(must(submissions().queue_position(id, {})));
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  EXPECT_EQ(must(jobs().depth()).leased, 0);
  const auto fresh = lease();
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->job.id, old->job.id);
  EXPECT_NE(fresh->token, old->token);
  EXPECT_EQ(fresh->job.expiries, 1);
  EXPECT_EQ(fresh->job.failures, 0);
  expect_lost(*old);
  must(finish(*fresh, accepted()));
  expect_lost(*fresh);
  EXPECT_EQ(code_of(find(id).state), "AC");
}

TEST_P(JobQueueContract, GivingBackCountsNothing) {
  submit_one();
  for (int i = 0; i < 20; ++i) {
    const auto held = lease();
    ASSERT_TRUE(held);
    EXPECT_EQ(held->job.failures, 0);
    EXPECT_EQ(held->job.expiries, 0);
    must(jobs().give_back(*held));
    expect_lost(*held);
  }
}

TEST_P(JobQueueContract, FailuresAreRetriedAndThenDead) {
  const SubmissionId id = submit_one();
  for (const int seconds : {1, 2, 4}) {
    const auto held = lease();
    ASSERT_TRUE(held) << seconds;
    EXPECT_EQ(must(jobs().fail(*held, "disk \xE2\x98\xA0")), FailureFate::retried);
    expect_lost(*held);
    EXPECT_EQ(code_of(find(id).state), "QUEUED");
    EXPECT_EQ(must(jobs().depth()).waiting, 1);
    clock_.advance(std::chrono::milliseconds(seconds * 1000 - 1));
    EXPECT_FALSE(lease()) << seconds;
    clock_.advance(std::chrono::milliseconds(1));
  }
  const auto last = lease();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->job.failures, 3);
  EXPECT_EQ(must(jobs().fail(*last, "disk full for good")), FailureFate::dead);
  expect_lost(*last);
  clock_.advance(std::chrono::hours(1));
  EXPECT_FALSE(lease());
  EXPECT_EQ(must(jobs().depth()).dead, 1);
  const Submission dead = find(id);
  EXPECT_EQ(code_of(dead.state), "IE");
  ASSERT_TRUE(dead.report);
  EXPECT_TRUE(dead.report->output.starts_with("System error: "));
  EXPECT_EQ(dead.report->output.find("disk"), std::string::npos);
  EXPECT_EQ(dead.report->admin_detail, "disk full for good");
  const auto letters = must(dead_letters().list({}, 10));
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].job.id, last->job.id);
  EXPECT_EQ(letters[0].job.failures, 4);
  EXPECT_EQ(letters[0].reason, "disk full for good");
}

TEST_P(JobQueueContract, ExpiriesEndInDeathToo) {
  const SubmissionId id = submit_one();
  let_expire(kExpiriesMax);
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  EXPECT_FALSE(lease(true));  // the tenth is counted here
  EXPECT_EQ(must(jobs().depth()).dead, 1);
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
  EXPECT_EQ(code_of(find(id).state), "IE");
  EXPECT_NE(find(id).report->admin_detail.find("10 times"), std::string::npos);
}

TEST_P(JobQueueContract, ADeathByExpiriesIsTold) {
  const SubmissionId id = submit_one();
  let_expire(kExpiriesMax);
  const auto died = must(jobs().expire(1));
  ASSERT_EQ(died.size(), 1U);
  EXPECT_EQ(died[0].subject, Subject(id));
  EXPECT_EQ(died[0].language, "cpp");
  EXPECT_TRUE(must(jobs().expire(kPageMax)).empty()) << "once";
  expect_error(jobs().expire(0), ErrorCode::invalid);
  expect_error(jobs().expire(kPageMax + 1), ErrorCode::invalid);
}

TEST_P(JobQueueContract, SoManyAreBookedAtOnceAndTheRestLater) {
  for (int i = 0; i < 5; ++i) submit_one();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(must(jobs().lease(request())));
  clock_.advance(kLeaseTime);
  EXPECT_FALSE(must(jobs().lease(request()))) << "nothing is booked by a lease";
  must(jobs().expire(3));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(must(jobs().lease(request()))) << i;
  EXPECT_FALSE(must(jobs().lease(request())));
  must(jobs().expire(3));
  EXPECT_TRUE(must(jobs().lease(request())));
}

TEST_P(JobQueueContract, ASuspectRunsAlone) {
  submit_one();
  let_expire(kExpiriesAlone);
  const SubmissionId other = submit_one(UserId(IdBytes{2}));
  const auto plain = lease(false, 1);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->job.subject, Subject(other));
  EXPECT_FALSE(lease(false, 2));
  EXPECT_FALSE(lease(true, 1));  // it says alone, but holds a lease
  const auto suspect = lease(true, 2);
  ASSERT_TRUE(suspect);
  EXPECT_EQ(suspect->job.expiries, kExpiriesAlone);
  submit_one(UserId(IdBytes{3}));
  EXPECT_FALSE(lease(false, 2));  // takes no other beside it
  EXPECT_TRUE(lease(false, 1));
  must(finish(*suspect, accepted()));
  submit_one(UserId(IdBytes{4}));
  EXPECT_TRUE(lease(false, 2));
}

TEST_P(JobQueueContract, ARequeuedDeadLetterIsJudgedAnew) {
  const SubmissionId id = submit_one();
  let_expire(kExpiriesMax);
  EXPECT_FALSE(lease(true));
  const auto letters = must(dead_letters().list({}, 10));
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].died_at, clock_.now());
  const JobId job = letters[0].job.id;
  EXPECT_TRUE(must(dead_letters().list(job, 10)).empty());
  expect_error(dead_letters().requeue(ids_.next<JobId>()), ErrorCode::not_found);
  must(dead_letters().requeue(job));
  expect_error(dead_letters().requeue(job), ErrorCode::not_found);
  EXPECT_EQ(must(jobs().depth()).dead, 0);
  const Submission again = find(id);
  EXPECT_EQ(code_of(again.state), "QUEUED");
  EXPECT_FALSE(again.report);
  const auto held = lease();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->job.expiries, 0);
  EXPECT_EQ(held->job.failures, 0);
  must(finish(*held, accepted()));
  EXPECT_EQ(code_of(find(id).state), "AC");
  EXPECT_EQ(find(id).report->verdict, Verdict::accepted);
}

TEST_P(JobQueueContract, APurgedDeadLetterIsForgottenButNotItsReport) {
  const SubmissionId id = submit_one();
  expect_error(dead_letters().purge(lease(true)->job.id), ErrorCode::not_found);
  clock_.advance(kLeaseTime);
  let_expire(kExpiriesMax - 1);
  EXPECT_FALSE(lease(true));
  const JobId job = must(dead_letters().list({}, 10)).at(0).job.id;
  must(dead_letters().purge(job));
  expect_error(dead_letters().purge(job), ErrorCode::not_found);
  expect_error(dead_letters().requeue(job), ErrorCode::not_found);
  EXPECT_EQ(must(jobs().depth()).dead, 0);
  EXPECT_EQ(code_of(find(id).state), "IE");
}

TEST_P(JobQueueContract, ASuspectIsKnownToWait) {
  submit_one();
  EXPECT_FALSE(must(jobs().suspect_waits(request())));
  let_expire(kExpiriesAlone);
  submit_one(UserId(IdBytes{2}));
  ASSERT_TRUE(lease(false, 1));  // the other; and the lease that ran out is counted
  EXPECT_TRUE(must(jobs().suspect_waits(request())));
  LeaseRequest elsewhere = request();
  elsewhere.languages = {"python"};
  EXPECT_FALSE(must(jobs().suspect_waits(elsewhere)));
  elsewhere.languages.assign(kLanguagesMax + 1, "cpp");
  expect_error(jobs().suspect_waits(elsewhere), ErrorCode::invalid);
  ASSERT_TRUE(lease(true, 2));
  EXPECT_FALSE(must(jobs().suspect_waits(request())));
}

TEST_P(JobQueueContract, ARequestNamesItsSlots) {
  LeaseRequest wrong = request();
  for (const int slots : {0, -1, kSlotsMax + 1}) {
    wrong.slots = slots;
    expect_error(jobs().lease(wrong), ErrorCode::invalid);
  }
}

TEST_P(JobQueueContract, OneUsersHundredDelayNobody) {
  const UserId eager(IdBytes{1});
  const UserId modest(IdBytes{2});
  std::vector<SubmissionId> hundred;
  for (int i = 0; i < 100; ++i) hundred.push_back(submit_one(eager));
  const SubmissionId single = submit_one(modest);
  EXPECT_EQ(must(submissions().queue_position(single, {}))->ahead, 1);
  EXPECT_EQ(lease()->job.subject, Subject(hundred[0]));
  EXPECT_EQ(lease()->job.subject, Subject(single));
  EXPECT_EQ(lease()->job.subject, Subject(hundred[1]));
  // However long the first ones took: who comes later waits for no more than one of them.
  clock_.advance(kLeaseTime / 2);
  const SubmissionId late = submit_one(UserId(IdBytes{3}));
  const SubmissionId late_second = submit_one(UserId(IdBytes{3}));
  EXPECT_LE(must(submissions().queue_position(late, {}))->ahead, 1);
  EXPECT_LE(must(submissions().queue_position(late_second, {}))->ahead, 3);
}

TEST_P(JobQueueContract, NewcomersHoldNobodyBackForever) {
  submit_one(UserId(IdBytes{1}));
  const SubmissionId second = submit_one(UserId(IdBytes{1}));
  bool reached = false;
  for (int i = 0; i <= 2 * kVirtualStep && !reached; ++i) {
    submit_one(UserId(IdBytes{2, static_cast<std::uint8_t>(i)}));
    const auto held = lease();
    ASSERT_TRUE(held);
    reached = held->job.subject == Subject(second);
    must(finish(*held, accepted()));
  }
  EXPECT_TRUE(reached);
}

TEST_P(JobQueueContract, InTurnAmongEquals) {
  std::vector<SubmissionId> order;
  for (int i = 1; i <= 5; ++i) order.push_back(submit_one(UserId(IdBytes{static_cast<std::uint8_t>(i)})));
  EXPECT_EQ(drain(), order);
}

TEST_P(JobQueueContract, ManyWorkersNoJobTwice) {
  constexpr int kJobs = 200;
  for (int i = 0; i < kJobs; ++i) submit_one(UserId(IdBytes{static_cast<std::uint8_t>(1 + i % 7)}));
  std::mutex mutex;
  std::set<JobId> seen;
  std::atomic<int> finished = 0;
  std::vector<std::thread> threads;
  for (int worker = 1; worker <= 4; ++worker) {
    threads.emplace_back([&, worker] {
      while (const auto held = lease(false, worker)) {
        {
          const std::scoped_lock lock(mutex);
          EXPECT_TRUE(seen.insert(held->job.id).second);
        }
        must(finish(*held, accepted()));
        ++finished;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(finished, kJobs);
  SubmissionFilter filter;
  filter.state = SubmissionState{Phase::judged, Verdict::accepted};
  EXPECT_EQ(must(submissions().list(filter)).total, kJobs);
}

TEST_P(JobQueueContract, OneOfManyFinishersWins) {
  const SubmissionId id = submit_one();
  const auto held = lease();
  std::atomic<int> won = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      Report report = accepted();
      report.cpu_time_ms = i;
      won += finish(*held, report) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(find(id).cpu_time_ms, find(id).report->cpu_time_ms);
}

}  // namespace autograder
