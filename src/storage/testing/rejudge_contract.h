// The contract of every SubmissionStore about earlier submissions: judging again, cancelling, history, progress.
#pragma once

#include <map>
#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class RejudgeContract : public StorageContract {
 protected:
  // Leases the next job of judging and ends it with this verdict.
  void judge_next(Verdict verdict = Verdict::accepted) {
    const auto held = lease(false, 7, {JobKind::judge, JobKind::rejudge});
    ASSERT_TRUE(held);
    Report report = accepted();
    report.verdict = verdict;
    report.score = verdict == Verdict::accepted ? 100 : 0;
    must(finish(*held, report));
  }
  std::optional<Lease> lease(bool alone, int worker, std::vector<JobKind> kinds) {
    LeaseRequest wanted = request(alone, worker);
    wanted.kinds = std::move(kinds);
    return take(wanted);
  }
  RejudgeStep step(SubmissionId after = {}, int limit = 100, std::optional<int> rules_version = {}) {
    return must(submissions().rejudge_problem(
        ProblemId(IdBytes{9}), after, limit, rules_version, [this] { return ids_.next<JobId>(); }, clock_.now()));
  }
  std::string state(SubmissionId id) { return std::string(code_of(must(submissions().state(id)).value())); }
};

TEST_P(RejudgeContract, TheStateIsThatOfTheWholeSubmission) {
  const SubmissionId id = submit_one();
  EXPECT_EQ(state(id), "QUEUED");
  const auto held = lease(false, 7, {JobKind::judge});
  EXPECT_EQ(state(id), "RUNNING");
  clock_.advance(kLeaseTime);
  EXPECT_EQ(state(id), "QUEUED");
  judge_next(Verdict::wrong_answer);
  EXPECT_EQ(state(id), "WA");
  EXPECT_FALSE(must(submissions().state(ids_.next<SubmissionId>())));
}

TEST_P(RejudgeContract, EarlierReportsAreKept) {
  const SubmissionId id = submit_one();
  expect_error(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()), ErrorCode::conflict);
  EXPECT_TRUE(must(submissions().history(id)).empty());
  judge_next(Verdict::wrong_answer);
  const JobId job = ids_.next<JobId>();
  clock_.advance(std::chrono::seconds(1));
  must(submissions().rejudge(id, job, clock_.now()));
  EXPECT_EQ(state(id), "QUEUED");
  EXPECT_FALSE(find(id).report);
  EXPECT_EQ(find(id).updated_at, clock_.now());
  EXPECT_EQ(must(submissions().history(id)).size(), 1U);
  EXPECT_TRUE(must(submissions().queue_position(id, {})));
  expect_error(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()), ErrorCode::conflict);
  const auto held = lease(false, 7, {JobKind::rejudge});
  ASSERT_TRUE(held);
  EXPECT_EQ(held->job.id, job);
  EXPECT_EQ(held->job.kind, JobKind::rejudge);
  EXPECT_EQ(held->job.subject, Subject(id));
  EXPECT_EQ(held->job.language, "cpp");
  EXPECT_EQ(state(id), "RUNNING");
  expect_error(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()), ErrorCode::conflict);
  must(finish(*held, accepted()));
  EXPECT_EQ(state(id), "AC");
  EXPECT_EQ(find(id).score, 100);
  const auto history = must(submissions().history(id));
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].verdict, Verdict::accepted);
  EXPECT_EQ(history[1].verdict, Verdict::wrong_answer);
  expect_error(submissions().rejudge(ids_.next<SubmissionId>(), ids_.next<JobId>(), clock_.now()),
               ErrorCode::not_found);
  expect_error(submissions().history(ids_.next<SubmissionId>()), ErrorCode::not_found);
}

TEST_P(RejudgeContract, JudgingAgainMovesTheCounterOfChanges) {
  const SubmissionId id = submit_one();
  const auto submitted = must(storage_->change_counter());
  judge_next();
  EXPECT_EQ(must(storage_->change_counter()), submitted) << "a first verdict makes no copy old";
  must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
  const auto once = must(storage_->change_counter());
  EXPECT_GT(once, submitted);
  judge_next();
  EXPECT_EQ(step().queued, 1);
  const auto twice = must(storage_->change_counter());
  EXPECT_GT(twice, once);
  FailureFate fate = FailureFate::retried;
  for (int i = 0; i <= kFailuresMax && fate == FailureFate::retried; ++i) {
    const auto held = lease(false, 7, {JobKind::rejudge});
    ASSERT_TRUE(held);
    fate = must(jobs().fail(*held, "broken"));
    clock_.advance(std::chrono::seconds(8));
  }
  ASSERT_EQ(fate, FailureFate::dead);
  EXPECT_EQ(must(storage_->change_counter()), twice);
  must(dead_letters().requeue(must(dead_letters().list({}, 1)).at(0).job.id));
  EXPECT_GT(must(storage_->change_counter()), twice);
}

TEST_P(RejudgeContract, AJobThatExistsIsNotQueuedAgain) {
  const SubmissionId id = submit_one();
  judge_next();
  const NewSubmission other = new_submission();
  must(submit(other));
  expect_error(submissions().rejudge(id, other.job, clock_.now()), ErrorCode::conflict);
  EXPECT_EQ(state(id), "AC");
}

TEST_P(RejudgeContract, ARejudgeForgetsTheDeadLetter) {
  const SubmissionId id = submit_one();
  JobId dead;
  for (int i = 0; i < kFailuresMax; ++i) {
    const auto held = lease(false, 7, {JobKind::judge});
    ASSERT_TRUE(held);
    dead = held->job.id;
    must(jobs().fail(*held, "broken"));
    clock_.advance(std::chrono::seconds(4));
  }
  EXPECT_EQ(state(id), "IE");
  must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
  EXPECT_EQ(must(jobs().depth()).dead, 0);
  expect_error(dead_letters().requeue(dead), ErrorCode::not_found);
  judge_next();
  EXPECT_EQ(state(id), "AC");
  EXPECT_EQ(must(submissions().history(id)).size(), 2U);
}

TEST_P(RejudgeContract, ADeadRejudgeIsRequeued) {
  const SubmissionId id = submit_one();
  judge_next();
  must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
  for (int i = 0; i < kFailuresMax; ++i) {
    must(jobs().fail(*lease(false, 7, {JobKind::rejudge}), "broken"));
    clock_.advance(std::chrono::seconds(4));
  }
  EXPECT_EQ(state(id), "IE");
  must(dead_letters().requeue(must(dead_letters().list({}, 10)).at(0).job.id));
  EXPECT_EQ(state(id), "QUEUED");
  judge_next();
  EXPECT_EQ(must(submissions().history(id)).size(), 3U);
}

TEST_P(RejudgeContract, AProblemIsRejudgedInSteps) {
  std::vector<SubmissionId> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(submit_one(UserId(IdBytes{static_cast<std::uint8_t>(1 + i)})));
    judge_next(i == 1 ? Verdict::wrong_answer : Verdict::accepted);
  }
  NewSubmission elsewhere = new_submission();
  elsewhere.problem = ProblemId(IdBytes{8});
  must(submit(elsewhere));
  judge_next();
  const SubmissionId waiting = submit_one();

  RejudgeStep did = step({}, 2);
  EXPECT_EQ(did.queued, 2);
  EXPECT_EQ(did.next, ids[1]);
  EXPECT_TRUE(did.more);
  EXPECT_FALSE(did.full);
  did = step(did.next, 2);
  EXPECT_EQ(did.next, ids[3]);
  did = step(did.next, 2);
  EXPECT_EQ(did.queued, 1);  // the one that waits is looked at and left
  EXPECT_EQ(did.next, waiting);
  EXPECT_FALSE(did.more);
  did = step(did.next, 2);
  EXPECT_EQ(did.queued, 0);
  EXPECT_EQ(did.next, waiting);
  EXPECT_FALSE(did.more);
  EXPECT_EQ(step().queued, 0);
  EXPECT_EQ(state(elsewhere.id), "AC");
  EXPECT_EQ(must(jobs().depth()).waiting, 6);
  for (int i = 0; i < 6; ++i) judge_next();
  EXPECT_EQ(must(submissions().history(ids[1])).size(), 2U);
  EXPECT_EQ(state(ids[1]), "AC");
  const auto any = [this] { return ids_.next<JobId>(); };
  expect_error(submissions().rejudge_problem({}, {}, 0, {}, any, clock_.now()), ErrorCode::invalid);
  expect_error(submissions().rejudge_problem({}, {}, kRejudgeStepMax + 1, {}, any, clock_.now()), ErrorCode::invalid);
}

TEST_P(RejudgeContract, ARejudgedProblemDelaysNobody) {
  for (int i = 0; i < 4; ++i) {
    submit_one();
    judge_next();
  }
  EXPECT_EQ(step().queued, 4);
  EXPECT_EQ(must(submissions().count_in_flight(UserId(IdBytes{1}), 20)), 0);
  const SubmissionId fresh = submit_one();
  EXPECT_EQ(must(submissions().queue_position(fresh, {}))->ahead, 0);
  EXPECT_EQ(must(submissions().count_in_flight(UserId(IdBytes{1}), 20)), 1);
  const auto held = lease(false, 7, {JobKind::judge, JobKind::rejudge});
  EXPECT_EQ(held->job.subject, Subject(fresh));
}

TEST_P(RejudgeContract, RejudgesLeaveRoomToSubmit) {
  open({.queue_max = 4});
  std::vector<SubmissionId> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(submit_one());
    judge_next();
  }
  RejudgeStep did = step();
  EXPECT_EQ(did.queued, 2);
  EXPECT_EQ(did.next, ids[1]);
  EXPECT_TRUE(did.full);
  EXPECT_TRUE(did.more);
  submit_one();
  submit_one();
  expect_error(submissions().rejudge(ids[2], ids_.next<JobId>(), clock_.now()), ErrorCode::exhausted);
  for (int i = 0; i < 4; ++i) judge_next();
  did = step(did.next);
  EXPECT_EQ(did.queued, 2);
  EXPECT_TRUE(did.full);
}

TEST_P(RejudgeContract, OnlyWhatWaitsIsCancelled) {
  const SubmissionId id = submit_one();
  const SubmissionId other = submit_one(UserId(IdBytes{2}));
  clock_.advance(std::chrono::seconds(1));
  must(submissions().cancel(id, clock_.now()));
  EXPECT_EQ(state(id), "CANCELLED");
  ASSERT_TRUE(find(id).report);
  EXPECT_EQ(find(id).report->judged_at, clock_.now());
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  EXPECT_EQ(must(submissions().count_in_flight(UserId(IdBytes{1}), 20)), 0);
  expect_error(submissions().cancel(id, clock_.now()), ErrorCode::conflict);
  const auto held = lease(false, 7, {JobKind::judge});
  EXPECT_EQ(held->job.subject, Subject(other));
  expect_error(submissions().cancel(other, clock_.now()), ErrorCode::conflict);
  must(jobs().fail(*held, "broken"));
  must(submissions().cancel(other, clock_.now()));  // it waits for a retry
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
  const SubmissionId lost = submit_one();
  const auto late = lease(false, 7, {JobKind::judge});
  clock_.advance(kLeaseTime);
  must(submissions().cancel(lost, clock_.now()));
  expect_error(finish(*late, accepted()), ErrorCode::conflict);
  EXPECT_EQ(state(lost), "CANCELLED");
  expect_error(submissions().cancel(ids_.next<SubmissionId>(), clock_.now()), ErrorCode::not_found);
  EXPECT_EQ(step().queued, 0);  // what was cancelled is not rejudged with its problem
  must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
  judge_next();
  EXPECT_EQ(state(id), "AC");
}

TEST_P(RejudgeContract, HistoryEndsAtItsBound) {
  const SubmissionId id = submit_one();
  judge_next(Verdict::wrong_answer);
  for (int i = 0; i < kHistoryMax; ++i) {
    must(submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
    judge_next();
  }
  const auto history = must(submissions().history(id));
  ASSERT_EQ(history.size(), static_cast<std::size_t>(kHistoryMax));
  EXPECT_EQ(history.back().verdict, Verdict::accepted);
}

TEST_P(RejudgeContract, ProgressFollowsTheCurrentReports) {
  const UserId ada(IdBytes{1});
  const auto submit_to = [&](int problem) {
    NewSubmission one = new_submission(ada);
    one.problem = ProblemId(IdBytes{static_cast<std::uint8_t>(problem)});
    return must(submit(one)).id;
  };
  const auto ids = [](std::initializer_list<int> problems) {
    std::vector<ProblemId> list;
    for (const int problem : problems) list.emplace_back(IdBytes{static_cast<std::uint8_t>(problem)});
    return list;
  };
  EXPECT_TRUE(must(problems().progress(ada)).tried.empty());
  submit_to(3);
  EXPECT_EQ(must(problems().progress(ada)).tried, ids({3}));
  judge_next(Verdict::wrong_answer);
  const SubmissionId first = submit_to(2);
  judge_next();
  submit_to(2);
  judge_next(Verdict::wrong_answer);  // solved once is solved
  submit_one(UserId(IdBytes{2}));
  judge_next();
  Progress progress = must(problems().progress(ada));
  EXPECT_EQ(progress.solved, ids({2}));
  EXPECT_EQ(progress.tried, ids({3}));
  EXPECT_FALSE(progress.capped);
  must(submissions().rejudge(first, ids_.next<JobId>(), clock_.now()));
  judge_next(Verdict::time_limit);
  EXPECT_EQ(must(problems().progress(ada)).tried, ids({2, 3}));
  must(submissions().rejudge(first, ids_.next<JobId>(), clock_.now()));
  judge_next();
  submit_to(2);
  judge_next();
  EXPECT_EQ(must(problems().progress(ada)).solved, ids({2}));
}

TEST_P(RejudgeContract, OlderVerdictsOfAProblemAreCounted) {
  const ProblemId problem = new_submission().problem;
  const auto judge = [&](Verdict verdict, int version, std::int64_t cpu_time_ms = 0) {
    submit_one();
    Report report = accepted();
    report.verdict = verdict;
    report.problem_version = version;
    report.cpu_time_ms = cpu_time_ms;
    must(finish(*lease(false, 7, {JobKind::judge}), report));
  };
  judge(Verdict::accepted, 1, 900);
  judge(Verdict::wrong_answer, 1, 1000);
  judge(Verdict::accepted, 2, 700);
  judge(Verdict::internal_error, 1);
  must(submissions().cancel(submit_one(), clock_.now()));
  submit_one();
  const auto counts = [&](int rules_version) {
    const Outdated counted = must(submissions().count_outdated(problem, rules_version));
    EXPECT_EQ(counted.judged, 3);
    EXPECT_FALSE(counted.capped);
    return counted.outdated;
  };
  EXPECT_EQ(counts(1), 0);
  EXPECT_EQ(counts(2), 2);
  EXPECT_EQ(counts(3), 3);
  EXPECT_EQ(must(submissions().count_outdated(ProblemId(IdBytes{77}), 3)).judged, 0);
  const auto accepted_under = [&](int rules_version) {
    const Outdated counted = must(submissions().count_outdated(problem, rules_version));
    return std::pair(counted.accepted, counted.slowest_accepted_ms);
  };
  EXPECT_EQ(accepted_under(1), std::pair(2, std::int64_t{900}));
  EXPECT_EQ(accepted_under(2), std::pair(1, std::int64_t{700}));
  EXPECT_EQ(accepted_under(3), std::pair(0, std::int64_t{0}));
}

TEST_P(RejudgeContract, OlderVerdictsAloneAreJudgedAgainAndComparedWithTheNew) {
  const ProblemId problem = new_submission().problem;
  std::map<SubmissionId, double> partial_scores;  // of rejudges; the others are accepted
  const auto end = [&](Verdict verdict, double score, int version) {
    const auto held = lease(false, 7, {JobKind::judge, JobKind::rejudge});
    ASSERT_TRUE(held);
    Report report = accepted();
    report.verdict = verdict;
    report.score = score;
    report.problem_version = version;
    if (const auto known = partial_scores.find(std::get<SubmissionId>(held->job.subject));
        known != partial_scores.end()) {
      report.verdict = Verdict::wrong_answer;
      report.score = known->second;
    }
    must(finish(*held, report));
  };
  const auto judge = [&](UserId user, Verdict verdict, double score, int version) {
    const SubmissionId id = submit_one(user);
    end(verdict, score, version);
    return id;
  };
  const UserId ada(IdBytes{1});
  const UserId grace(IdBytes{2});
  const SubmissionId wrong = judge(ada, Verdict::wrong_answer, 12.5, 1);
  judge(ada, Verdict::accepted, 100, 1);
  const SubmissionId fresh = judge(grace, Verdict::accepted, 100, 2);
  judge(grace, Verdict::internal_error, 0, 1);
  must(submissions().cancel(submit_one(grace), clock_.now()));
  const SubmissionId partial = judge(grace, Verdict::wrong_answer, 40, 1);
  EXPECT_EQ(must(submissions().changed_verdicts(problem, 2)).compared, 0);
  EXPECT_EQ(step({}, 100, 1).queued, 0);
  EXPECT_EQ(step({}, 100, 2).queued, 3);
  EXPECT_EQ(must(submissions().count_outdated(problem, 2)).outdated, 0);
  EXPECT_EQ(must(submissions().count_outdated(problem, 2)).waiting, 3);
  partial_scores[partial] = 60.25;
  for (int i = 0; i < 3; ++i) end(Verdict::accepted, 100, 3);
  partial_scores.clear();
  EXPECT_EQ(must(submissions().count_outdated(problem, 2)).waiting, 0);
  EXPECT_EQ(must(submissions().history(fresh)).size(), 1U);
  const ChangedVerdicts found = must(submissions().changed_verdicts(problem, 2));
  EXPECT_EQ(found.compared, 3);
  EXPECT_FALSE(found.capped);
  ASSERT_EQ(found.changed.size(), 2U);
  EXPECT_EQ(found.changed[0],
            (ChangedVerdict{partial, grace, Verdict::wrong_answer, 40, Verdict::wrong_answer, 60.25}));
  EXPECT_EQ(found.changed[1], (ChangedVerdict{wrong, ada, Verdict::wrong_answer, 12.5, Verdict::accepted, 100}));
  // Judged once more under the same rules: still compared with the verdict of the older ones.
  EXPECT_EQ(step().queued, 5);
  for (int i = 0; i < 5; ++i) end(Verdict::accepted, 100, 3);
  EXPECT_EQ(must(submissions().changed_verdicts(problem, 2)).changed.size(), 2U);
  EXPECT_EQ(must(submissions().changed_verdicts(problem, 1)).compared, 0);
  EXPECT_EQ(must(submissions().changed_verdicts(ProblemId(IdBytes{77}), 2)).compared, 0);
}

}  // namespace autograder
