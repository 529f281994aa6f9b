#include "sandbox/linux/rootless.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "sandbox/linux/host_counts.h"

namespace autograder {
namespace {

bool write_text(const char* path, const std::string& text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool done = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(file);
  return done;
}

std::string apparmor_profile() {
  std::ifstream file("/proc/self/attr/current");
  std::string profile;
  std::getline(file, profile);
  return profile;
}

// 0, or the errno of what was refused: the namespaces, or rights in them.
int try_user_namespace() {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) ::_exit(errno);
    ::_exit(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 ? 0 : errno);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return EAGAIN;
  return WEXITSTATUS(status);
}

}  // namespace

bool map_own_ids(unsigned inside_uid, unsigned inside_gid, uid_t uid, gid_t gid, StepFailure& failure) {
  const auto line = [](unsigned inside, unsigned outside) {
    return std::to_string(inside) + " " + std::to_string(outside) + " 1\n";
  };
  ::prctl(PR_SET_DUMPABLE, 1);  // else /proc/self belongs to the host's root
  const bool mapped =
      (write_text("/proc/self/setgroups", "deny") || failure.set("write /proc/self/setgroups")) &&
      (write_text("/proc/self/uid_map", line(inside_uid, uid)) || failure.set("write /proc/self/uid_map")) &&
      (write_text("/proc/self/gid_map", line(inside_gid, gid)) || failure.set("write /proc/self/gid_map"));
  ::prctl(PR_SET_DUMPABLE, 0);
  return mapped;
}

Result<> enter_user_namespace() {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
    return fail_errno("making a user namespace for the sandbox's launcher");
  }
  StepFailure failure;
  if (!map_own_ids(uid, gid, uid, gid, failure)) {
    return fail_errno("making a user namespace for the sandbox's launcher: " + std::string(failure.step),
                      failure.error_number);
  }
  return {};
}

std::string why_no_user_namespaces() {
  const int error = try_user_namespace();
  if (error == 0) return {};
  if (number_in("/proc/sys/user/max_user_namespaces", -1) == 0)
    return "user namespaces are switched off: sysctl user.max_user_namespaces=15000";
  if (number_in("/proc/sys/kernel/unprivileged_userns_clone", 1) == 0) {
    return "user namespaces are kept from ordinary users: sysctl kernel.unprivileged_userns_clone=1, or start the "
           "server as root";
  }
  if (number_in("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 0) != 0) {
    return "AppArmor keeps user namespaces from programs without a profile (this one is " + apparmor_profile() +
           "): install deploy/apparmor/autograder, or start the server as root";
  }
  return "making a user namespace answers " + errno_name(error) +
         ": a container or a security module forbids it; allow it there, or start the server as root";
}

std::string supplementary_groups() {
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  const int count = ::getgroups(static_cast<int>(groups.size()), groups.data());
  std::string list;
  for (int i = 0; i < count; ++i) {
    const gid_t group = groups[static_cast<std::size_t>(i)];
    if (group != ::getegid()) list += (list.empty() ? "" : " ") + std::to_string(group);
  }
  return list;
}

}  // namespace autograder
