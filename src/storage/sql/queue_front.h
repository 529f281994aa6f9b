// The jobs that wait, as those read them who choose one. In a write; may throw.
//
// Knows:          the order of the queue, and its first jobs.
// Does not know:  who may have which.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/sql/queue_rows.h"

namespace autograder::sql {

// A job that waits, with all that decides about it.
struct Candidate {
  Job job;
  std::optional<UserId> owner;
  std::int64_t virtual_start = 0;
  std::int64_t lease_token = 0;
  bool is_suspect = false;
  std::optional<std::int64_t> account;  // of its owner, in its priority

  bool leased_before() const { return lease_token > 0; }
  bool before(const Candidate& other) const;
};

// The columns of a Candidate in a statement that selects from `jobs j`, and how many they are.
std::string candidate_columns();
constexpr int kCandidateWidth = Codec<Job>::width + 5;
Candidate read_candidate(const Query& row);

// The first jobs in the order of the queue, for any worker and of any kind. One look along an index, where a look for the
// first job of each kind and language would be dozens.
class Front final {
 public:
  // Asks for them. The connection outlives it.
  explicit Front(Connection& db) : db_(db) { ask(); }
  // After rows of the queue have changed: they are asked for again, when they are looked at.
  void again();
  // The job waits no more.
  void erase(JobId job);
  // Whether some are erased: then again() may find more.
  bool is_worn() const { return read_.size() < rows_read_; }
  // The nth in order, from 0; null behind the last. Valid until the next call.
  const Candidate* at(std::size_t n);
  // After at() has said null: whether no other job of this priority waits.
  bool is_all_of(int priority) const;

 private:
  void ask();

  Connection& db_;
  bool is_old_ = false;
  std::optional<Query> rows_;  // until the last is read
  std::size_t rows_read_ = 0;
  std::vector<Candidate> read_;
};

}  // namespace autograder::sql
