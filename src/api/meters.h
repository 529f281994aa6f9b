// Counters of requests and of judging, by their names in /metrics.
#pragma once

#include <string_view>

#include "domain/job.h"
#include "domain/report.h"
#include "foundation/metrics.h"
#include "http/server.h"
#include "storage/job_queue.h"

namespace autograder {

// All members may be called from any thread.
class Meters final {
 public:
  Meters(Metrics& metrics, std::string_view version);

  void answered(const http::Answered& answered) const;
  // Where the verdict is announced: by a worker, or by who cancels. Of the report figures alone are looked at.
  void judged(std::string_view language, const Report& report) const;
  // A source was compiled; one that was kept is not.
  void compiled(std::string_view language, Duration taken) const;
  // A job was taken up for the first time after so long.
  void leased(const Job& job, Duration waited) const;
  void depth(const QueueDepth& depth) const;

 private:
  CounterFamily requests_;
  HistogramFamily request_duration_;
  CounterFamily submissions_;
  HistogramFamily execution_duration_;
  HistogramFamily compile_duration_;
  HistogramFamily queue_wait_;
  GaugeFamily waiting_;
  GaugeFamily leased_;
  GaugeFamily dead_;
};

}  // namespace autograder
