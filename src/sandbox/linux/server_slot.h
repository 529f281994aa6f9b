// One running server's share of the host: a range of uids and a name for its cgroups, reserved by a file lock.
#pragma once

#include <sys/types.h>

#include <string>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

constexpr uid_t kUidsOfServer = 512;  // two a box
constexpr int kServersMax = 64;       // on one host

struct ServerSlot {
  UniqueFd lock;  // held while the server lives
  uid_t first_uid = 0;
  std::string cgroup;  // "autograder-0"
};

// For root: the first free slot whose ids are nobody's in the user database. Its cgroups may hold orphans of a dead server, which nobody else will touch now.
Result<ServerSlot> reserve_server_slot(uid_t first_uid);

// "user alice has id 65601", of the first of a server's ids that somebody has; empty where nobody has any. Groups have the
// same numbers.
Result<std::string> owner_of_ids(uid_t first);

// For an ordinary user, who has one uid and shares nothing but the directory `base` of cgroups: the lock is on the
// server's own directory in it, which is made.
Result<ServerSlot> reserve_group_slot(const std::string& base);

}  // namespace autograder
