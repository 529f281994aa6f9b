// Ids: 12 bytes, time-ordered, shown as 24 lower-case hexadecimal characters; a strong type per aggregate.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/clock.h"
#include "foundation/mutex.h"

namespace autograder {

using IdBytes = std::array<std::uint8_t, 12>;  // 48 bits of milliseconds, 16 of a counter, 32 random; big endian

template <class Tag>
class Id final {
 public:
  Id() = default;  // all zero: no thing has it
  explicit Id(const IdBytes& bytes) : bytes_(bytes) {}
  static std::optional<Id> parse(std::string_view hex);
  std::string hex() const;
  const IdBytes& bytes() const { return bytes_; }
  bool empty() const { return bytes_ == IdBytes{}; }
  auto operator<=>(const Id&) const = default;

 private:
  IdBytes bytes_{};
};

using UserId = Id<struct UserTag>;
using ProblemId = Id<struct ProblemTag>;
using CourseId = Id<struct CourseTag>;
using TestCaseId = Id<struct TestCaseTag>;
using SubmissionId = Id<struct SubmissionTag>;
using JobId = Id<struct JobTag>;
using RunId = Id<struct RunTag>;
using WorkerId = Id<struct WorkerTag>;

// Makes ids that only grow within one process, even when the clock steps back or a millisecond gives out. Any thread.
class IdGenerator final {
 public:
  explicit IdGenerator(const Clock& clock) : clock_(clock) {}
  template <class IdType>
  IdType next() {
    return IdType(next_bytes());
  }

 private:
  IdBytes next_bytes();

  const Clock& clock_;
  Mutex mutex_;
  std::uint64_t last_ GUARDED_BY(mutex_) = 0;  // milliseconds << 16 | counter
};

// No id that was made before `time` is larger, none that was made later is smaller.
IdBytes first_id_at(Time time);

std::optional<IdBytes> parse_id_bytes(std::string_view hex);
std::string id_hex(const IdBytes& bytes);

template <class Tag>
std::optional<Id<Tag>> Id<Tag>::parse(std::string_view hex) {
  auto bytes = parse_id_bytes(hex);
  if (!bytes) return std::nullopt;
  return Id(*bytes);
}
template <class Tag>
std::string Id<Tag>::hex() const {
  return id_hex(bytes_);
}

}  // namespace autograder

template <class Tag>
struct std::hash<autograder::Id<Tag>> {
  std::size_t operator()(const autograder::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()});
  }
};
