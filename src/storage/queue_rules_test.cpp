#include "storage/queue_rules.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

using std::chrono::milliseconds;

TEST(QueueRules, RetriesWaitOneTwoFourSeconds) {
  EXPECT_EQ(retry_delay(1), milliseconds(1000));
  EXPECT_EQ(retry_delay(2), milliseconds(2000));
  EXPECT_EQ(retry_delay(3), milliseconds(4000));
}

TEST(QueueRules, ReasonsAreSentences) {
  EXPECT_EQ(waiting_reason({}), "next in the queue");
  EXPECT_EQ(waiting_reason({.has_share = true}), "waits until another submission of the same user is judged");
  EXPECT_EQ(waiting_reason({.ahead = 1, .has_share = true}), "1 submission is ahead");
  EXPECT_EQ(waiting_reason({.ahead = 1, .retry_in = milliseconds(-5), .expiries = 1}), "1 submission is ahead");
  EXPECT_EQ(waiting_reason({.ahead = kCountMax, .retry_in = milliseconds(0), .expiries = 0}),
            "10000 submissions are ahead");
  EXPECT_EQ(waiting_reason({.ahead = kCountMax + 1, .retry_in = milliseconds(0), .expiries = 0}),
            "more than 10000 submissions are ahead");
  EXPECT_EQ(waiting_reason({.ahead = 3, .retry_in = milliseconds(1001), .expiries = 0}),
            "retry after an internal error in 2 s");
  EXPECT_EQ(waiting_reason({.ahead = 3, .retry_in = milliseconds(0), .expiries = 2}),
            "waits to be judged alone: its judging broke off 2 times");
}

TEST(QueueRules, ADeadJobsReportKeepsItsReasonForAdmins) {
  const Report report = dead_report("cgroup: EBUSY", from_ms(5));
  EXPECT_EQ(report.verdict, Verdict::internal_error);
  EXPECT_TRUE(report.output.starts_with("System error: "));
  EXPECT_EQ(report.output.find("cgroup"), std::string::npos);
  EXPECT_EQ(report.admin_detail, "cgroup: EBUSY");
  EXPECT_EQ(report.judged_at, from_ms(5));
}

TEST(QueueRules, LongReasonsAreCutBetweenCharacters) {
  std::string reason;
  while (reason.size() < 2 * kReasonMax) reason += "\xE2\x82\xAC";
  const std::string cut = bounded_reason(reason);
  EXPECT_LE(cut.size(), kReasonMax);
  EXPECT_GT(cut.size(), kReasonMax - 3);
  EXPECT_EQ(cut.size() % 3, 0U);
  EXPECT_EQ(bounded_reason("short"), "short");
  EXPECT_LE(bounded_reason(std::string(2 * kReasonMax, '\x80')).size(), kReasonMax);
}

TEST(QueueRules, PagesAreBounded) {
  EXPECT_TRUE(check_page(1, 0));
  EXPECT_TRUE(check_page(kPageMax, kOffsetMax));
  EXPECT_FALSE(check_page(0, 0));
  EXPECT_FALSE(check_page(kPageMax + 1, 0));
  EXPECT_FALSE(check_page(1, -1));
  EXPECT_FALSE(check_page(1, kOffsetMax + 1));
}

TEST(QueueRules, KindsHaveNames) {
  for (const JobKind kind : {JobKind::judge, JobKind::rerun, JobKind::run, JobKind::rejudge, JobKind::verify}) {
    EXPECT_EQ(job_kind_from(name_of(kind)), kind);
  }
  EXPECT_FALSE(job_kind_from("JUDGE"));
}

}  // namespace
}  // namespace autograder
