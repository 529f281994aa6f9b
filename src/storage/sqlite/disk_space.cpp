#include "storage/sqlite/disk_space.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>

namespace autograder::sqlite {
namespace {

constexpr Bytes kLookAfter = mib(1);
constexpr std::chrono::milliseconds kBurst{100};  // a group is written by then

// The space free for us, not the reserve of root.
std::optional<Bytes> free_at(const std::string& path) {
  struct statvfs found{};
  if (::statvfs(path.c_str(), &found) != 0) return std::nullopt;
  return Bytes{static_cast<std::int64_t>(found.f_bavail) * static_cast<std::int64_t>(found.f_frsize)};
}

std::int64_t size_of_file(const std::string& path) {
  struct stat found{};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) ? found.st_size : 0;
}

}  // namespace

DiskSpace::DiskSpace(std::string path, Bytes free_min, const Clock& clock)
    : path_(std::move(path)), free_min_(free_min), clock_(clock) {}

void DiskSpace::look(const LookInside& inside) {
  looked_at_ = clock_.steady_now();
  since_look_ = {};
  free_ = free_at(path_);
  if (!free_) return;
  const Inside now = inside();
  // Both ways: a file that is longer than the database is cut when the log goes into it.
  free_->count -= now.size.count - size_of_file(path_);
  free_inside_ = now.free;
}

Result<> DiskSpace::check(const LookInside& inside, Bytes wanted) {
  if (free_min_.count <= 0) return {};
  const auto now = clock_.steady_now();
  if (!looked_at_ || now - *looked_at_ >= std::chrono::seconds(1) || since_look_ >= kLookAfter) look(inside);
  if (now - burst_began_at_ >= kBurst) {
    burst_began_at_ = now;
    this_burst_ = {};
  }
  const auto let_in = [&] {
    since_look_ = since_look_ + wanted;
    this_burst_ = this_burst_ + wanted;
    return Result<>{};
  };
  if (!free_) return let_in();
  const Bytes left{free_->count - since_look_.count - this_burst_.count};
  if (left >= free_min_) return let_in();
  const Bytes log_room = std::min(kLogRoom, Bytes{free_min_.count / 2});
  if (left >= log_room && left + free_inside_ >= free_min_) return let_in();
  return fail(ErrorCode::exhausted, "the disk of the database is nearly full: " + std::to_string(free_->count) +
                                        " bytes are free, and " + std::to_string(free_inside_.count) +
                                        " inside the database, fewer than storage.free_min (" +
                                        std::to_string(free_min_.count) + ")");
}

bool DiskSpace::is_low(const LookInside& inside) {
  if (free_min_.count <= 0) return false;
  look(inside);
  return free_ && *free_ < free_min_;
}

Bytes DiskSpace::log_size() const {
  return Bytes{size_of_file(path_ + "-wal")};
}

Bytes DiskSpace::free_now() {
  return free_at(path_).value_or(Bytes{});
}

}  // namespace autograder::sqlite
