// Time, handed to the code that needs it: nothing else reads a clock.
//
// Knows:          wall time in milliseconds, steady time.
// Does not know:  what it is used for.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace autograder {

using Duration = std::chrono::nanoseconds;
using Time = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC; what is stored and shown
using SteadyTime = std::chrono::steady_clock::time_point;       // for measuring spans

// All members may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  virtual SteadyTime steady_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
};

// A clock for tests: stands still until told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start = Time{std::chrono::milliseconds{1'700'000'000'000}})
      : wall_ms_(start.time_since_epoch().count()) {}
  Time now() const override { return Time{std::chrono::milliseconds{wall_ms_.load()}}; }
  SteadyTime steady_now() const override { return SteadyTime{std::chrono::milliseconds{steady_ms_.load()}}; }
  void advance(std::chrono::milliseconds by) {
    wall_ms_ += by.count();
    steady_ms_ += by.count();
  }

 private:
  std::atomic<std::int64_t> wall_ms_;
  std::atomic<std::int64_t> steady_ms_{0};
};

inline std::int64_t to_ms(Time time) {
  return time.time_since_epoch().count();
}
inline Time from_ms(std::int64_t ms) {
  return Time{std::chrono::milliseconds{ms}};
}
// "2026-11-23T21:07:00.123Z"
std::string iso8601(Time time);

}  // namespace autograder
