// The contract of every VerificationStore.
#pragma once

#include <vector>

#include "storage/testing/contract_fixture.h"

namespace autograder {

class VerificationContract : public StorageContract {
 protected:
  VerificationStore& verifications() { return storage_->verifications(); }
  ProblemId new_problem() {
    Problem problem;
    problem.id = ids_.next<ProblemId>();
    must(problems().create(problem));
    return problem.id;
  }
  NewVerification new_set(ProblemId problem, int count = 2) {
    NewVerification set;
    set.problem = problem;
    set.problem_version = 3;
    set.user = UserId(IdBytes{1});
    set.time_limit = std::chrono::milliseconds(1500);
    set.terms = "{\"what\": \"\xF0\x9F\x92\xA5\"}";
    set.created_at = clock_.now();
    for (int i = 0; i < count; ++i) {
      set.submissions.push_back(
          {ids_.next<JobId>(), "submissions/accepted/" + std::to_string(i), "cpp", "int main() {}"});
    }
    return set;
  }
  Verification find_set(ProblemId problem) {
    auto found = must(verifications().find(problem));
    if (!found) ADD_FAILURE() << "no set of " << problem.hex();
    return found.value_or(Verification{});
  }
  int unjudged(ProblemId problem) { return must(verifications().count_unjudged(problem)); }
  std::optional<Lease> lease_bundled() {
    LeaseRequest wanted = request();
    wanted.kinds = {JobKind::judge, JobKind::verify};
    wanted.slots = 4;
    return take(wanted);
  }
};

TEST_P(VerificationContract, FromPutToReport) {
  const ProblemId problem = new_problem();
  EXPECT_FALSE(must(verifications().find(problem)));
  const NewVerification set = new_set(problem);
  must(verifications().put(set));
  Verification found = find_set(problem);
  EXPECT_EQ(found.problem_version, 3);
  EXPECT_EQ(found.time_limit, set.time_limit);
  EXPECT_EQ(found.terms, set.terms);
  EXPECT_EQ(found.created_at, set.created_at);
  ASSERT_EQ(found.submissions.size(), 2u);
  EXPECT_EQ(found.submissions[1].path, "submissions/accepted/1");
  EXPECT_EQ(found.submissions[1].phase, Phase::queued);
  const auto held = lease_bundled();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->job.id, set.submissions[0].job);
  EXPECT_EQ(held->job.kind, JobKind::verify);
  EXPECT_EQ(held->job.subject, Subject(problem));
  const auto work = must(verifications().work(held->job.id));
  ASSERT_TRUE(work);
  EXPECT_EQ(work->problem, problem);
  EXPECT_EQ(work->language, "cpp");
  EXPECT_EQ(work->code, "int main() {}");
  EXPECT_EQ(work->time_limit, set.time_limit);
  EXPECT_EQ(find_set(problem).submissions[0].phase, Phase::running);
  must(finish(*held, accepted()));
  found = find_set(problem);
  EXPECT_EQ(found.submissions[0].phase, Phase::judged);
  EXPECT_EQ(found.submissions[0].report, accepted());
  EXPECT_EQ(found.submissions[1].phase, Phase::queued);
  expect_error(finish(*held, accepted()), ErrorCode::conflict);
  EXPECT_FALSE(must(verifications().work(ids_.next<JobId>())));
  EXPECT_TRUE(must(submissions().list({})).submissions.empty()) << "it is nobody's submission";
}

TEST_P(VerificationContract, StudentsGoFirst) {
  must(verifications().put(new_set(new_problem())));
  const SubmissionId id = submit_one();
  EXPECT_EQ(lease_bundled()->job.subject, Subject(id));
  EXPECT_EQ(lease_bundled()->job.kind, JobKind::verify);
}

TEST_P(VerificationContract, ANewSetTakesThePlaceOfTheOld) {
  const ProblemId problem = new_problem();
  const NewVerification old = new_set(problem, 3);
  must(verifications().put(old));
  const auto held = lease_bundled();
  must(finish(*lease_bundled(), accepted()));
  NewVerification fresh = new_set(problem, 1);
  fresh.problem_version = 4;
  must(verifications().put(fresh));
  expect_error(finish(*held, accepted()), ErrorCode::conflict);
  EXPECT_FALSE(must(verifications().work(old.submissions[0].job)));
  const Verification found = find_set(problem);
  EXPECT_EQ(found.problem_version, 4);
  ASSERT_EQ(found.submissions.size(), 1u);
  EXPECT_EQ(found.submissions[0].phase, Phase::queued);
  EXPECT_EQ(must(jobs().depth()).waiting, 1);
  EXPECT_EQ(must(jobs().depth()).leased, 0);
  must(verifications().put(new_set(problem, 0)));
  EXPECT_TRUE(find_set(problem).submissions.empty());
  EXPECT_EQ(must(jobs().depth()).waiting, 0);
}

TEST_P(VerificationContract, CountsWhatIsNotJudgedYet) {
  const ProblemId problem = new_problem();
  EXPECT_EQ(unjudged(problem), 0) << "none was put";
  must(verifications().put(new_set(problem, 3)));
  must(verifications().put(new_set(new_problem(), 2)));  // another problem's
  EXPECT_EQ(unjudged(problem), 3);
  const auto held = lease_bundled();
  EXPECT_EQ(unjudged(problem), 3) << "what runs is not judged";
  must(finish(*held, accepted()));
  EXPECT_EQ(unjudged(problem), 2);
  must(verifications().put(new_set(problem, 1)));  // in the place of all three
  EXPECT_EQ(unjudged(problem), 1);
  must(verifications().put(new_set(problem, 0)));
  EXPECT_EQ(unjudged(problem), 0);
}

TEST_P(VerificationContract, HasBounds) {
  const ProblemId problem = new_problem();
  expect_error(verifications().put(new_set(ids_.next<ProblemId>())), ErrorCode::not_found);
  expect_error(verifications().put(new_set(problem, static_cast<int>(kBundledMax) + 1)), ErrorCode::invalid);
  NewVerification large = new_set(problem);
  large.submissions[0].code.assign(kCodeMax + 1, 'x');
  expect_error(verifications().put(large), ErrorCode::invalid);
  EXPECT_FALSE(must(verifications().find(problem)));
  open({.queue_max = 6});
  const ProblemId other = new_problem();
  expect_error(verifications().put(new_set(other, 4)), ErrorCode::exhausted);
  EXPECT_FALSE(must(verifications().find(other)));
  must(verifications().put(new_set(other, 3)));
  must(verifications().put(new_set(other, 3)));  // the old ones make room
  expect_error(verifications().put(new_set(other, 4)), ErrorCode::exhausted);
  EXPECT_EQ(find_set(other).submissions.size(), 3u);
  EXPECT_EQ(must(jobs().depth()).waiting, 3);
}

TEST_P(VerificationContract, ADeadOneEndsInAnInternalError) {
  const ProblemId problem = new_problem();
  const NewVerification set = new_set(problem, 1);
  must(verifications().put(set));
  for (int i = 0; i < kFailuresMax; ++i) {
    must(jobs().fail(*lease_bundled(), "disk full for good"));
    clock_.advance(std::chrono::seconds(4));
  }
  const BundledRow dead = find_set(problem).submissions.at(0);
  ASSERT_TRUE(dead.report);
  EXPECT_EQ(dead.report->verdict, Verdict::internal_error);
  EXPECT_EQ(dead.report->admin_detail, "disk full for good");
  EXPECT_EQ(unjudged(problem), 0) << "its report stays";
  EXPECT_EQ(must(dead_letters().list({}, 10)).at(0).job.kind, JobKind::verify);
  must(dead_letters().requeue(set.submissions[0].job));
  EXPECT_EQ(find_set(problem).submissions.at(0).phase, Phase::queued);
  EXPECT_EQ(unjudged(problem), 1);
  must(finish(*lease_bundled(), accepted()));
  EXPECT_EQ(find_set(problem).submissions.at(0).report, accepted());
  EXPECT_EQ(unjudged(problem), 0);
}

}  // namespace autograder
