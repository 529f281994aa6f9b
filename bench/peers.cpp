#include "bench/peers.h"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBubblewrap = "/usr/bin/bwrap";
constexpr const char* kCrun = "/usr/bin/crun";
constexpr const char* kUnified = "/sys/fs/cgroup/unified";

// The top-level names that a merged system links into /usr.
std::vector<std::string> links() {
  std::vector<std::string> found;
  for (const char* name : {"bin", "lib", "lib64"}) {
    if (fs::is_symlink(std::string("/") + name)) found.push_back(name);
  }
  return found;
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const auto& text : texts) {
    if (!list.empty()) list += ", ";
    list += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') list += '\\';
      list += c;
    }
    list += '"';
  }
  return list;
}

std::string tmpfs(const std::string& place) {
  // crun makes the devices of /dev.
  const std::string devices = place == "/dev" ? "" : R"("nodev", )";
  return R"({"destination": ")" + place + R"(", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", )" + devices +
         R"("size=64m"]})";
}

std::string read_only(const std::string& host, const std::string& inside) {
  return R"({"destination": ")" + inside + R"(", "type": "bind", "source": ")" + host +
         R"(", "options": ["rbind", "ro", "nosuid", "nodev"]})";
}

std::string configuration(const PeerProgram& program) {
  std::string mounts = R"({"destination": "/proc", "type": "proc", "source": "proc"})";
  mounts += ", " + read_only("/usr", "/usr");
  for (const char* place : {"/dev", "/tmp", "/code"}) mounts += ", " + tmpfs(place);
  if (!program.file.empty()) mounts += ", " + read_only(program.file, "/code/main");
  std::string namespaces;
  for (const char* kind : {"pid", "network", "ipc", "uts", "mount", "cgroup"}) {
    namespaces += std::string(namespaces.empty() ? "" : ", ") + R"({"type": ")" + kind + R"("})";
  }
  // 256 MiB and 64 tasks, as a problem has them when it names none.
  return R"({"ociVersion": "1.0.0", "root": {"path": "rootfs", "readonly": true}, "hostname": "box",
 "process": {"terminal": false, "user": {"uid": 65534, "gid": 65534}, "cwd": "/code", "noNewPrivileges": true,
  "args": [)" +
         quoted_list(program.argv) +
         R"(], "env": ["LANG=C.UTF-8"],
  "capabilities": {"bounding": [], "effective": [], "permitted": []},
  "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 256, "hard": 256}, {"type": "RLIMIT_CORE", "soft": 0, "hard": 0}]},
 "mounts": [)" +
         mounts +
         R"(],
 "linux": {"namespaces": [)" +
         namespaces + R"(],
  "resources": {"memory": {"limit": 268435456}, "pids": {"limit": 64}},
  "seccomp": {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"action": "SCMP_ACT_ERRNO", "names": [
   "mount", "umount2", "pivot_root", "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "perf_event_open",
   "keyctl", "add_key", "request_key", "userfaultfd", "unshare", "setns", "init_module", "finit_module",
   "delete_module", "kexec_load", "reboot", "swapon", "swapoff", "quotactl", "open_by_handle_at", "io_uring_setup",
   "socket", "chroot", "fsopen", "open_tree", "move_mount", "mount_setattr", "personality", "shmget"]}]}}}
)";
}

}  // namespace

std::optional<std::vector<std::string>> bubblewrap_command(const PeerProgram& program) {
  if (!fs::exists(kBubblewrap)) return std::nullopt;
  std::vector<std::string> command = {kBubblewrap,     "--unshare-all", "--die-with-parent",
                                      "--new-session", "--cap-drop",    "ALL",
                                      "--uid",         "65534",         "--gid",
                                      "65534",         "--ro-bind",     "/usr",
                                      "/usr",          "--proc",        "/proc",
                                      "--dev",         "/dev",          "--tmpfs",
                                      "/tmp",          "--tmpfs",       "/code"};
  for (const auto& name : links()) command.insert(command.end(), {"--symlink", "usr/" + name, "/" + name});
  if (!program.file.empty()) command.insert(command.end(), {"--ro-bind", program.file, "/code/main"});
  command.insert(command.end(), {"--chdir", "/code", "--clearenv", "--setenv", "LANG", "C.UTF-8", "--"});
  command.insert(command.end(), program.argv.begin(), program.argv.end());
  return command;
}

std::optional<Crun> Crun::prepare(const PeerProgram& program, const std::string& directory) {
  if (!fs::exists(kCrun)) return std::nullopt;
  if (fs::exists(std::string(kUnified) + "/cgroup.procs")) {
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::umount2(kUnified, MNT_DETACH) != 0) {
      std::perror("crun is left out: hiding the unified cgroup tree from it");
      return std::nullopt;
    }
  }
  const fs::path bundle = directory;
  for (const char* place : {"usr", "proc", "dev", "tmp", "code", "sys"}) {
    fs::create_directories(bundle / "rootfs" / place);
  }
  for (const auto& name : links()) fs::create_symlink("usr/" + name, bundle / "rootfs" / name);
  std::ofstream(bundle / "config.json") << configuration(program);
  return Crun(bundle, bundle / "state");
}

std::vector<std::string> Crun::command() {
  static int number = 0;
  const std::string name = "autograder-bench-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
  return {kCrun, "--root", state_, "--cgroup-manager", "cgroupfs", "run", "--bundle", bundle_, name};
}

}  // namespace autograder
