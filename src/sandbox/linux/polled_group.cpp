#include "sandbox/linux/polled_group.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <thread>
#include <vector>

#include "sandbox/linux/cgroup_files.h"
#include "sandbox/linux/mounts.h"
#include "sandbox/linux/process_files.h"

namespace autograder {
namespace {

constexpr std::size_t kLookMax = 4096;  // processes of one run that a look follows: more than any limit allows

// Adds the children of all threads of a process to `found`, and the threads to `threads`.
void add_children_of(pid_t pid, std::vector<pid_t>& found, std::vector<pid_t>& threads) {
  for (const pid_t thread : threads_of(pid)) {
    threads.push_back(thread);
    const std::string words = read_small(folder_of(pid) + "/task/" + std::to_string(thread) + "/children");
    for (const long long child : numbers_of(words)) found.push_back(static_cast<pid_t>(child));
  }
}

// The CPU time of all its threads, living and dead.
Duration cpu_clock_of(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

Bytes resident_of(pid_t pid) {
  const auto numbers = numbers_of(read_small(folder_of(pid) + "/statm"));
  return {numbers.size() < 2 ? 0 : numbers[1] * ::sysconf(_SC_PAGESIZE)};
}

// Its own part of what it shares with others. Dearer to ask than what is resident: the kernel walks its pages.
Bytes proportional_of(pid_t pid) {
  const UniqueFd file(::open((folder_of(pid) + "/smaps_rollup").c_str(), O_RDONLY | O_CLOEXEC));
  const std::int64_t kb = file ? keyed_number(file.get(), "Pss:") : 0;
  return kb > 0 ? kib(kb) : resident_of(pid);
}

// What the run's files take: they are memory, as in a group. Seen through a program, since an init's /proc is closed to
// an ordinary user; zero when that is gone or not yet executed.
Bytes files_of(pid_t program) {
  Bytes used;
  for (const char* const* path = kWritable; *path != nullptr; ++path) {
    struct statfs status{};
    if (::statfs((folder_of(program) + "/root" + *path).c_str(), &status) != 0) return {};
    used.count += static_cast<std::int64_t>(status.f_blocks - status.f_bfree) * status.f_bsize;
  }
  return used;
}

// All that descend from `init`, without it; and their threads.
std::vector<pid_t> descendants_of(pid_t init, std::vector<pid_t>& threads) {
  std::vector<pid_t> found;
  add_children_of(init, found, threads);
  threads.clear();
  for (std::size_t i = 0; i < found.size() && found.size() < kLookMax; ++i) add_children_of(found[i], found, threads);
  return found;
}

}  // namespace

Result<std::unique_ptr<BoxGroup>> PolledGroup::create() {
  void* const page =
      ::mmap(nullptr, sizeof(std::atomic<pid_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return fail_errno("sharing memory with the reaper");
  const std::shared_ptr<std::atomic<pid_t>> shared(
      new (page) std::atomic<pid_t>(0), [](std::atomic<pid_t>* pointer) { ::munmap(pointer, sizeof *pointer); });
  return std::unique_ptr<BoxGroup>(new PolledGroup(shared, ::getpid()));
}

Result<> PolledGroup::begin_run(const GroupBounds& bounds) {
  bounds_ = bounds;
  clocks_.clear();
  cpu_time_ = {};
  memory_peak_ = {};
  threads_peak_ = 0;
  over_memory_ = false;
  return {};
}

void PolledGroup::look() {
  // A child that was waited for is in its parent's figure and perhaps among the clocks too: never added up.
  Duration as_seen{};
  Duration as_waited = stat_of(bounds_.init).waited_for;
  std::vector<pid_t> threads;
  const auto processes = descendants_of(bounds_.init, threads);
  threads_peak_ = std::max(threads_peak_, static_cast<int>(threads.size()));
  Bytes memory;
  for (const pid_t pid : processes) {
    auto& clock = clocks_[pid];
    clock = std::max(clock, cpu_clock_of(pid));
    as_waited += clock + stat_of(pid).waited_for;
    memory.count += resident_of(pid).count;
  }
  for (const auto& [pid, clock] : clocks_) as_seen += clock;
  cpu_time_ = std::max({cpu_time_, as_seen, as_waited});
  if (memory.count > bounds_.memory.count && processes.size() > 1) {
    memory = {};
    for (const pid_t pid : processes) memory.count += proportional_of(pid).count;
  }
  Bytes files;
  for (std::size_t i = 0; i < processes.size() && files.count == 0; ++i) files = files_of(processes[i]);
  memory.count += std::max<std::int64_t>(0, files.count - bounds_.files.count);
  memory_peak_ = std::max(memory_peak_, memory);
  over_memory_ = memory_peak_ > bounds_.memory;
}

std::vector<pid_t> PolledGroup::threads() const {
  std::vector<pid_t> threads;
  descendants_of(bounds_.init, threads);
  return threads;
}

Result<Duration> PolledGroup::cpu_time() {
  look();
  return cpu_time_;
}

Result<GroupFigures> PolledGroup::figures(const InitFigures& counted) {
  GroupFigures figures;
  figures.cpu_time = std::max(cpu_time_, counted.cpu_time);
  figures.memory_peak = std::max(memory_peak_, counted.largest);
  figures.out_of_memory = figures.memory_peak > bounds_.memory;
  figures.process_limit_hit = threads_peak_ >= bounds_.processes;
  return figures;
}

Result<> PolledGroup::kill_all(Duration patience) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  const pid_t init = box_init_->load();
  // The id may be another's by now, but then its parent is another, too.
  while (init > 0 && stat_of(init).parent == launcher_) {
    ::kill(init, SIGKILL);
    // It is a zombie until the launcher has waited for it, and that cannot be before all of its namespace are gone.
    while (::waitpid(-1, nullptr, WNOHANG | __WALL) > 0) {
    }
    if (std::chrono::steady_clock::now() > until) {
      return fail(ErrorCode::failed, "ending a box: its init " + std::to_string(init) + " is still there");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return {};
}

namespace {

// A directory of this user alone, where names of servers are unique. Root has its own place in /run.
Result<std::string> make_own_directory() {
  const std::string uid = std::to_string(::geteuid());
  const std::string login = "/run/user/" + uid;
  const std::string path = (::access(login.c_str(), W_OK) == 0 ? login + "/autograder" : "/tmp/autograder-" + uid);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return fail_errno("making " + path);
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) return fail_errno("looking at " + path);
  if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() || (status.st_mode & 022) != 0) {
    return fail(ErrorCode::unavailable, path + " is not a directory of this user's alone: remove it");
  }
  return path;
}

class PolledTree final : public CgroupTree {
 public:
  explicit PolledTree(std::string why) : why_(std::move(why)) {}

  bool is_degraded() const override { return true; }
  std::string describe() const override {
    return "none, and sandbox.allow_degraded is set: memory, processes and processor time are bounded by rlimits and "
           "by "
           "looking every 10 ms, which a program can pass for moments; " +
           why_;
  }
  Result<> prepare() override {
    if (::geteuid() == 0) return {};
    AG_ASSIGN(base_, make_own_directory());
    return {};
  }
  std::string base() const override { return base_; }
  Result<std::unique_ptr<BoxGroup>> make_group(const std::string&, uid_t) override { return PolledGroup::create(); }
  void remove_orphans(const std::string&) const override {}  // they died with their launcher
  void remove(const std::string& server) const override {
    if (!base_.empty()) ::rmdir((base_ + "/" + server).c_str());
  }

 private:
  const std::string why_;
  std::string base_;
};

}  // namespace

Result<std::unique_ptr<CgroupTree>> make_polled_tree(std::string why) {
  if (::access("/proc/thread-self/children", F_OK) != 0) {
    return fail(ErrorCode::unavailable,
                why +
                    "; and this kernel does not tell the children of a process (CONFIG_PROC_CHILDREN), so "
                    "sandbox.allow_degraded cannot help");
  }
  return std::make_unique<PolledTree>(std::move(why));
}

}  // namespace autograder
