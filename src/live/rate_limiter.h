// Limits how often a client may do something: token buckets, shared by all processes that share a backend.
#pragma once

#include <chrono>
#include <string_view>

namespace autograder {

struct Rate {
  int count = 0;               // so many, refilled evenly ...
  std::chrono::seconds per{};  // ... over so long
};

struct RateDecision {
  bool allowed = true;
  std::chrono::seconds retry_after{0};  // at least 1 when not allowed
};

class RateLimiter {
 public:
  virtual ~RateLimiter() = default;
  // Takes one from the bucket of `key` ("login:203.0.113.7"). Any thread. Memory is bounded: full buckets
  // are forgotten.
  virtual RateDecision take(std::string_view key, Rate rate) = 0;
  // Puts one back that take() gave. For what counts only when it fails: taken before, given back after, so that many who
  // try at the same moment get no more than one after the other.
  virtual void give_back(std::string_view key, Rate rate) = 0;
};

}  // namespace autograder
