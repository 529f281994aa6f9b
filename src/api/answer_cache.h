// Responses that are the same for every user of a role, cached until their data changes.
#pragma once

#include <memory>
#include <string>

#include "domain/user.h"
#include "foundation/epoch_cache.h"
#include "foundation/metrics.h"
#include "http/message.h"

namespace autograder::api {

constexpr std::size_t kCachedAnswersMax = 256;
constexpr std::size_t kCachedAnswersBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kCachedProblemsBytesMax = 32 * 1024 * 1024;  // of single problems, which carry test data

// All members may be called from any thread; none blocks.
class AnswerCache final {
 public:
  explicit AnswerCache(std::size_t bytes_max = kCachedAnswersBytesMax)
      : answers_({.values = kCachedAnswersMax, .bytes = bytes_max}) {}

  // The key of an answer: the path, the query as it was understood, and whose eyes it is for.
  static std::string key_of(const http::Request& request, Role role);

  // Null when there is none.
  std::shared_ptr<const http::Response> find(const std::string& key);
  // Taken before an answer is read from storage. One for all: they are only forgotten together.
  std::uint64_t epoch() const { return answers_.epoch({}); }
  // Nothing when it is larger than all may be, or of an older epoch.
  void keep(const std::string& key, std::uint64_t epoch, const http::Response& response);
  void forget_all() { answers_.forget_all(); }
  // A miss is an answer that had to be made.
  const CacheCounts& counts() const { return counts_; }

 private:
  CacheCounts counts_;
  EpochCache<std::string, std::shared_ptr<const http::Response>> answers_;
};

}  // namespace autograder::api
