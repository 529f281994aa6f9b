// Which of the jobs that wait a worker gets. In a write; may throw.
#pragma once

#include <optional>
#include <span>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sql/queue_state.h"

namespace autograder::sql {

// By the first look that finds one. A job whose user has used more than was known when it was put into the queue goes
// to the place that its user's account says.
std::optional<Candidate> next_job(Connection& db, const LeaseRequest& request, bool suspects_too,
                                  std::span<const Pick> picks, QueueNow& queue);

// Where the first other job of its priority starts that such a worker could have next. Jobs that nobody serves wait for
// long and must not hold the time up; of more of them at the front than are looked at, none counts.
std::optional<std::int64_t> first_start_beside(Connection& db, const LeaseRequest& request, const Candidate& leased,
                                               Front& front);

// Whether one waits that runs alone.
bool any_suspect(Connection& db, const LeaseRequest& request);

}  // namespace autograder::sql
