#include "sandbox/linux/cgroup.h"

#include "sandbox/linux/cgroup_place.h"
#include "sandbox/linux/cgroup_v1.h"
#include "sandbox/linux/cgroup_v2.h"
#include "sandbox/linux/polled_group.h"

namespace autograder {

namespace {

Result<std::unique_ptr<CgroupTree>> find_usable_tree() {
  const auto roots = find_cgroup_roots();
  const std::string missing = roots.missing();
  if (missing.empty()) {
    if (::geteuid() == 0) return make_cgroup_tree_v1(roots);
    return fail(ErrorCode::unavailable,
                "this host has cgroup v1, which cannot be delegated to an ordinary user: start the server as root");
  }
  if (!roots.memory.empty() || !roots.pids.empty()) {
    return fail(ErrorCode::unavailable, "cgroup v1 holds some controllers, but not all that are needed (without " +
                                            missing + "): boot with systemd.unified_cgroup_hierarchy=1 for cgroup v2");
  }
  for (const auto& [controllers, group] : cgroup_memberships()) {
    if (!controllers.empty()) continue;
    for (const auto& mount : cgroup_mounts()) {
      if (mount.type != "cgroup2") continue;
      AG_ASSIGN(auto place, find_cgroup_place(mount, group));
      return make_cgroup_tree_v2(std::move(place));
    }
  }
  return fail(ErrorCode::unavailable,
              "no cgroup file system is mounted: mount one (mount -t cgroup2 none /sys/fs/cgroup)");
}

}  // namespace

Result<std::unique_ptr<CgroupTree>> find_cgroup_tree(bool allow_degraded) {
  auto tree = find_usable_tree();
  if (tree || !allow_degraded) return tree;
  return make_polled_tree(tree.error().message);
}

}  // namespace autograder
