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

}  // namespace autograder
