#include "api/meters.h"

#include <string>

#include "domain/report.h"

namespace autograder {
Meters::Meters(Metrics& metrics, std::string_view version)
    : requests_(metrics.counter("http_requests_total", "Answered requests.")),
      request_duration_(metrics.histogram(
          "http_request_duration_seconds", "From a request's first byte to its answer; held answers too.",
          {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60})),
      submissions_(metrics.counter("submissions_total", "Submissions that got a verdict.")),
      waiting_(metrics.gauge("queue_depth", "Jobs that wait.")),
      leased_(metrics.gauge("queue_leased", "Jobs that a worker has in hand.")),
      dead_(metrics.gauge("queue_dead", "Dead jobs.")) {
  metrics.gauge("autograder_build_info", "Always 1; the labels say what runs.").set({{"version", version}}, 1);
}

void Meters::answered(const http::Answered& answered) const {
  const auto method = http::name_of(answered.method);
  requests_.add({{"method", method}, {"route", answered.route}, {"status", std::to_string(answered.status)}});
  request_duration_.observe({{"route", answered.route}}, std::chrono::duration<double>(answered.taken).count());
}

void Meters::cancelled(std::string_view language) const {
  submissions_.add({{"status", code_of(Verdict::cancelled)}, {"language", language}});
}

void Meters::depth(const QueueDepth& depth) const {
  waiting_.set({}, static_cast<double>(depth.waiting));
  leased_.set({}, static_cast<double>(depth.leased));
  dead_.set({}, static_cast<double>(depth.dead));
}

}  // namespace autograder
