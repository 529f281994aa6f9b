#include "storage/sqlite/disk_space.h"

#include <sys/statvfs.h>

#include <limits>

namespace autograder::sqlite {

DiskSpace::DiskSpace(std::string path, Bytes free_min, const Clock& clock)
    : path_(std::move(path)), free_min_(free_min), clock_(clock) {}

Result<> DiskSpace::check() {
  if (free_min_.count <= 0) return {};
  const SteadyTime now = clock_.steady_now();
  if (!asked_at_ || now - *asked_at_ >= std::chrono::seconds(1)) {
    asked_at_ = now;
    struct statvfs found{};
    // What is free for us, not what root could still take.
    const bool known = ::statvfs(path_.c_str(), &found) == 0;
    free_.count = known ? static_cast<std::int64_t>(found.f_bavail) * static_cast<std::int64_t>(found.f_frsize)
                        : std::numeric_limits<std::int64_t>::max();
  }
  if (free_ >= free_min_) return {};
  return fail(ErrorCode::exhausted, "the disk of the database is nearly full: " + std::to_string(free_.count) +
                                        " bytes are free, fewer than storage.free_min (" +
                                        std::to_string(free_min_.count) + ")");
}

}  // namespace autograder::sqlite
