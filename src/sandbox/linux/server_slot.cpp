#include "sandbox/linux/server_slot.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace autograder {

Result<ServerSlot> reserve_server_slot(uid_t first_uid) {
  const std::string directory = "/run/autograder";
  if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making " + directory);
  for (int index = 0; index < kServersMax; ++index) {
    const std::string path = directory + "/server-" + std::to_string(index) + ".lock";
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock) return fail_errno("opening " + path);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
      return ServerSlot{std::move(lock), first_uid + static_cast<uid_t>(index) * kUidsOfServer,
                        "autograder-" + std::to_string(index)};
    }
    if (errno != EWOULDBLOCK) return fail_errno("locking " + path);
  }
  return fail(ErrorCode::exhausted,
              "reserving uids for the sandbox: " + std::to_string(kServersMax) + " servers run on this host already");
}

namespace {

// Whether the directory at `path` is the one that was opened: its last owner may have removed it meanwhile.
bool is_same(int directory, const std::string& path) {
  struct stat ours{}, theirs{};
  return ::fstat(directory, &ours) == 0 && ::stat(path.c_str(), &theirs) == 0 && ours.st_ino == theirs.st_ino;
}

}  // namespace

Result<ServerSlot> reserve_group_slot(const std::string& base) {
  for (int index = 0; index < kServersMax;) {
    const std::string name = "autograder-" + std::to_string(index);
    const std::string path = base + "/" + name;
    if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making the cgroup " + path);
    UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!directory && errno == ENOENT) continue;
    if (!directory) return fail_errno("opening " + path);
    if (::flock(directory.get(), LOCK_EX | LOCK_NB) == 0) {
      if (is_same(directory.get(), path)) return ServerSlot{std::move(directory), 0, name};
      continue;
    }
    if (errno != EWOULDBLOCK) return fail_errno("locking " + path);
    ++index;
  }
  return fail(ErrorCode::exhausted, "reserving a cgroup for the sandbox: " + std::to_string(kServersMax) +
                                        " servers run in " + base + " already");
}

}  // namespace autograder
