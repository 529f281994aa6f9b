// Drops privileges: root switches to an ordinary user before it opens anything.
//
// Knows:          uids, the owner of the data directory.
// Does not know:  what is in the data directory.
#pragma once

#include <sys/types.h>

#include <string>

#include "app/config.h"
#include "foundation/result.h"

namespace autograder {

struct SystemUser {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;  // for messages: "autograder", "uid 64000"
};

// The user that root switches to: the setting, else SUDO_UID, else `autograder` where it exists, else uid 64000. Not
// root: who we are. `invalid` when the setting names nobody or root.
Result<SystemUser> choose_identity(const Config& config, const Environment& environment);

// Makes the data directory when it is absent and gives an empty or root-owned one to `identity`; any other owner is
// refused with the remedy. Returns its absolute path: the default one, where `identity` cannot search its parents,
// becomes /var/lib/autograder. Call as root, or as `identity` itself.
Result<std::string> prepare_data_directory(const Config& config, const SystemUser& identity);

// For good. Nothing when we are not root.
Result<> become(const SystemUser& identity);

}  // namespace autograder
