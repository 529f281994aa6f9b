// Counters of requests and of the queue, by their names in /metrics.
#pragma once

#include <string_view>

#include "foundation/metrics.h"
#include "http/server.h"
#include "storage/job_queue.h"

namespace autograder {

// All members may be called from any thread.
class Meters final {
 public:
  Meters(Metrics& metrics, std::string_view version);

  void answered(const http::Answered& answered) const;
  // A submission was cancelled. A worker counts all other verdicts.
  void cancelled(std::string_view language) const;
  void depth(const QueueDepth& depth) const;

 private:
  CounterFamily requests_;
  HistogramFamily request_duration_;
  CounterFamily submissions_;
  GaugeFamily waiting_;
  GaugeFamily leased_;
  GaugeFamily dead_;
};

}  // namespace autograder
