// Which of the jobs that wait a worker gets. In a write; may throw.
#pragma once

#include <optional>
#include <span>

#include "storage/fair_share.h"
#include "storage/job_queue.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

struct Candidate {
  int priority = 0;
  std::int64_t virtual_start = 0;
  JobId id;
  std::optional<UserId> owner;
  std::int64_t lease_token = 0;
  bool leased_before() const { return lease_token > 0; }
  bool before(const Candidate& other) const;
};
template <>
struct Columns<Candidate> {
  static constexpr auto list =
      std::tuple(column("id", &Candidate::id), column("priority", &Candidate::priority),
                 column("virtual_start", &Candidate::virtual_start), column("owner_id", &Candidate::owner),
                 column("lease_token", &Candidate::lease_token));
};

// By the first look that finds one. A job whose user has used more than was known when it was put into the queue goes
// to the place that its user's account says.
std::optional<Candidate> next_job(Connection& db, const LeaseRequest& request, bool suspects_too,
                                  std::span<const Pick> picks);

// Whether one waits that runs alone.
bool any_suspect(Connection& db, const LeaseRequest& request);

}  // namespace autograder::sql
