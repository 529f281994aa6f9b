#include "storage/sqlite/data_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace autograder {
namespace {

std::string read_owner(int file) {
  std::array<char, 16> digits{};
  const ssize_t count = ::pread(file, digits.data(), digits.size(), 0);
  std::string pid;
  for (ssize_t i = 0;
       i < count && digits[static_cast<std::size_t>(i)] >= '0' && digits[static_cast<std::size_t>(i)] <= '9'; ++i) {
    pid.push_back(digits[static_cast<std::size_t>(i)]);
  }
  return pid;
}

}  // namespace

Result<DataLock> lock_data_directory(const std::string& path) {
  const std::string name = path + "/autograder.lock";
  UniqueFd file(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file) return fail_errno("opening " + name);
  struct stat found{};
  if (::fstat(file.get(), &found) != 0) return fail_errno("looking at " + name);
  if (!S_ISREG(found.st_mode)) return fail(ErrorCode::invalid, name + " is not a regular file");
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fail_errno("locking " + name);
    const std::string owner = read_owner(file.get());
    return fail(ErrorCode::conflict, "the data directory " + path + " is in use by another server" +
                                         (owner.empty() ? std::string() : " (process " + owner + ")") +
                                         ": stop that one, or choose another directory");
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file.get(), 0) != 0) return fail_errno("writing " + name);
  if (::pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return fail_errno("writing " + name);
  }
  return DataLock(std::move(file));
}

}  // namespace autograder
