#include "sandbox/linux/mounts.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "foundation/unique_fd.h"
#include "sandbox/linux/layers.h"

// <sys/mount.h> clashes with <linux/mount.h> on older systems.
extern "C" {
int mount(const char*, const char*, const char*, unsigned long, const void*) noexcept;
int umount2(const char*, int) noexcept;
}

namespace autograder {

const char* const kWritable[] = {"/code", "/tmp", "/dev/shm", nullptr};
const char* const kMirrored[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", nullptr};

namespace {

constexpr int kDetach = 2;              // MNT_DETACH
constexpr unsigned long kNoSuid = 2;    // MS_NOSUID
constexpr unsigned long kNoDev = 4;     // MS_NODEV
constexpr unsigned long kNoExec = 8;    // MS_NOEXEC
constexpr unsigned long kRemount = 32;  // MS_REMOUNT
constexpr unsigned long kRecursive = 1 << 14;
constexpr unsigned long kPrivate = 1 << 18;
constexpr std::uint64_t kAttrNoSymfollow = 0x00200000;  // MOUNT_ATTR_NOSYMFOLLOW, younger than the oldest headers

// Where the new root grows before we pivot into it: a directory that every host has.
constexpr const char* kStage = "/tmp";

int open_tree(const char* path, unsigned flags) {
  return static_cast<int>(::syscall(SYS_open_tree, AT_FDCWD, path, flags | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
}
int move_mount(int mount, const char* path) {
  return static_cast<int>(::syscall(SYS_move_mount, mount, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH));
}
int set_attributes(int directory, const char* path, unsigned flags, std::uint64_t set, std::uint64_t clear = 0) {
  mount_attr attributes{};
  attributes.attr_set = left_out(Wall::read_only) ? set & ~std::uint64_t{MOUNT_ATTR_RDONLY} : set;
  attributes.attr_clr = clear;
  return static_cast<int>(::syscall(SYS_mount_setattr, directory, path, flags, &attributes, sizeof attributes));
}

bool make_directory(const char* path, StepFailure& failure) {
  return ::mkdir(path, 0755) == 0 || errno == EEXIST || failure.set("mkdir ", path);
}

// A host directory or file at the same place below the new root, read-only.
bool bind(const std::string& path, std::uint64_t attributes, StepFailure& failure) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return failure.set("stat ", path.c_str());
  const std::string target = kStage + path;
  for (std::size_t at = std::strlen(kStage) + 1; (at = target.find('/', at)) != std::string::npos; ++at) {
    if (!make_directory(target.substr(0, at).c_str(), failure)) return false;
  }
  if (S_ISDIR(status.st_mode)) {
    if (!make_directory(target.c_str(), failure)) return false;
  } else {
    const int file = ::open(target.c_str(), O_CREAT | O_RDONLY | O_CLOEXEC, 0644);
    if (file < 0) return failure.set("create ", target.c_str());
    ::close(file);
  }
  const int tree = open_tree(path.c_str(), AT_RECURSIVE);
  if (tree < 0) return failure.set("open_tree ", path.c_str());
  bool done = set_attributes(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, attributes) == 0 ||
              failure.set("mount_setattr ", path.c_str());
  done = done && (move_mount(tree, target.c_str()) == 0 || failure.set("move_mount ", path.c_str()));
  ::close(tree);
  return done;
}

// /bin, /lib and the like: a link on merged systems, a directory on others.
bool mirror(const char* path, StepFailure& failure) {
  char target[256];
  const ssize_t size = ::readlink(path, target, sizeof target - 1);
  if (size > 0) {
    target[size] = '\0';
    return ::symlink(target, (std::string(kStage) + path).c_str()) == 0 || failure.set("symlink ", path);
  }
  if (::access(path, F_OK) != 0) return true;
  return bind(path, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, failure);
}

bool make_devices(StepFailure& failure) {
  const std::string dev = std::string(kStage) + "/dev";
  if (!make_directory(dev.c_str(), failure) || !make_directory((dev + "/shm").c_str(), failure)) return false;
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    // Read-only as a mount: what is written to a device is written all the same, but its times are one file's of all boxes.
    if (!bind(device, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, failure)) return false;
  }
  constexpr std::array<std::array<const char*, 2>, 4> kLinks{{{"/proc/self/fd", "/fd"},
                                                              {"/proc/self/fd/0", "/stdin"},
                                                              {"/proc/self/fd/1", "/stdout"},
                                                              {"/proc/self/fd/2", "/stderr"}}};
  for (const auto& [target, name] : kLinks) {
    if (::symlink(target, (dev + name).c_str()) != 0) return failure.set("symlink ", name);
  }
  return true;
}

// The names of the machine itself and of the user that a program is, as programs ask for them. No files of the host's:
// those know others. The user's name and home are those that the language files give the environment. The time zone is UTC
// on every host, as a link, since that is how libraries learn its name; where it leads nowhere they take UTC, too.
bool make_own_names(StepFailure& failure) {
  constexpr std::array<std::array<std::string_view, 2>, 3> kFiles{
      {{"/etc/hosts", "127.0.0.1 localhost\n127.0.1.1 box\n"},
       {"/etc/passwd",
        "root:x:0:0:root:/:/bin/sh\nstudent:x:1000:1000:student:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"},
       {"/etc/group", "root:x:0:\nstudent:x:1000:\nnogroup:x:65534:\n"}}};
  for (const auto& [path, text] : kFiles) {
    const UniqueFd file(::open((kStage + std::string(path)).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
    if (!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      return failure.set("write ", path.data());
    }
  }
  return ::symlink("/usr/share/zoneinfo/Etc/UTC", (kStage + std::string("/etc/localtime")).c_str()) == 0 ||
         failure.set("symlink ", "/etc/localtime");
}

bool mount_tmpfs(const char* path, const char* options, unsigned long flags, StepFailure& failure) {
  return ::mount("tmpfs", path, "tmpfs", kNoSuid | kNoDev | flags, options) == 0 ||
         failure.set("mount tmpfs on ", path);
}

bool mount_proc(const char* path, StepFailure& failure) {
  // hidepid: the inits, their command lines above all, are nobody's business. subset: nor are the host's own figures.
  return ::mount("proc", path, "proc", kNoSuid | kNoDev | kNoExec,
                 left_out(Wall::hidden_processes) ? "" : "hidepid=2,subset=pid") == 0 ||
         failure.set("mount proc on /proc");
}

constexpr const char* kDefaultSize = "size=256m,nr_inodes=16384,mode=0755,uid=1000,gid=1000";

}  // namespace

bool make_root(const std::vector<std::string>& etc_paths, StepFailure& failure) {
  if (::mount("none", "/", nullptr, kRecursive | kPrivate, nullptr) != 0) return failure.set("make / private");
  // Sources are opened by path while the old root is still below us, so the stage must not hide them: nothing we bind
  // is in /tmp.
  if (!mount_tmpfs(kStage, "size=1m,nr_inodes=512,mode=0755", 0, failure)) return false;
  const std::string stage = kStage;
  for (const char* name : {"/proc", "/code", "/tmp", "/var", "/etc"}) {
    if (!make_directory((stage + name).c_str(), failure)) return false;
  }
  if (::symlink("/tmp", (stage + "/var/tmp").c_str()) != 0) return failure.set("symlink /var/tmp");
  if (!bind("/usr", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, failure)) return false;
  for (const char* const* path = kMirrored; *path != nullptr; ++path) {
    if (!mirror(*path, failure)) return false;
  }
  for (const auto& path : etc_paths) {
    if (::access(path.c_str(), F_OK) != 0) continue;
    if (!bind(path, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, failure))
      return false;
  }
  if (!make_own_names(failure)) return false;
  // Before the old root goes: the kernel gives a user namespace a /proc only while one is in sight.
  if (!make_devices(failure) || !mount_proc((stage + "/proc").c_str(), failure)) return false;
  if (::chdir(kStage) != 0) return failure.set("chdir to the new root");
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return failure.set("pivot_root");
  if (!left_out(Wall::old_root) && ::umount2(".", kDetach) != 0) return failure.set("umount the old root");
  if (::chdir("/") != 0) return failure.set("chdir /");
  return set_attributes(AT_FDCWD, "/", 0, MOUNT_ATTR_RDONLY) == 0 || failure.set("make the root read-only");
}

bool mount_run_directories(StepFailure& failure) noexcept {
  return mount_proc("/proc", failure) && mount_tmpfs("/code", kDefaultSize, 0, failure) &&
         mount_tmpfs("/tmp",
                     left_out(Wall::inodes) ? "size=256m,nr_inodes=0,mode=1777" : "size=256m,nr_inodes=16384,mode=1777",
                     0, failure) &&
         mount_tmpfs("/dev/shm", "size=256m,nr_inodes=1024,mode=1777", kNoExec, failure);
}

bool set_disk_limit(long long bytes, StepFailure& failure) noexcept {
  constexpr long long kDefault = 256 << 20;
  if (bytes == kDefault) return true;
  char options[64] = "size=";
  char digits[24];
  int count = 0;
  for (long long rest = bytes; rest > 0; rest /= 10) digits[count++] = static_cast<char>('0' + rest % 10);
  char* out = options + 5;
  while (count > 0) *out++ = digits[--count];
  *out = '\0';
  for (const char* path : {"/code", "/tmp"}) {
    if (::mount("tmpfs", path, "tmpfs", kRemount | kNoSuid | kNoDev, options) != 0)
      return failure.set("set the size of ", path);
  }
  return true;
}

bool forbid_links(StepFailure& failure) noexcept {
  return set_attributes(AT_FDCWD, kWorkDirectory, 0, kAttrNoSymfollow) == 0 || failure.set("nosymfollow on /code");
}

bool attach_mount(int mount, const char* path, StepFailure& failure) noexcept {
  if (::access(path, F_OK) != 0) {
    // The root is read-only as a mount, not as a file system: opened for as long as it takes to make a place.
    if (set_attributes(AT_FDCWD, "/", 0, 0, MOUNT_ATTR_RDONLY) != 0) return failure.set("make the root writable");
    char part[1100];
    std::size_t length = 0;
    for (const char* at = path; *at != '\0' && length + 2 < sizeof part; ++at) {
      part[length++] = *at;
      part[length] = '\0';
      if ((at[1] == '/' || at[1] == '\0') && !make_directory(part, failure)) return false;
    }
    if (set_attributes(AT_FDCWD, "/", 0, MOUNT_ATTR_RDONLY) != 0) return failure.set("make the root read-only");
  }
  return move_mount(mount, path) == 0 || failure.set("move_mount ", path);
}

bool seal_proc(StepFailure& failure) noexcept {
  return set_attributes(AT_FDCWD, "/proc", 0, MOUNT_ATTR_RDONLY) == 0 || failure.set("make /proc read-only");
}

int clone_mount(int place) noexcept {
  const int tree = static_cast<int>(
      ::syscall(SYS_open_tree, place, "", AT_EMPTY_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
  if (tree < 0) return -1;
  if (set_attributes(tree, "", AT_EMPTY_PATH | AT_RECURSIVE,
                     MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV) != 0) {
    const int error = errno;
    ::close(tree);
    errno = error;
    return -1;
  }
  return tree;
}

}  // namespace autograder
