#include "sandbox/linux/cgroup_place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace autograder {
namespace {

namespace fs = std::filesystem;

// Where a server and its launcher move to in a group that is theirs.
constexpr const char* kServerLeaf = "autograder-server";

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The root of the hierarchy is the one group without events.
bool is_root(const std::string& directory) {
  return ::access((directory + "/cgroup.events").c_str(), F_OK) != 0;
}

bool is_writable(const std::string& directory) {
  return ::faccessat(AT_FDCWD, directory.c_str(), W_OK, AT_EACCESS) == 0 &&
         ::faccessat(AT_FDCWD, (directory + "/cgroup.subtree_control").c_str(), W_OK, AT_EACCESS) == 0 &&
         ::faccessat(AT_FDCWD, (directory + "/cgroup.procs").c_str(), W_OK, AT_EACCESS) == 0;
}

std::string missing_controllers(const std::string& directory) {
  const auto given = words_of(directory + "/cgroup.controllers");
  std::string missing;
  for (const char* name : {"memory", "pids"}) {
    if (!has(given, name)) missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  return missing;
}

// The same program as ours: the server, its launcher, another server. Empty where we may not look.
std::string program_of(const std::string& pid) {
  std::array<char, 4096> path{};
  const ssize_t size = ::readlink(("/proc/" + pid + "/exe").c_str(), path.data(), path.size());
  return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

pid_t parent_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; file >> word;) {
    if (word == "PPid:") {
      pid_t parent = 0;
      file >> parent;
      return parent;
    }
  }
  return 0;
}

// Up to the init of our pid namespace.
std::vector<pid_t> ancestors_of(pid_t pid) {
  std::vector<pid_t> list;
  constexpr std::size_t kDepthMax = 1000;  // processes come and go while we look
  for (pid_t at = parent_of(pid); at > 0 && list.size() < kDepthMax; at = parent_of(at)) list.push_back(at);
  return list;
}

// Who sits in the group and is none of us. Where the group is one person's alone, those who started us count as ours,
// and what they started: the shell of a script, and its curl that waits for us.
int count_others(const std::string& directory, bool with_family) {
  const auto present = processes_of(directory);
  std::vector<pid_t> elders;
  for (const pid_t pid : ancestors_of(::getpid())) {
    if (with_family && std::find(present.begin(), present.end(), pid) != present.end()) elders.push_back(pid);
  }
  const auto is_elder = [&](pid_t pid) { return std::find(elders.begin(), elders.end(), pid) != elders.end(); };
  int others = 0;
  for (const pid_t pid : present) {
    const auto above = elders.empty() ? std::vector<pid_t>{} : ancestors_of(pid);
    const bool ours = pid == ::getpid() || pid == ::getppid() || is_elder(pid) ||
                      std::any_of(above.begin(), above.end(), is_elder) ||
                      program_of(std::to_string(pid)) == program_of("self");
    if (!ours) ++others;
  }
  return others;
}

CgroupPlace place_at(const std::string& base, bool move_in, const char* why) {
  return {base, move_in, has(words_of(base + "/cgroup.controllers"), "cpu"), why};
}

bool has_systemd() {
  return ::access("/run/systemd/system", F_OK) == 0;
}

std::string remedy_of_user() {
  return has_systemd() ? "start it by `systemd-run --user --scope -p Delegate=yes autograder serve`, or as root"
                       : "start it as root (`sudo autograder serve --user NAME`), or in a group with the controllers "
                         "memory and pids that belongs to you";
}

bool is_read_only(const std::string& directory) {
  struct statvfs status{};
  return ::statvfs(directory.c_str(), &status) == 0 && (status.f_flag & ST_RDONLY) != 0;
}

}  // namespace

Result<CgroupPlace> find_cgroup_place(const CgroupMount& mount, const std::string& group) {
  const auto refuse = [](const std::string& why) { return fail(ErrorCode::unavailable, why); };
  if (group.starts_with("/..")) {
    return refuse("our own cgroup is outside of what " + mount.point +
                  " shows: mount the cgroup file system of our own cgroup namespace there");
  }
  std::string own = own_directory(mount, group);
  if (fs::path(own).filename() == kServerLeaf) own = fs::path(own).parent_path();
  if (is_read_only(mount.point)) {
    return refuse(mount.point +
                  " is mounted read-only, as containers have it: start the container with a writable cgroup file "
                  "system of its own, or run outside of it");
  }
  const bool root = ::geteuid() == 0;
  const bool whole_tree = is_root(mount.point);
  if (whole_tree && !missing_controllers(mount.point).empty()) {
    return refuse("the kernel keeps cgroup controllers off (" + missing_controllers(mount.point) +
                  "): boot with cgroup_enable=memory and without cgroup_disable=");
  }
  if (whole_tree && own == mount.point && root) return place_at(own, false, "the root of the hierarchy");

  // A container's own root is all of the container.
  const bool container = own == mount.point && !whole_tree && root;
  const bool usable = !is_root(own) && is_writable(own) && missing_controllers(own).empty();
  const int others = usable && !container ? count_others(own, !root) : 0;
  if (usable && others == 0) return place_at(own, true, container ? "the container's group" : "our own group");
  if (root && whole_tree && is_writable(mount.point)) {
    return place_at(mount.point, false, "at the top, since our own group is shared or not delegated");
  }

  if (usable) {
    return refuse("our own cgroup " + own + " is shared with " + std::to_string(others) +
                  " other processes: " + remedy_of_user());
  }
  if (is_writable(own) && !is_root(own)) {
    return refuse("our own cgroup " + own + " has not been given the controllers " + missing_controllers(own) + ": " +
                  (root ? "delegate them to it (Delegate=yes in its unit)" : remedy_of_user()));
  }
  return refuse("our own cgroup " + own + " is not delegated to us: " + remedy_of_user());
}

Result<> take_place(const CgroupPlace& place) {
  if (place.move_in) {
    const std::string leaf = place.base + "/" + kServerLeaf;
    if (::mkdir(leaf.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making the cgroup " + leaf);
    constexpr int kRounds = 100;  // a process may fork while it is moved
    for (int round = 0; round < kRounds; ++round) {
      const auto present = processes_of(place.base);
      if (present.empty()) break;
      for (const pid_t pid : present) {
        const auto moved = write_file(leaf + "/cgroup.procs", std::to_string(pid));
        if (!moved && ::access(("/proc/" + std::to_string(pid)).c_str(), F_OK) == 0) return moved;
      }
    }
  }
  const std::string control = place.base + "/cgroup.subtree_control";
  if (place.has_cpu) (void)write_file(control, "+cpu");
  return write_file(control, "+memory +pids");
}

}  // namespace autograder
