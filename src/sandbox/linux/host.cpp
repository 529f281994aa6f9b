#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/host_counts.h"
#include "sandbox/linux/landlock.h"
#include "sandbox/linux/linux_sandbox.h"
#include "sandbox/linux/rootless.h"
#include "sandbox/linux/seccomp.h"
#include "sandbox/linux/shown_trees.h"

namespace autograder {
namespace {

Layer rights(uid_t user) {
  return {"rights", true, true,
          user == 0 ? "root, for the launcher alone"
                    : "an ordinary user: inits and programs share uid " + std::to_string(user)};
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
  if (!missing.empty()) return {"namespaces", false, true, "the kernel was built without:" + missing};
  const std::string why = why_no_user_namespaces();
  return {"namespaces", why.empty(), true, why.empty() ? "user, mount, pid, net, ipc, uts, cgroup" : why};
}

// Not required: a box shows nothing but /usr, a few files of /etc and what languages name, which all may read.
Layer groups(uid_t user) {
  const std::string kept = user == 0 ? std::string() : supplementary_groups();
  return {"groups", kept.empty(), false,
          kept.empty() ? "none beside its own reaches a program"
                       : "programs keep this user's supplementary groups (" + kept +
                             "), which only root can take away; a unit with SupplementaryGroups= starts without them"};
}

// Not required: it ends with the program.
Layer watches(uid_t user) {
  const std::string why = user == 0 ? std::string() : why_watches_may_run_out(watches_allowed());
  return {"watches", why.empty(), false, why.empty() ? "programs cannot take the server's epoll watches" : why};
}

// Not required: it ends with the programs.
Layer open_files() {
  const std::string why =
      why_open_files_may_run_out(open_files_allowed(), std::max(1U, std::thread::hardware_concurrency()));
  return {"open_files", why.empty(), false, why.empty() ? "programs cannot take all open files of the host" : why};
}

Layer cgroups(bool allow_degraded) {
  const auto tree = find_cgroup_tree(allow_degraded);
  if (!tree) return {"cgroups", false, true, tree.error().message};
  const bool present = !(*tree)->is_degraded();
  return {"cgroups", present, present, (*tree)->describe()};
}

Layer seccomp() {
  const std::uint32_t allow = SECCOMP_RET_ALLOW;
  if (::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &allow) != 0)
    return {"seccomp", false, true, "the kernel answers " + errno_name(errno)};
  return {"seccomp", true, true, std::to_string(seccomp_table().program().size()) + " instructions"};
}

Layer landlock() {
  const int version = landlock_version();
  return {"landlock", version > 0, false,
          version > 0 ? "ABI " + std::to_string(version)
                      : "absent: one fence less around the file system; boot with landlock in lsm="};
}

}  // namespace

std::vector<Layer> inspect_host(bool allow_degraded, uid_t user) {
  return {rights(user), kernel(),  namespaces(), cgroups(allow_degraded), groups(user), watches(user),
          open_files(), seccomp(), landlock()};
}

Layer inspect_shown_files(const LinuxSandboxOptions& options) {
  const auto checked = check_each_file(always_shown(options.etc_paths));
  return {"files", checked.has_value(), true,
          checked ? "no socket and no named pipe is below /usr" : checked.error().message};
}

}  // namespace autograder
