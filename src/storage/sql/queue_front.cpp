#include "storage/sql/queue_front.h"

#include <tuple>

namespace autograder::sql {
namespace {

constexpr std::size_t kFrontMax = 16;

// With a bound of the priority, since SQLite reports a walk along an index without one as a scan.
const std::string kFront = "SELECT " + candidate_columns() +
                           " FROM jobs j WHERE j.state = 'waiting' AND j.priority < 1000 "
                           "ORDER BY j.priority DESC, j.virtual_start, j.id LIMIT " +
                           std::to_string(kFrontMax);

}  // namespace

bool Candidate::before(const Candidate& other) const {
  return std::tuple(-job.priority, virtual_start, job.id) <
         std::tuple(-other.job.priority, other.virtual_start, other.job.id);
}

std::string candidate_columns() {
  return columns_of<Job>("j") +
         ", j.owner_id, j.virtual_start, j.lease_token, j.suspect, (SELECT virtual_finish FROM fair_shares "
         "WHERE owner_id = j.owner_id AND priority = j.priority)";
}

Candidate read_candidate(const Query& row) {
  auto [job, owner, virtual_start, lease_token, is_suspect, account] =
      row.read<Job, std::optional<UserId>, std::int64_t, std::int64_t, bool, std::optional<std::int64_t>>();
  return {std::move(job), owner, virtual_start, lease_token, is_suspect, account};
}

void Front::ask() {
  rows_.emplace(db_.query(kFront)).ask();
}

void Front::again() {
  is_old_ = true;
  rows_.reset();
  rows_read_ = 0;
  read_.clear();
}

void Front::erase(JobId job) {
  std::erase_if(read_, [&](const Candidate& candidate) { return candidate.job.id == job; });
}

const Candidate* Front::at(std::size_t n) {
  if (is_old_) ask();
  is_old_ = false;
  while (read_.size() <= n && rows_) {
    if (rows_->next()) {
      read_.push_back(read_candidate(*rows_));
      ++rows_read_;
    } else {
      rows_.reset();
    }
  }
  return n < read_.size() ? &read_[n] : nullptr;
}

bool Front::is_all_of(int priority) const {
  return rows_read_ < kFrontMax || (!read_.empty() && read_.back().job.priority < priority);
}

}  // namespace autograder::sql
