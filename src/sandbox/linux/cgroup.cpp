#include "sandbox/linux/cgroup.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace autograder {
namespace {

namespace fs = std::filesystem;

Result<std::int64_t> read_number(int fd, std::string_view what) {
  char text[32];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  if (size <= 0) return fail_errno("reading " + std::string(what));
  std::int64_t number = 0;
  std::from_chars(text, text + size, number);
  return number;
}

Result<> write_text(int fd, std::string_view text, std::string_view what) {
  if (::pwrite(fd, text.data(), text.size(), 0) < 0) return fail_errno("writing " + std::string(what));
  return {};
}

Result<> write_file(const std::string& path, std::string_view text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file) return fail_errno("opening " + path);
  return write_text(file.get(), text, path);
}

Result<UniqueFd> open_file(const std::string& path, int flags) {
  UniqueFd file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file) return fail_errno("opening " + path);
  return file;
}

// The number after `key` in a file of "key number" lines; 0 when it is not there.
std::int64_t keyed_number(int fd, std::string_view key) {
  char text[512];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  if (size <= 0) return 0;
  std::string_view lines(text, static_cast<std::size_t>(size));
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ') {
      std::int64_t number = 0;
      std::from_chars(line.data() + key.size() + 1, line.data() + line.size(), number);
      return number;
    }
  }
  return 0;
}

// "a,b,c" holds "b".
bool holds(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

struct Mount {
  std::string root;
  std::string point;
  std::string type;
  std::string options;
};

std::vector<Mount> cgroup_mounts() {
  std::vector<Mount> mounts;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string id, parent, device, skip;
    Mount mount;
    words >> id >> parent >> device >> mount.root >> mount.point;
    while (words >> skip && skip != "-") {
    }
    std::string source;
    words >> mount.type >> source >> mount.options;
    if (mount.type == "cgroup" || mount.type == "cgroup2") mounts.push_back(mount);
  }
  return mounts;
}

// The directory of our own group in the hierarchy mounted at `mount`.
std::string own_directory(const Mount& mount, const std::string& group) {
  std::string relative = group;
  if (mount.root != "/" && relative.starts_with(mount.root)) relative = relative.substr(mount.root.size());
  return relative == "/" || relative.empty() ? mount.point : mount.point + relative;
}

}  // namespace

std::vector<std::string> CgroupRoots::all() const {
  std::vector<std::string> list;
  for (const auto* root : {&memory, &pids, &cpuacct, &freezer, &unified}) {
    if (!root->empty() && std::find(list.begin(), list.end(), *root) == list.end()) list.push_back(*root);
  }
  return list;
}

Result<CgroupRoots> find_cgroup_roots() {
  CgroupRoots roots;
  const auto mounts = cgroup_mounts();
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    for (const auto& mount : mounts) {
      if (mount.type == "cgroup2" && controllers.empty()) roots.unified = own_directory(mount, group);
      if (mount.type != "cgroup") continue;
      const auto found = [&](std::string_view controller, std::string& root) {
        if (holds(controllers, controller) && holds(mount.options, controller)) root = own_directory(mount, group);
      };
      found("memory", roots.memory);
      found("pids", roots.pids);
      found("cpuacct", roots.cpuacct);
      found("freezer", roots.freezer);
    }
  }
  std::string missing;
  for (const auto& [name, root] : {std::pair{"memory", &roots.memory}, std::pair{"pids", &roots.pids},
                                   std::pair{"cpuacct", &roots.cpuacct}, std::pair{"freezer", &roots.freezer}}) {
    if (root->empty()) missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  if (!missing.empty()) {
    return fail(ErrorCode::unavailable, "cgroup v1 controllers are missing (" + missing +
                                            "): this release judges on hosts with the v1 or hybrid layout; boot with "
                                            "systemd.unified_cgroup_hierarchy=0");
  }
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  roots.swap_limit =
      static_cast<bool>(std::getline(swaps, line)) && fs::exists(roots.memory + "/memory.memsw.limit_in_bytes");
  return roots;
}

Result<BoxGroup> BoxGroup::create(const CgroupRoots& roots, const std::string& name) {
  BoxGroup group;
  for (const auto& root : roots.all()) {
    const std::string directory = root + "/" + name;
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) return fail_errno("making the cgroup " + directory, error.value());
    group.directories_.push_back(directory);
  }
  group.memory_directory_ = roots.memory + "/" + name;
  group.pids_directory_ = roots.pids + "/" + name;
  group.freezer_directory_ = roots.freezer + "/" + name;
  if (!roots.unified.empty()) group.unified_directory_ = roots.unified + "/" + name;
  group.swap_limit_ = roots.swap_limit;

  const std::string memory = group.memory_directory_ + "/memory.";
  AG_ASSIGN(group.memory_limit_, open_file(memory + "limit_in_bytes", O_RDWR));
  AG_ASSIGN(group.memory_usage_, open_file(memory + "usage_in_bytes", O_RDONLY));
  AG_ASSIGN(group.memory_peak_, open_file(memory + "max_usage_in_bytes", O_RDWR));
  AG_ASSIGN(group.oom_control_, open_file(memory + "oom_control", O_RDONLY));
  if (group.swap_limit_) {
    AG_ASSIGN(group.memory_swap_limit_, open_file(memory + "memsw.limit_in_bytes", O_RDWR));
  }
  AG_TRY(write_file(memory + "swappiness", "0"));
  AG_ASSIGN(group.pids_max_, open_file(group.pids_directory_ + "/pids.max", O_RDWR));
  AG_ASSIGN(group.pids_now_, open_file(group.pids_directory_ + "/pids.current", O_RDONLY));
  AG_ASSIGN(group.pids_events_, open_file(group.pids_directory_ + "/pids.events", O_RDONLY));
  AG_ASSIGN(group.cpu_usage_, open_file(roots.cpuacct + "/" + name + "/cpuacct.usage", O_RDWR));

  group.oom_event_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!group.oom_event_) return fail_errno("making an eventfd");
  AG_TRY(write_file(group.memory_directory_ + "/cgroup.event_control",
                    std::to_string(group.oom_event_.get()) + " " + std::to_string(group.oom_control_.get())));
  return group;
}

Result<> BoxGroup::enter() const {
  for (const auto& directory : directories_) AG_TRY(write_file(directory + "/cgroup.procs", "0"));
  return {};
}

Result<> BoxGroup::begin_run(Bytes memory, Bytes extra, int processes, int inits) {
  AG_ASSIGN(const std::int64_t present, read_number(pids_now_.get(), "pids.current"));
  if (present != inits) {
    return fail(ErrorCode::failed, "starting a run: " + std::to_string(present) + " processes are in " +
                                       pids_directory_ + " where " + std::to_string(inits) + " should be");
  }
  AG_ASSIGN(memory_base_, read_number(memory_usage_.get(), "memory.usage_in_bytes"));
  extra_ = extra.count;
  const std::string limit = std::to_string(memory.count + extra_ + memory_base_);
  if (swap_limit_) AG_TRY(write_text(memory_swap_limit_.get(), "-1", "memory.memsw.limit_in_bytes"));
  AG_TRY(write_text(memory_limit_.get(), limit, "memory.limit_in_bytes"));
  if (swap_limit_) AG_TRY(write_text(memory_swap_limit_.get(), limit, "memory.memsw.limit_in_bytes"));
  AG_TRY(write_text(memory_peak_.get(), "0", "memory.max_usage_in_bytes"));
  AG_TRY(write_text(pids_max_.get(), std::to_string(processes + inits), "pids.max"));
  oom_kills_base_ = keyed_number(oom_control_.get(), "oom_kill");
  pids_failures_base_ = keyed_number(pids_events_.get(), "max");
  AG_ASSIGN(cpu_base_ns_, read_number(cpu_usage_.get(), "cpuacct.usage"));
  std::uint64_t events = 0;
  [[maybe_unused]] const ssize_t cleared = ::read(oom_event_.get(), &events, sizeof events);
  return {};
}

void BoxGroup::give_room() const {
  constexpr std::int64_t kRoom = 16 << 20;
  const auto limit = read_number(memory_limit_.get(), "memory.limit_in_bytes");
  if (!limit) return;
  const std::string more = std::to_string(*limit + kRoom);
  if (swap_limit_) (void)write_text(memory_swap_limit_.get(), more, "memory.memsw.limit_in_bytes");
  (void)write_text(memory_limit_.get(), more, "memory.limit_in_bytes");
}

Result<Duration> BoxGroup::cpu_time() const {
  AG_ASSIGN(const std::int64_t usage, read_number(cpu_usage_.get(), "cpuacct.usage"));
  return Duration(usage - cpu_base_ns_);
}

Result<GroupFigures> BoxGroup::figures() const {
  GroupFigures figures;
  AG_ASSIGN(figures.cpu_time, cpu_time());
  AG_ASSIGN(const std::int64_t peak, read_number(memory_peak_.get(), "memory.max_usage_in_bytes"));
  figures.memory_peak = {std::max<std::int64_t>(0, peak - memory_base_ - extra_)};
  figures.out_of_memory = keyed_number(oom_control_.get(), "oom_kill") > oom_kills_base_;
  figures.process_limit_hit = keyed_number(pids_events_.get(), "max") > pids_failures_base_;
  return figures;
}

Result<> BoxGroup::kill_all(Duration patience) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  const bool has_kill = !unified_directory_.empty() && fs::exists(unified_directory_ + "/cgroup.kill");
  for (;;) {
    if (has_kill) {
      AG_TRY(write_file(unified_directory_ + "/cgroup.kill", "1"));
    } else {
      AG_TRY(write_file(freezer_directory_ + "/freezer.state", "FROZEN"));
    }
    bool empty = true;
    std::ifstream procs(pids_directory_ + "/cgroup.procs");
    for (pid_t pid = 0; procs >> pid;) {
      empty = false;
      ::kill(pid, SIGKILL);
    }
    if (!has_kill) AG_TRY(write_file(freezer_directory_ + "/freezer.state", "THAWED"));
    // cgroup.procs leaves out who is exiting, pids.current counts them until they are reaped: where they are our own
    // children, here.
    while (::waitpid(-1, nullptr, WNOHANG | __WALL) > 0) {
    }
    AG_ASSIGN(const std::int64_t present, read_number(pids_now_.get(), "pids.current"));
    if (empty && present == 0) return {};
    if (std::chrono::steady_clock::now() > until) {
      return fail(ErrorCode::failed, "ending the processes of " + pids_directory_ + ": some are still there");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void BoxGroup::drain_memory() const {
  constexpr std::int64_t kLittle = 4 << 20;
  const auto usage = read_number(memory_usage_.get(), "memory.usage_in_bytes");
  if (usage && *usage > kLittle) (void)write_file(memory_directory_ + "/memory.force_empty", "0");
}

void BoxGroup::remove() const {
  for (const auto& directory : directories_) ::rmdir(directory.c_str());
}

void remove_orphans(const CgroupRoots& roots, const std::string& name) {
  for (const auto& root : roots.all()) {
    const fs::path top = root + "/" + name;
    std::error_code error;
    if (!fs::exists(top, error)) continue;
    for (int round = 0; round < 200; ++round) {
      bool empty = true;
      for (const auto& entry : fs::directory_iterator(top, error)) {
        if (!entry.is_directory(error)) continue;
        std::ifstream procs(entry.path() / "cgroup.procs");
        for (pid_t pid = 0; procs >> pid;) {
          empty = false;
          ::kill(pid, SIGKILL);
        }
        ::rmdir(entry.path().c_str());
      }
      if (empty) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::rmdir(top.c_str());
  }
}

}  // namespace autograder
