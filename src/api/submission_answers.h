// Judged submissions as they were answered, kept until they are judged again: pages ask for the same ones over and over.
//
// Knows:          who may be given which answer: its owner theirs, an admin the admins'.
// Does not know:  how an answer is made.
#pragma once

#include <memory>

#include "domain/viewer.h"
#include "foundation/epoch_cache.h"
#include "foundation/metrics.h"
#include "http/message.h"

namespace autograder::api {

// All members may be called from any thread; none blocks. What was not asked for the longest goes first.
class SubmissionAnswers final {
 public:
  static constexpr std::size_t kBytesMax = 48 * 1024 * 1024;

  explicit SubmissionAnswers(std::size_t bytes_max = kBytesMax) : answers_({.bytes = bytes_max}) {}

  // Null when there is none for this viewer.
  std::shared_ptr<const http::Response> find(const Viewer& viewer, SubmissionId id);
  // Taken before an answer is read from storage.
  std::uint64_t epoch(SubmissionId id) const { return answers_.epoch(id); }
  // Nothing when it is larger than all may be, or of an older epoch. The viewer was found to be one who may see it.
  void keep(const Viewer& viewer, SubmissionId id, std::uint64_t epoch, const http::Response& response);
  void forget(SubmissionId id) { answers_.forget(id); }
  void forget_all() { answers_.forget_all(); }
  // A miss is an answer that had to be made.
  const CacheCounts& counts() const { return counts_; }

 private:
  CacheCounts counts_;
  // A part for each reader; the empty one is for all admins.
  EpochCache<SubmissionId, std::shared_ptr<const http::Response>, UserId> answers_;
};

}  // namespace autograder::api
