#include "storage/sqlite/disk_space.h"

#include <sys/statvfs.h>

#include <algorithm>

namespace autograder::sqlite {

DiskSpace::DiskSpace(std::string path, Bytes free_min, const Clock& clock)
    : path_(std::move(path)), free_min_(free_min), clock_(clock) {}

void DiskSpace::ask() {
  const SteadyTime now = clock_.steady_now();
  if (asked_at_ && now - *asked_at_ < std::chrono::seconds(1)) return;
  asked_at_ = now;
  free_.reset();
  struct statvfs found{};
  // What is free for us, not what root could still take.
  if (::statvfs(path_.c_str(), &found) == 0) {
    free_ = Bytes{static_cast<std::int64_t>(found.f_bavail) * static_cast<std::int64_t>(found.f_frsize)};
  }
}

Result<> DiskSpace::check(const FreeInside& free_inside) {
  if (!is_low()) return {};
  const Bytes inside = free_inside();
  if (*free_ >= std::min(free_min_, kLogRoom) && *free_ + inside >= free_min_) return {};
  return fail(ErrorCode::exhausted, "the disk of the database is nearly full: " + std::to_string(free_->count) +
                                        " bytes are free, and " + std::to_string(inside.count) +
                                        " inside the database, fewer than storage.free_min (" +
                                        std::to_string(free_min_.count) + ")");
}

bool DiskSpace::is_low() {
  if (free_min_.count <= 0) return false;
  ask();
  return free_ && *free_ < free_min_;
}

Bytes DiskSpace::free_now() {
  asked_at_.reset();
  ask();
  return free_.value_or(Bytes{});
}

}  // namespace autograder::sqlite
