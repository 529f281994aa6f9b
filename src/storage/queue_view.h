// The queue as an administrator looks at it: whose jobs wait, in which order, who has them, which are dead.
//
// Knows:          jobs and the submissions that they are of.
// Does not know:  the names of people and problems, what may be done about a job (job_queue.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/job.h"
#include "foundation/result.h"

namespace autograder {

enum class QueuePart {
  waiting,  // in the order in which they are leased
  delayed,  // for a retry, or since their worker was lost: soonest first
  running,  // with a live lease; by its end
  dead,     // in order of id
};

struct QueuedJob {
  Job job;
  std::optional<UserId> owner;
  std::optional<ProblemId> problem;  // absent: a run with a custom input
  WorkerId worker;                   // of a lease, live or not
  Time until{};                      // delayed: tried again from then on; running: the end of its lease
  std::string reason;                // of its last failure
  Time died_at{};                    // dead ones
};

class QueueView {
 public:
  virtual ~QueueView() = default;
  // One page; `limit` and `offset` are bounded as in every list.
  virtual Result<std::vector<QueuedJob>> list(QueuePart part, int offset, int limit) = 0;
};

}  // namespace autograder
