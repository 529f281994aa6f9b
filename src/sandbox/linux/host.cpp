#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>

#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/landlock.h"
#include "sandbox/linux/linux_sandbox.h"
#include "sandbox/linux/seccomp.h"

namespace autograder {
namespace {

Layer rights() {
  const bool root = ::geteuid() == 0;
  return {"rights", root, true,
          root ? "root, for the launcher alone"
               : "not root: this release needs root's rights for its launcher; start it with sudo"};
}

Layer kernel() {
  utsname name{};
  ::uname(&name);
  // openat2 and close_range are 5.9, mount_setattr 5.12: asked for by a call that can do nothing.
  const bool present = ::syscall(SYS_mount_setattr, -1, "", 0, nullptr, 0) != 0 && errno != ENOSYS;
  return {"kernel", present, true, std::string(name.release) + (present ? "" : ": too old, 5.15 or newer is needed")};
}

Layer namespaces() {
  std::string missing;
  for (const char* name : {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup"}) {
    if (::access((std::string("/proc/self/ns/") + name).c_str(), F_OK) != 0) missing += std::string(" ") + name;
  }
  std::ifstream limit("/proc/sys/user/max_user_namespaces");
  long long most = -1;
  if (limit >> most && most == 0) missing += " user (set user.max_user_namespaces above 0)";
  return {"namespaces", missing.empty(), true,
          missing.empty() ? "user, mount, pid, net, ipc, uts, cgroup" : "missing:" + missing};
}

Layer cgroups() {
  const auto tree = find_cgroup_tree();
  if (!tree) return {"cgroups", false, true, tree.error().message};
  return {"cgroups", true, true, (*tree)->describe()};
}

Layer seccomp() {
  const auto program = build_seccomp_program();
  if (!program) return {"seccomp", false, true, program.error().message};
  return {"seccomp", true, true, std::to_string(program->size()) + " instructions"};
}

Layer landlock() {
  const int version = landlock_version();
  return {"landlock", version > 0, false,
          version > 0 ? "ABI " + std::to_string(version)
                      : "absent: one fence less around the file system; boot with landlock in lsm="};
}

}  // namespace

std::vector<Layer> inspect_host() {
  return {rights(), kernel(), namespaces(), cgroups(), seccomp(), landlock()};
}

}  // namespace autograder
