#include "sandbox/linux/mount_list.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "sandbox/linux/mounts.h"

namespace autograder {
namespace {

UniqueFd open_below(int root, const std::string& rest) {
  open_how how{};
  how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
  return UniqueFd(static_cast<int>(::syscall(SYS_openat2, root, rest.c_str(), &how, sizeof how)));
}

Result<UniqueFd> cloned(int directory, const std::string& path) {
  struct stat status{};
  if (::fstat(directory, &status) == 0 && S_ISLNK(status.st_mode)) return fail_errno("binding " + path, ELOOP);
  UniqueFd tree(clone_mount(directory));
  if (!tree) return fail_errno("binding " + path);
  return tree;
}

}  // namespace

MountList MountList::open(std::vector<std::string> directories, const std::vector<std::string>& roots) {
  MountList list;
  list.directories_ = std::move(directories);
  for (const auto& root : roots) {
    UniqueFd fd(::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (fd) list.roots_.emplace_back(root + "/", std::move(fd));
  }
  return list;
}

Result<UniqueFd> MountList::clone(std::string_view path) const {
  const std::string name(path);
  if (std::find(directories_.begin(), directories_.end(), name) != directories_.end()) {
    // A tool's place outside /usr, which belongs to root: an upgrade may put another directory there meanwhile.
    const UniqueFd directory(::open(name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!directory) return fail_errno("binding " + name);
    return cloned(directory.get(), name);
  }
  for (const auto& [root, fd] : roots_) {
    if (!name.starts_with(root)) continue;
    const UniqueFd directory = open_below(fd.get(), name.substr(root.size()));
    if (!directory) return fail_errno("binding " + name);
    return cloned(directory.get(), name);
  }
  return fail(ErrorCode::invalid, "binding " + name + ": it is not on the list that the sandbox was started with");
}

}  // namespace autograder
