// Which of the jobs that wait a worker gets. In the writer's transaction; may throw.
#pragma once

#include <optional>
#include <span>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

struct Candidate {
  int priority = 0;
  std::int64_t virtual_start = 0;
  JobId id;
  std::optional<UserId> owner;
  bool leased_before = false;
  bool before(const Candidate& other) const;
};

// By the first look that finds one. A job whose user has used more than was known when it was put into the queue goes
// to the place that its user's account says.
std::optional<Candidate> next_job(Connection& db, const LeaseRequest& request, bool suspects_too,
                                  std::span<const Pick> picks);

// Whether one waits that runs alone.
bool any_suspect(Connection& db, const LeaseRequest& request);

}  // namespace autograder::sqlite
