#include "foundation/nameless_file.h"

#include <fcntl.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cstdlib>

namespace autograder {
namespace {

constexpr std::int64_t kMayReserve = 64 * 1024 * 1024;  // a bound for who asks for more than there can be

// Where the file system has no O_TMPFILE: a name for a moment.
UniqueFd open_and_unlink(const std::string& directory) {
  std::string path = directory + "/body.XXXXXX";
  UniqueFd file(::mkostemp(path.data(), O_CLOEXEC));
  if (file) ::unlink(path.c_str());
  return file;
}

}  // namespace

Result<UniqueFd> open_nameless(const std::string& directory) {
  UniqueFd file(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) file = open_and_unlink(directory);
  if (!file) return fail_errno("making a file in " + directory);
  return file;
}

Result<std::shared_ptr<NamelessFile>> NamelessFile::make(const std::string& directory, std::int64_t free_min) {
  if (free_min > 0) {
    struct statvfs disk{};
    if (::statvfs(directory.c_str(), &disk) != 0) return fail_errno("asking for the free space of " + directory);
    const auto available = static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
    if (available < free_min) {
      return fail(ErrorCode::exhausted, directory + ": less than " + std::to_string(free_min) + " bytes are free");
    }
  }
  AG_ASSIGN(auto file, open_nameless(directory));
  return std::shared_ptr<NamelessFile>(new NamelessFile(directory, std::move(file)));
}

Result<> NamelessFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::pwrite(file_.get(), bytes.data(), bytes.size(), size_);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == ENOSPC || errno == EDQUOT)) {
      return fail(ErrorCode::exhausted, "the disk of " + directory_ + " is full");
    }
    if (count < 0) return fail_errno("writing a file in " + directory_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += count;
  }
  return {};
}

Result<std::string> NamelessFile::read(std::int64_t offset, std::int64_t count) const {
  if (offset < 0 || count < 0) return fail(ErrorCode::invalid, "offset and count: must not be negative");
  std::string bytes;
  bytes.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(size_ - offset, 0, std::min(count, kMayReserve))));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got =
        ::pread(file_.get(), bytes.data() + done, bytes.size() - done, offset + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno("reading a file in " + directory_);
    if (got == 0) return fail(ErrorCode::corrupt, "a file in " + directory_ + " is shorter than what was written");
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace autograder
