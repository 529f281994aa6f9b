// Whether the disk has room for more submissions, asked before it is full: so that what is accepted can be judged.
#pragma once

#include <optional>
#include <string>

#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder::sqlite {

// One thread at a time.
class DiskSpace final {
 public:
  // `path` lies on the disk; `free_min` 0: there is always room.
  DiskSpace(std::string path, Bytes free_min, const Clock& clock);
  // `exhausted` below free_min. Asks the file system at most once a second. When that cannot tell, there is room: the
  // write itself will say what is wrong.
  Result<> check();

 private:
  const std::string path_;
  const Bytes free_min_;
  const Clock& clock_;
  std::optional<SteadyTime> asked_at_;
  Bytes free_{};
};

}  // namespace autograder::sqlite
