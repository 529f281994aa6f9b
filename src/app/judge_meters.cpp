#include "app/judge_meters.h"

namespace autograder {
namespace {

double seconds(std::int64_t milliseconds) {
  return static_cast<double>(milliseconds) / 1000;
}

}  // namespace

JudgeMeters::JudgeMeters(Metrics& metrics)
    : submissions_(metrics.counter("submissions_total", "Submissions that got a verdict.")),
      execution_duration_(metrics.histogram("execution_duration_seconds", "CPU time of one test.",
                                            {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60})),
      compile_duration_(metrics.histogram("compile_duration_seconds", "Time of one compilation.",
                                          {0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10})),
      queue_wait_(metrics.histogram("queue_wait_seconds", "From being queued to the first lease, by kind of job.",
                                    {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800})) {}

void JudgeMeters::judged(std::string_view language, const Report& report) const {
  submissions_.add({{"status", code_of(report.verdict)}, {"language", language}});
  for (const auto& test : report.tests) {
    execution_duration_.observe({{"language", language}}, seconds(test.cpu_time_ms));
  }
}

void JudgeMeters::compiled(std::string_view language, Duration taken) const {
  compile_duration_.observe({{"language", language}}, std::chrono::duration<double>(taken).count());
}

void JudgeMeters::leased(const Job& job, Duration waited) const {
  queue_wait_.observe({{"kind", name_of(job.kind)}}, std::chrono::duration<double>(waited).count());
}

}  // namespace autograder
