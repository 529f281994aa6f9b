// Judged submissions as they were answered, kept until they are judged again: pages ask for the same ones over and over.
//
// Knows:          who may be given which answer: its owner theirs, an admin the admins'.
// Does not know:  how an answer is made.
#pragma once

#include <array>
#include <list>
#include <memory>
#include <unordered_map>

#include "domain/viewer.h"
#include "foundation/metrics.h"
#include "foundation/mutex.h"
#include "http/message.h"

namespace autograder::api {

// All members may be called from any thread; none blocks. What was not asked for the longest goes first.
class SubmissionAnswers final {
 public:
  static constexpr std::size_t kBytesMax = 48 * 1024 * 1024;

  explicit SubmissionAnswers(std::size_t bytes_max = kBytesMax) : bytes_max_(bytes_max) {}

  // Null when there is none for this viewer.
  std::shared_ptr<const http::Response> find(const Viewer& viewer, SubmissionId id);
  // Grows when this submission, and perhaps when another, is forgotten. Taken before an answer is read from storage:
  // what changed meanwhile keeps it from being kept.
  std::uint64_t epoch(SubmissionId id);
  // Nothing when it is larger than all may be, or of an older epoch. The viewer was found to be one who may see it.
  void keep(const Viewer& viewer, SubmissionId id, std::uint64_t epoch, const http::Response& response);
  void forget(SubmissionId id);
  void forget_all();
  // A miss is an answer that had to be made.
  const CacheCounts& counts() const { return counts_; }

 private:
  struct Kept {
    SubmissionId id;
    UserId reader;  // empty: all admins
    std::shared_ptr<const http::Response> response;
    std::size_t bytes = 0;
  };
  using Order = std::list<Kept>;  // asked for last first
  using Answers = std::unordered_multimap<SubmissionId, Order::iterator>;

  Answers::iterator find_kept(const Viewer& viewer, SubmissionId id) REQUIRES(mutex_);
  void drop(Answers::iterator answer) REQUIRES(mutex_);
  std::uint64_t& epoch_of(SubmissionId id) REQUIRES(mutex_) {
    return epochs_[std::hash<SubmissionId>{}(id) % epochs_.size()];
  }

  const std::size_t bytes_max_;
  CacheCounts counts_;
  Mutex mutex_;
  Order order_ GUARDED_BY(mutex_);
  Answers answers_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  // Shared by submissions: one for each would have to be kept for ever.
  std::array<std::uint64_t, 1024> epochs_ GUARDED_BY(mutex_){};
};

}  // namespace autograder::api
