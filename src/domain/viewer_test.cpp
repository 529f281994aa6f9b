#include "domain/viewer.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

UserId user_id(std::uint8_t number) {
  IdBytes bytes{};
  bytes[11] = number;
  return UserId(bytes);
}
const Viewer kOwner{user_id(1), Role::student};
const Viewer kOther{user_id(2), Role::student};
const Viewer kAdmin{user_id(3), Role::admin};
const Viewer kNobody{};

Report report_with_tests(Visibility decided) {
  Report report;
  report.output = "words";
  report.message = "test 2: first difference";
  report.output_visibility = decided;
  report.admin_detail = "clone: EPERM";
  report.output_truncated = true;
  for (const auto visibility : {Visibility::visible, Visibility::hidden}) {
    TestReport test;
    test.index = static_cast<int>(report.tests.size()) + 1;
    test.verdict = Verdict::wrong_answer;
    test.cpu_time_ms = 31;
    test.memory_kb = 4000;
    test.visibility = visibility;
    test.input = "2 7";
    test.expected = "9";
    test.output = "8";
    test.message = "first difference: line 1, column 1";
    test.truncated = true;
    test.lossy = true;
    report.tests.push_back(test);
  }
  return report;
}

TEST(Viewer, hidesWhatHiddenTestsSay) {
  const Report whole = report_with_tests(Visibility::hidden);
  const Report seen = visible_report(kOwner, scope_of_submission(user_id(1)), whole);
  EXPECT_EQ(seen.tests[0], whole.tests[0]);
  const TestReport& hidden = seen.tests[1];
  EXPECT_EQ(hidden.verdict, Verdict::wrong_answer);
  EXPECT_EQ(hidden.cpu_time_ms, 31);
  EXPECT_EQ(hidden.memory_kb, 4000);
  EXPECT_EQ(hidden.input + hidden.expected + hidden.output + hidden.message, "");
  EXPECT_FALSE(hidden.truncated || hidden.lossy);
  EXPECT_EQ(seen.output + seen.message + seen.admin_detail, "");
  EXPECT_FALSE(seen.output_truncated);
}

TEST(Viewer, tellsWhyAHiddenTestFailedInWordsThatTheProgramDidNotChoose) {
  Report whole = report_with_tests(Visibility::hidden);
  whole.message = "test 2 (private): line 3: ValueError: the secret (exit code 42)";
  whole.reason.code = ReasonCode::exception;
  whole.reason.name = "ValueError";
  whole.reason.number = 42;
  whole.reason.line = 3;
  whole.reason.output_line = 1;
  whole.tests[1].reason = whole.reason;
  whole.tests[1].errors = "the secret";
  whole.tests[1].trace = {{1, 3}};
  const Report seen = visible_report(kOwner, scope_of_submission(user_id(1)), whole);
  EXPECT_EQ(seen.message, "test 2 (private): line 3: ValueError");
  EXPECT_FALSE(seen.reason.number);
  EXPECT_EQ(seen.tests[1].message, "line 3: ValueError");
  EXPECT_FALSE(seen.tests[1].reason.number);
  EXPECT_EQ(seen.tests[1].reason.output_line, 0);
  EXPECT_EQ(seen.tests[1].errors, "");
  EXPECT_TRUE(seen.tests[1].trace.empty());
  EXPECT_EQ(visible_report(kAdmin, scope_of_submission(user_id(1)), whole), whole);
}

TEST(Viewer, showsTheWordsOfAVisibleTestButNeverTheAdminsDetail) {
  const Report seen = visible_report(kOwner, scope_of_submission(user_id(1)), report_with_tests(Visibility::visible));
  EXPECT_EQ(seen.output, "words");
  EXPECT_EQ(seen.message, "test 2: first difference");
  EXPECT_EQ(seen.admin_detail, "");
}

TEST(Viewer, showsTheWordsOfTheJudgeToAdminsAlone) {
  Report whole = report_with_tests(Visibility::visible);
  for (auto& test : whole.tests) test.judge_message = "the answer is 9";
  for (const auto& test : visible_report(kOwner, scope_of_submission(user_id(1)), whole).tests)
    EXPECT_EQ(test.judge_message, "");
  EXPECT_EQ(visible_report(kAdmin, scope_of_submission(user_id(1)), whole), whole);
}

TEST(Viewer, hidesWhichTestCasesWereJudged) {
  Report report = report_with_tests(Visibility::visible);
  for (auto& test : report.tests) {
    test.test = TestCaseId(IdBytes{1});
    test.test_version = 3;
  }
  for (const auto& test : visible_report(kOwner, scope_of_submission(user_id(1)), report).tests) {
    EXPECT_TRUE(test.test.empty());
    EXPECT_EQ(test.test_version, 0);
  }
  EXPECT_EQ(visible_report(kAdmin, scope_of_submission(user_id(1)), report).tests[0].test_version, 3);
}

TEST(Viewer, showsAdminsEverything) {
  const Report whole = report_with_tests(Visibility::hidden);
  EXPECT_EQ(visible_report(kAdmin, scope_of_submission(user_id(1)), whole), whole);
}

TEST(Viewer, takesHiddenTestsOutOfAProblemAndKeepsTheirNumber) {
  Problem problem;
  problem.tests.resize(3);
  problem.tests[0].visibility = Visibility::visible;
  problem.test_count = 3;
  EXPECT_EQ(visible_problem(kOwner, problem).tests.size(), 1u);
  EXPECT_EQ(visible_problem(kOwner, problem).test_count, 3);
  EXPECT_EQ(visible_problem(kAdmin, problem).tests.size(), 3u);
}

}  // namespace
}  // namespace autograder
