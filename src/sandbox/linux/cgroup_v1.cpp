#include "sandbox/linux/cgroup_v1.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "sandbox/linux/process_files.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

// "a,b,c" holds "b".
bool holds(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::vector<std::string> CgroupRoots::all() const {
  std::vector<std::string> list;
  for (const auto* root : {&memory, &pids, &cpuacct, &freezer, &unified}) {
    if (!root->empty() && std::find(list.begin(), list.end(), *root) == list.end()) list.push_back(*root);
  }
  return list;
}

std::string CgroupRoots::missing() const {
  std::string list;
  for (const auto& [name, root] : {std::pair{"memory", &memory}, std::pair{"pids", &pids},
                                   std::pair{"cpuacct", &cpuacct}, std::pair{"freezer", &freezer}}) {
    if (root->empty()) list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

CgroupRoots find_cgroup_roots() {
  CgroupRoots roots;
  const auto mounts = cgroup_mounts();
  for (const auto& [controllers, group] : cgroup_memberships()) {
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
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  roots.swap_limit =
      static_cast<bool>(std::getline(swaps, line)) && fs::exists(roots.memory + "/memory.memsw.limit_in_bytes");
  return roots;
}

Result<std::unique_ptr<BoxGroup>> BoxGroupV1::create(const CgroupRoots& roots, const std::string& name) {
  std::unique_ptr<BoxGroupV1> made(new BoxGroupV1);
  BoxGroupV1& group = *made;
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
  return made;
}

Result<> BoxGroupV1::enter() const {
  for (const auto& directory : directories_) AG_TRY(write_file(directory + "/cgroup.procs", "0"));
  return {};
}

Result<> BoxGroupV1::begin_run(const GroupBounds& bounds) {
  AG_ASSIGN(const std::int64_t present, read_number(pids_now_.get(), "pids.current"));
  if (present != kInitsOfBox) {
    return fail(ErrorCode::failed, "starting a run: " + std::to_string(present) + " processes are in " +
                                       pids_directory_ + " where " + std::to_string(kInitsOfBox) + " should be");
  }
  AG_ASSIGN(memory_base_, measure_base());
  memory_limit_bytes_ = bounds.memory.count;
  extra_ = bounds.files.count;
  run_init_ = bounds.init;
  const std::string limit = std::to_string(bounds.memory.count + extra_ + memory_base_);
  if (swap_limit_) AG_TRY(write_text(memory_swap_limit_.get(), "-1", "memory.memsw.limit_in_bytes"));
  AG_TRY(write_text(memory_limit_.get(), limit, "memory.limit_in_bytes"));
  if (swap_limit_) AG_TRY(write_text(memory_swap_limit_.get(), limit, "memory.memsw.limit_in_bytes"));
  AG_TRY(write_text(memory_peak_.get(), "0", "memory.max_usage_in_bytes"));
  AG_TRY(write_text(pids_max_.get(), std::to_string(bounds.processes + kInitsOfBox), "pids.max"));
  oom_kills_base_ = keyed_number(oom_control_.get(), "oom_kill");
  pids_failures_base_ = keyed_number(pids_events_.get(), "max");
  AG_ASSIGN(cpu_base_ns_, read_number(cpu_usage_.get(), "cpuacct.usage"));
  std::uint64_t events = 0;
  [[maybe_unused]] const ssize_t cleared = ::read(oom_event_.get(), &events, sizeof events);
  return {};
}

// Memory of our inits is given to the run on top of its limit. Memory that earlier runs left in the group is not, or a run that
// reads a large file would give the next one as much more memory: page cache is dropped, and the pages of a tmpfs that the
// kernel is still taking down are waited for, a moment. A limit that is too tight for a moment is better than one too wide.
Result<std::int64_t> BoxGroupV1::measure_base() const {
  constexpr std::int64_t kInitsMost = 4 << 20;  // measured: 0.3 to 2.0 MB
  constexpr int kLooks = 20;
  constexpr int kLooksInVain = 3;
  AG_ASSIGN(std::int64_t usage, read_number(memory_usage_.get(), "memory.usage_in_bytes"));
  for (int look = 0, in_vain = 0; usage > kInitsMost && look < kLooks && in_vain < kLooksInVain; ++look) {
    if (look > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    forget_files();
    const std::int64_t before = usage;
    AG_ASSIGN(usage, read_number(memory_usage_.get(), "memory.usage_in_bytes"));
    in_vain = usage < before ? 0 : in_vain + 1;
  }
  return std::min(usage, kInitsMost);
}

bool BoxGroupV1::take_oom_event() const {
  std::uint64_t events = 0;
  if (::read(oom_event_.get(), &events, sizeof events) != sizeof events) return false;
  give_room();
  return true;
}

// After an OOM event: room for our inits to end the run in.
void BoxGroupV1::give_room() const {
  constexpr std::int64_t kRoom = 16 << 20;
  const auto limit = read_number(memory_limit_.get(), "memory.limit_in_bytes");
  if (!limit) return;
  const std::string more = std::to_string(*limit + kRoom);
  if (swap_limit_) (void)write_text(memory_swap_limit_.get(), more, "memory.memsw.limit_in_bytes");
  (void)write_text(memory_limit_.get(), more, "memory.limit_in_bytes");
}

Result<Duration> BoxGroupV1::cpu_time() {
  AG_ASSIGN(const std::int64_t usage, read_number(cpu_usage_.get(), "cpuacct.usage"));
  return Duration(usage - cpu_base_ns_);
}

std::vector<pid_t> BoxGroupV1::threads() const {
  auto threads = ids_in(pids_directory_ + "/tasks");
  const pid_t box_init = parent_of(run_init_);
  std::erase_if(threads, [&](pid_t thread) { return thread == run_init_ || thread == box_init; });
  return threads;
}

// The kernel charges 64 pages at once, so what a small program takes may have been charged before it began. No program
// takes nothing.
constexpr std::int64_t kCharge = 256 << 10;

Result<GroupFigures> BoxGroupV1::figures(const InitFigures&) {
  GroupFigures figures;
  AG_ASSIGN(figures.cpu_time, cpu_time());
  AG_ASSIGN(const std::int64_t peak, read_number(memory_peak_.get(), "memory.max_usage_in_bytes"));
  figures.memory_peak = {std::max(kCharge, peak - memory_base_ - extra_)};
  figures.out_of_memory = keyed_number(oom_control_.get(), "oom_kill") > oom_kills_base_;
  // Our inits took a little more during the run than they had before it.
  if (!figures.out_of_memory) figures.memory_peak.count = std::min(figures.memory_peak.count, memory_limit_bytes_);
  figures.process_limit_hit = keyed_number(pids_events_.get(), "max") > pids_failures_base_;
  return figures;
}

Result<> BoxGroupV1::kill_all(Duration patience) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  const bool has_kill = !unified_directory_.empty() && fs::exists(unified_directory_ + "/cgroup.kill");
  for (;;) {
    if (has_kill) {
      AG_TRY(write_file(unified_directory_ + "/cgroup.kill", "1"));
    } else {
      AG_TRY(write_file(freezer_directory_ + "/freezer.state", "FROZEN"));
    }
    bool empty = true;
    for (const pid_t pid : processes_of(pids_directory_)) {
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

void BoxGroupV1::forget_files() const {
  (void)write_file(memory_directory_ + "/memory.force_empty", "0");
}

void BoxGroupV1::clear() const {
  forget_files();
}

void BoxGroupV1::remove() const {
  for (const auto& directory : directories_) ::rmdir(directory.c_str());
}

namespace {

class CgroupTreeV1 final : public CgroupTree {
 public:
  explicit CgroupTreeV1(CgroupRoots roots) : roots_(std::move(roots)) {}

  std::string describe() const override {
    return std::string("v1: memory, pids, cpuacct, freezer") +
           (roots_.unified.empty() ? "" : "; cgroup.kill by the v2 tree");
  }
  Result<> prepare() override { return {}; }
  std::string base() const override { return roots_.pids; }
  Result<std::unique_ptr<BoxGroup>> make_group(const std::string& name, uid_t) override {
    return BoxGroupV1::create(roots_, name);
  }
  void remove_orphans(const std::string& server) const override {
    for (const auto& root : roots_.all()) remove_orphans_below(root + "/" + server);
  }
  void remove(const std::string& server) const override {
    for (const auto& root : roots_.all()) ::rmdir((root + "/" + server).c_str());
  }

 private:
  static void remove_orphans_below(const fs::path& top) {
    std::error_code error;
    if (!fs::exists(top, error)) return;
    for (int round = 0; round < 200; ++round) {
      bool empty = true;
      for (const auto& entry : fs::directory_iterator(top, error)) {
        if (!entry.is_directory(error)) continue;
        for (const pid_t pid : processes_of(entry.path())) {
          empty = false;
          ::kill(pid, SIGKILL);
        }
        ::rmdir(entry.path().c_str());
      }
      if (empty) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  const CgroupRoots roots_;
};

}  // namespace

std::unique_ptr<CgroupTree> make_cgroup_tree_v1(const CgroupRoots& roots) {
  return std::make_unique<CgroupTreeV1>(roots);
}

}  // namespace autograder
