#include "judge/job_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/report_codec.h"
#include "judge/testing/parts_fixture.h"

namespace autograder {
namespace {

class JobWorkTest : public PartsTest {
 protected:
  Result<JobOutcome> outcome_of(const Job& job, const std::function<void()>& between = [] {}) {
    return work_.outcome_of(job, stop_.get_token(), between);
  }
  std::stop_source stop_;
};

TEST_F(JobWorkTest, JudgesASubmissionAndTellsItsProgress) {
  const auto id = submit(stored_problem().id);
  int between = 0;
  const auto outcome = outcome_of(take().job, [&] { ++between; }).value();
  EXPECT_EQ(code_of(std::get<Report>(outcome).verdict), "AC");
  EXPECT_EQ(between, 1) << "after the first of two tests";
  const auto heard = events();
  ASSERT_EQ(heard.size(), 3U);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    EXPECT_EQ(heard[i].kind, Event::Kind::progress);
    EXPECT_EQ(heard[i].subject, Subject(id));
    EXPECT_EQ(decode_report(heard[i].strip)->tests.size(), i);
  }
  EXPECT_FALSE(find(id).report) << "it stores nothing";
}

TEST_F(JobWorkTest, AStripHasNoTexts) {
  TestReport test;
  test.input = test.expected = test.output = test.message = test.judge_message = test.errors = "text";
  test.trace = {{1, 2}};
  test.verdict = Verdict::wrong_answer;
  Report report;
  report.output = report.message = "text";
  report.tests = {test};
  const auto strip = strip_of(report);
  EXPECT_EQ(encode_report(strip).find("text"), std::string::npos);
  EXPECT_EQ(strip.tests[0].verdict, Verdict::wrong_answer);
  EXPECT_TRUE(strip.tests[0].trace.empty());
}

// No retry would help.
TEST_F(JobWorkTest, ASubmissionWithoutItsProblemIsAnInternalError) {
  const auto id = submit(world_.ids.next<ProblemId>());
  const auto report = std::get<Report>(outcome_of(take().job).value());
  EXPECT_EQ(report.verdict, Verdict::internal_error);
  EXPECT_EQ(report.reason.code, ReasonCode::no_problem);
  EXPECT_FALSE(find(id).report);
}

TEST_F(JobWorkTest, WhatIsGoneIsAnError) {
  Job job;
  job.language = "compiled";
  const std::pair<Subject, const char*> rows[] = {
      {world_.ids.next<SubmissionId>(), "submission "},
      {world_.ids.next<ProblemId>(), "bundled submission "},
      {world_.ids.next<RunId>(), "run "},
  };
  for (const auto& [subject, words] : rows) {
    job.subject = subject;
    const auto outcome = outcome_of(job);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::not_found);
    EXPECT_THAT(outcome.error().message, testing::StartsWith(words));
  }
}

TEST_F(JobWorkTest, ALanguageThatIsMissingHereIsAnError) {
  Job job;
  job.subject = submit(stored_problem().id, "cobol");
  const auto outcome = outcome_of(job);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "this worker has no language cobol");
}

}  // namespace
}  // namespace autograder
