// Counters of judging, by their names in /metrics.
#pragma once

#include <string_view>

#include "domain/job.h"
#include "domain/report.h"
#include "foundation/metrics.h"

namespace autograder {

// All members may be called from any thread.
class JudgeMeters final {
 public:
  explicit JudgeMeters(Metrics& metrics);

  // A worker announces a verdict. Of the report figures alone are looked at.
  void judged(std::string_view language, const Report& report) const;
  // A source was compiled; one that was kept is not.
  void compiled(std::string_view language, Duration taken) const;
  // A job was taken up for the first time after so long.
  void leased(const Job& job, Duration waited) const;

 private:
  CounterFamily submissions_;
  HistogramFamily execution_duration_;
  HistogramFamily compile_duration_;
  HistogramFamily queue_wait_;
};

}  // namespace autograder
