// Small values that processes share for a while and may lose: tickets, the latest strip of a submission's tests.
//
// Knows:          keys, values as bytes, when they end.
// Does not know:  what a value means. Truth is in storage: a reader who finds nothing here does without.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/result.h"

namespace autograder {

constexpr std::size_t kCacheKeyMax = 256;            // bytes
constexpr std::size_t kCacheValueMax = 1024 * 1024;  // bytes

// All members may be called from any thread; a backend beyond this process may block.
class Cache {
 public:
  virtual ~Cache() = default;
  // Replaces what the key had. `invalid`: key or value over its bound, or a `ttl` that is not above zero.
  virtual Result<> put(std::string_view key, std::string value, std::chrono::milliseconds ttl) = 0;
  // Absent when it was never put, has ended, was taken or was dropped for want of room.
  virtual Result<std::optional<std::string>> get(std::string_view key) = 0;
  // As get, and removes it: of all who ask at the same time one gets it.
  virtual Result<std::optional<std::string>> take(std::string_view key) = 0;
};

}  // namespace autograder
