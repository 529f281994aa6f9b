#include "app/judge_meters.h"

#include <gtest/gtest.h>

namespace autograder {
namespace {

TEST(JudgeMeters, followAVerdict) {
  Metrics metrics;
  const JudgeMeters meters(metrics);
  Report report;
  report.verdict = Verdict::accepted;
  report.tests.resize(2);
  report.tests[0].cpu_time_ms = 400;
  report.tests[1].cpu_time_ms = 1500;
  report.compile_time_ms = 300;  // stands there even where the source was kept from before
  meters.judged("cpp", report);
  EXPECT_EQ(metrics.text().find("compile_duration_seconds_count"), std::string::npos);
  meters.compiled("cpp", std::chrono::milliseconds(300));
  const auto text = metrics.text();
  for (const auto* line : {R"(submissions_total{language="cpp",status="AC"} 1)",
                           R"(execution_duration_seconds_bucket{language="cpp",le="0.5"} 1)",
                           R"(execution_duration_seconds_bucket{language="cpp",le="2"} 2)",
                           R"(compile_duration_seconds_bucket{language="cpp",le="0.25"} 0)",
                           R"(compile_duration_seconds_bucket{language="cpp",le="0.5"} 1)"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  for (const auto* bound : {"0.5", "1", "2", "5"}) {
    EXPECT_NE(text.find("execution_duration_seconds_bucket{language=\"cpp\",le=\"" + std::string(bound) + "\"}"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace autograder
