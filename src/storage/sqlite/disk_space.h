// Whether the disk has room for more submissions, asked before it is full: so that what is accepted can be judged.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/limits.h"
#include "foundation/clock.h"
#include "foundation/result.h"

namespace autograder::sqlite {

// So much must be free outside of the database, however much is free inside: its write-ahead log grows there. Half of
// free_min where that is less.
constexpr Bytes kLogRoom = mib(32);

// The database as its last transaction left it.
struct Inside {
  Bytes size{};  // the file is shorter or longer while part of this is in the log
  Bytes free{};  // in pages that no row uses
};

// One thread at a time.
class DiskSpace final {
 public:
  using LookInside = std::function<Inside()>;
  // `path` is the database; `free_min` 0: there is always room.
  DiskSpace(std::string path, Bytes free_min, const Clock& clock);
  // `exhausted` when less than free_min is free, on the disk and inside the database together. `wanted` is what the caller
  // will store. Looks once a second, and again after each MiB that was let in. When the file system cannot tell, there is
  // room: the write itself will say what is wrong.
  Result<> check(const LookInside& inside, Bytes wanted = {});
  // The disk alone is below its minimum. Looks at once.
  bool is_low(const LookInside& inside);
  // The size of the file of the write-ahead log.
  Bytes log_size() const;
  // 0 when the file system cannot tell.
  Bytes free_now();

 private:
  void look(const LookInside& inside);

  const std::string path_;
  const Bytes free_min_;
  const Clock& clock_;
  std::optional<SteadyTime> looked_at_;
  SteadyTime burst_began_at_{};
  std::optional<Bytes> free_;  // when the log is in the file; absent: the file system cannot tell
  Bytes free_inside_{};
  // Admitted writes grow the file, and the log as well, which may not be written yet.
  Bytes since_look_{};
  Bytes this_burst_{};
};

}  // namespace autograder::sqlite
