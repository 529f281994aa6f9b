// Whether the disk has room for more submissions, asked before it is full: so that what is accepted can be judged.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder::sqlite {

// So much must be free outside of the database, however much is free inside: its write-ahead log grows there.
constexpr Bytes kLogRoom = mib(32);

// One thread at a time.
class DiskSpace final {
 public:
  using FreeInside = std::function<Bytes()>;
  // `path` lies on the disk; `free_min` 0: there is always room.
  DiskSpace(std::string path, Bytes free_min, const Clock& clock);
  // `exhausted` when less than free_min is free, on the disk and inside the database together. Asks the file system at
  // most once a second. When that cannot tell, there is room: the write itself will say what is wrong.
  Result<> check(const FreeInside& free_inside);
  // The disk alone is below its minimum.
  bool is_low();
  // Asked at once. 0 when the file system cannot tell.
  Bytes free_now();

 private:
  void ask();

  const std::string path_;
  const Bytes free_min_;
  const Clock& clock_;
  std::optional<SteadyTime> asked_at_;
  std::optional<Bytes> free_;  // absent: the file system cannot tell
};

}  // namespace autograder::sqlite
