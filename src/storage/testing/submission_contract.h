// The contract of every SubmissionStore.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class SubmissionContract : public StorageContract {
 protected:
  std::vector<SubmissionId> listed(const SubmissionFilter& filter) {
    std::vector<SubmissionId> ids;
    for (const auto& one : must(submissions().list(filter)).submissions) ids.push_back(one.id);
    return ids;
  }
};

TEST_P(SubmissionContract, ASubmissionIsFoundWholeAndQueued) {
  NewSubmission one = new_submission();
  one.code = "print(\"\xF0\x9F\x92\xA5 ' ; --\")\r\n" + std::string(64 * 1024, 'x');
  const Submitted submitted = must(submit(one));
  EXPECT_EQ(submitted.id, one.id);
  EXPECT_FALSE(submitted.repeated);
  const Submission found = find(one.id);
  EXPECT_EQ(found.id, one.id);
  EXPECT_EQ(found.user, one.user);
  EXPECT_EQ(found.problem, one.problem);
  EXPECT_EQ(found.language, "cpp");
  EXPECT_EQ(found.code, one.code);
  EXPECT_EQ(code_of(found.state), "QUEUED");
  EXPECT_EQ(found.created_at, one.created_at);
  EXPECT_EQ(found.updated_at, one.created_at);
  EXPECT_FALSE(found.report);
  const auto leased = lease();
  ASSERT_TRUE(leased);
  EXPECT_EQ(leased->job.id, one.job);
  EXPECT_EQ(leased->job.subject, Subject(one.id));
  EXPECT_EQ(leased->job.kind, JobKind::judge);
  EXPECT_EQ(leased->job.language, "cpp");
  EXPECT_FALSE(must(submissions().find(ids_.next<SubmissionId>())));
  expect_error(submit(one), ErrorCode::conflict);
  NewSubmission large = new_submission();
  large.code.assign(kCodeMax + 1, 'x');
  expect_error(submit(large), ErrorCode::invalid);
}

TEST_P(SubmissionContract, AnIdempotencyKeyStandsForOneRequest) {
  NewSubmission first = new_submission();
  first.idempotency_key = "key";
  first.request_hash = sha256("body");
  must(submit(first));
  NewSubmission again = new_submission();
  again.idempotency_key = "key";
  again.request_hash = sha256("body");
  const auto find_repeated = [&](const NewSubmission& one) {
    return submissions().find_repeated(one.user, one.idempotency_key, one.request_hash);
  };
  EXPECT_EQ(must(find_repeated(again)), first.id);
  const Submitted repeated = must(submit(again));
  EXPECT_TRUE(repeated.repeated);
  EXPECT_EQ(repeated.id, first.id);
  EXPECT_FALSE(must(submissions().find(again.id)));
  NewSubmission other = new_submission();
  other.idempotency_key = "key";
  other.request_hash = sha256("other body");
  expect_error(submit(other), ErrorCode::conflict);
  expect_error(find_repeated(other), ErrorCode::conflict);
  NewSubmission stranger = new_submission(UserId(IdBytes{2}));
  stranger.idempotency_key = "key";
  stranger.request_hash = sha256("other body");
  EXPECT_FALSE(must(find_repeated(stranger)));
  EXPECT_EQ(must(submit(stranger)).id, stranger.id);
  EXPECT_EQ(must(jobs().depth()).waiting, 2);
}

TEST_P(SubmissionContract, AnIdempotencyKeyIsKeptADay) {
  NewSubmission first = new_submission();
  first.idempotency_key = "key";
  must(submit(first));
  clock_.advance(kIdempotencyKept - std::chrono::milliseconds(1));
  NewSubmission second = new_submission();
  second.idempotency_key = "key";
  EXPECT_TRUE(must(submit(second)).repeated);
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_FALSE(must(submissions().find_repeated(first.user, "key", first.request_hash)));
  second.request_hash = sha256("other");
  second.created_at = clock_.now();
  EXPECT_FALSE(must(submit(second)).repeated);
  clock_.advance(kIdempotencyKept - std::chrono::milliseconds(1));
  NewSubmission third = new_submission();
  third.idempotency_key = "key";
  third.request_hash = second.request_hash;
  EXPECT_EQ(must(submit(third)).id, second.id);
}

TEST_P(SubmissionContract, ManyWithOneKeyMakeOne) {
  std::atomic<int> fresh = 0;
  std::mutex mutex;
  std::set<SubmissionId> ids;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        NewSubmission one = new_submission();
        one.idempotency_key = "key";
        const Submitted submitted = must(submit(one));
        fresh += submitted.repeated ? 0 : 1;
        const std::scoped_lock lock(mutex);
        ids.insert(submitted.id);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
}

TEST_P(SubmissionContract, AFullQueueRefuses) {
  open({.queue_max = 3});
  NewSubmission keyed = new_submission();
  keyed.idempotency_key = "key";
  must(submit(keyed));
  submit_one();
  submit_one();
  expect_error(submit(new_submission()), ErrorCode::exhausted);
  NewSubmission again = new_submission();
  again.idempotency_key = "key";
  EXPECT_TRUE(must(submit(again)).repeated);
  ASSERT_TRUE(lease());
  submit_one();
  expect_error(submit(new_submission()), ErrorCode::exhausted);
}

TEST_P(SubmissionContract, ListsNewestFirstWithFilters) {
  std::vector<SubmissionId> ids;
  for (int i = 0; i < 6; ++i) {
    NewSubmission one = new_submission(UserId(IdBytes{static_cast<std::uint8_t>(1 + i % 2)}));
    one.problem = ProblemId(IdBytes{static_cast<std::uint8_t>(i < 3 ? 1 : 2)});
    one.language = i == 5 ? "python" : "cpp";
    ids.push_back(must(submit(one)).id);
  }
  const auto all = must(submissions().list({}));
  ASSERT_EQ(all.submissions.size(), 6U);
  EXPECT_EQ(all.total, 6);
  EXPECT_FALSE(all.more);
  EXPECT_EQ(all.submissions[0].id, ids[5]);
  EXPECT_TRUE(all.submissions[0].code.empty());

  SubmissionFilter filter;
  filter.user = UserId(IdBytes{1});
  EXPECT_EQ(listed(filter), (std::vector{ids[4], ids[2], ids[0]}));
  filter.problem = ProblemId(IdBytes{1});
  EXPECT_EQ(listed(filter), (std::vector{ids[2], ids[0]}));
  filter = {};
  filter.problem = ProblemId(IdBytes{2});
  filter.language = "cpp";
  EXPECT_EQ(listed(filter), (std::vector{ids[4], ids[3]}));
  filter = {};
  filter.language = "python";
  EXPECT_EQ(listed(filter), (std::vector{ids[5]}));

  filter = {};
  filter.limit = 4;
  auto page = must(submissions().list(filter));
  EXPECT_TRUE(page.more);
  filter.before = page.submissions.back().id;
  page = must(submissions().list(filter));
  EXPECT_EQ(page.submissions.size(), 2U);
  EXPECT_FALSE(page.more);
  EXPECT_EQ(page.total, 6);
  filter.before = {};
  filter.limit = 6;
  EXPECT_FALSE(must(submissions().list(filter)).more);
  filter.limit = 2;
  filter.offset = 4;
  EXPECT_EQ(listed(filter), (std::vector{ids[1], ids[0]}));
  filter.limit = 0;
  expect_error(submissions().list(filter), ErrorCode::invalid);
}

TEST_P(SubmissionContract, ListsWithAsMuchCodeAsIsWanted) {
  std::vector<SubmissionId> ids;
  for (const char* code : {"1", "22", "333", "4444"}) {
    NewSubmission one = new_submission();
    one.code = code;
    ids.push_back(must(submit(one)).id);
  }
  const auto codes = [&](std::int64_t max) {
    SubmissionFilter filter;
    filter.code_max = {max};
    std::vector<std::string> found;
    for (const auto& submission : must(submissions().list(filter)).submissions) found.push_back(submission.code);
    return found;
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes(0), (Codes{"", "", "", ""}));
  EXPECT_EQ(codes(10), (Codes{"4444", "333", "22", "1"}));
  EXPECT_EQ(codes(7), (Codes{"4444", "333", "", ""}));
  EXPECT_EQ(codes(6), (Codes{"4444", "", "", ""})) << "none after one that has no room";
  EXPECT_EQ(codes(3), (Codes{"", "", "", ""}));
}

TEST_P(SubmissionContract, ListsByState) {
  const SubmissionId judged = submit_one();
  Report outcome = accepted();
  outcome.tests = {TestReport{.wall_time_ms = 12'000},
                   TestReport{.wall_time_ms = 11'000, .reason = {.code = ReasonCode::idle}}};
  must(finish(*lease(), outcome));
  const SubmissionId running = submit_one();
  const auto held = lease();
  const SubmissionId queued = submit_one();
  const auto in_state = [&](const char* code) {
    SubmissionFilter filter;
    filter.state = state_from(code);
    return listed(filter);
  };
  EXPECT_EQ(in_state("QUEUED"), std::vector{queued});
  EXPECT_EQ(in_state("RUNNING"), std::vector{running});
  EXPECT_EQ(in_state("AC"), std::vector{judged});
  EXPECT_TRUE(in_state("WA").empty());
  const auto all = must(submissions().list({}));
  EXPECT_EQ(code_of(all.submissions[0].state), "QUEUED");
  EXPECT_EQ(code_of(all.submissions[1].state), "RUNNING");
  EXPECT_EQ(code_of(all.submissions[2].state), "AC");
  EXPECT_EQ(all.submissions[2].score, 100);
  EXPECT_EQ(all.submissions[2].cpu_time_ms, 31);
  EXPECT_EQ(all.submissions[2].waited_ms, 11'000);
  EXPECT_EQ(all.submissions[2].memory_kb, 1024);
  EXPECT_FALSE(all.submissions[2].report);
  clock_.advance(kLeaseTime);
  EXPECT_EQ(in_state("QUEUED"), (std::vector{queued, running}));
  EXPECT_TRUE(in_state("RUNNING").empty());
}

TEST_P(SubmissionContract, AWaitingOneKnowsItsPlace) {
  const SubmissionId first = submit_one(UserId(IdBytes{1}));
  const SubmissionId second = submit_one(UserId(IdBytes{2}));
  const SubmissionId third = submit_one(UserId(IdBytes{3}));
  EXPECT_EQ(must(submissions().queue_position(first, {}))->ahead, 0);
  EXPECT_EQ(must(submissions().queue_position(first, {}))->reason, "next in the queue");
  EXPECT_EQ(must(submissions().queue_position(second, {}))->reason, "1 submission is ahead");
  EXPECT_EQ(must(submissions().queue_position(third, {}))->ahead, 2);
  EXPECT_EQ(must(submissions().queue_position(third, {}))->reason, "2 submissions are ahead");
  const auto held = lease();
  EXPECT_FALSE(must(submissions().queue_position(first, {})));
  EXPECT_EQ(must(submissions().queue_position(third, {}))->ahead, 1);
  must(jobs().fail(*held, "broken"));
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(must(submissions().queue_position(first, {}))->reason, "retry after an internal error in 1 s");
  clock_.advance(std::chrono::seconds(1));
  must(finish(*lease(), accepted()));
  EXPECT_FALSE(must(submissions().queue_position(first, {})));
  EXPECT_FALSE(must(submissions().queue_position(ids_.next<SubmissionId>(), {})));
}

TEST_P(SubmissionContract, AWaitingOneSaysThatItsUserHasAShareAlready) {
  const UserId eager(IdBytes{1});
  const UserId other(IdBytes{2});
  submit_one(eager);
  const SubmissionId next = submit_one(eager);
  const auto reason = [&] { return must(submissions().queue_position(next, {}))->reason; };
  const auto held = lease();
  EXPECT_EQ(reason(), "next in the queue") << "nobody else waits";
  submit_one(other);
  submit_one(other);
  EXPECT_EQ(reason(), "1 submission is ahead");
  const auto others = lease(false, 8);
  ASSERT_EQ(must(submissions().queue_position(next, {}))->ahead, 0);
  EXPECT_EQ(reason(), "waits until another submission of the same user is judged");
  must(finish(*held, accepted()));
  EXPECT_EQ(reason(), "next in the queue");
}

TEST_P(SubmissionContract, WhatNobodyCanJudgeHoldsNobodyUp) {
  submit_one(UserId(IdBytes{1}));
  const SubmissionId second = submit_one(UserId(IdBytes{2}));
  ASSERT_EQ(must(submissions().queue_position(second, {}))->ahead, 1);
  EXPECT_EQ(must(submissions().queue_position(second, {"go", "java"}))->ahead, 0);
  EXPECT_EQ(must(submissions().queue_position(second, {"go", "cpp"}))->ahead, 1);
}

TEST_P(SubmissionContract, CountsWhatAUserHasInFlight) {
  const UserId ada(IdBytes{1});
  for (int i = 0; i < 4; ++i) submit_one(ada);
  submit_one(UserId(IdBytes{2}));
  EXPECT_EQ(must(submissions().count_in_flight(ada, 20)), 4);
  EXPECT_EQ(must(submissions().count_in_flight(ada, 3)), 3);
  EXPECT_EQ(must(submissions().count_in_flight(UserId(IdBytes{3}), 3)), 0);
  const auto held = lease();
  EXPECT_EQ(must(submissions().count_in_flight(ada, 20)), 4);
  must(finish(*held, accepted()));
  EXPECT_EQ(must(submissions().count_in_flight(ada, 20)), 3);
}

}  // namespace autograder
