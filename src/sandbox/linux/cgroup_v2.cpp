#include "sandbox/linux/cgroup_v2.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "sandbox/linux/cgroup_files.h"

namespace autograder {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kRoomOfInits = 32 << 20;  // their pages, namespaces and mounts: about 1 MB in fact
constexpr int kInitsMax = 16;                    // the maker and what is exiting with them

Result<> make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) return fail_errno("making the cgroup " + path);
  return {};
}

// Only root makes groups for other uids.
Result<> give_procs(const std::string& directory, uid_t owner) {
  const std::string path = directory + "/cgroup.procs";
  if (owner != ::geteuid() && ::chown(path.c_str(), owner, static_cast<gid_t>(-1)) != 0)
    return fail_errno("giving " + path + " to the box's inits");
  return {};
}

bool is_populated(const std::string& directory) {
  const UniqueFd events(::open((directory + "/cgroup.events").c_str(), O_RDONLY | O_CLOEXEC));
  return events && keyed_number(events.get(), "populated") != 0;
}

// Kills everything below `directory` until nobody is there.
Result<> empty(const std::string& directory, Duration patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  AG_ASSIGN(const UniqueFd events, open_file(directory + "/cgroup.events", O_RDONLY));
  for (;;) {
    AG_TRY(write_file(directory + "/cgroup.kill", "1"));
    while (::waitpid(-1, nullptr, WNOHANG | __WALL) > 0) {
    }
    if (keyed_number(events.get(), "populated") == 0) return {};
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (rest.count() <= 0) {
      return fail(ErrorCode::failed, "ending the processes of " + directory + ": some are still there");
    }
    // The kernel wakes us when the last one is gone; a process that was being born is met by the next round.
    pollfd changed{events.get(), POLLPRI, 0};
    ::poll(&changed, 1, static_cast<int>(std::min<std::int64_t>(rest.count(), 50)));
  }
}

// Deepest first; what is populated stays.
void remove_below(const fs::path& directory) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (!entry.is_directory(error) || entry.is_symlink(error)) continue;
    remove_below(entry.path());
    ::rmdir(entry.path().c_str());
  }
}

}  // namespace

Result<std::unique_ptr<BoxGroup>> BoxGroupV2::create(const std::string& directory, uid_t inits) {
  AG_TRY(make_directory(directory));
  AG_TRY(write_file(directory + "/cgroup.subtree_control", "+memory +pids"));
  AG_TRY(make_directory(directory + "/inits"));
  AG_TRY(write_file(directory + "/inits/pids.max", std::to_string(kInitsMax)));
  // CLONE_INTO_CGROUP asks whether the cloning init may write here and into the leaf's cgroup.procs.
  AG_TRY(give_procs(directory, inits));
  return std::unique_ptr<BoxGroup>(new BoxGroupV2(directory, inits));
}

Result<> BoxGroupV2::enter() const {
  return write_file(directory_ + "/inits/cgroup.procs", "0");
}

Result<BoxGroupV2::Leaf> BoxGroupV2::make_leaf() {
  Leaf leaf;
  leaf.path = directory_ + "/run-" + std::to_string(leaves_made_++);
  AG_TRY(make_directory(leaf.path));
  AG_TRY(give_procs(leaf.path, inits_));
  AG_ASSIGN(leaf.directory, open_file(leaf.path, O_PATH | O_DIRECTORY));
  const int directory = leaf.directory.get();
  if (::faccessat(directory, "memory.peak", F_OK, 0) != 0) {
    return fail(ErrorCode::unavailable,
                "this kernel does not tell the peak of a group's memory (memory.peak): 5.19 or newer is needed");
  }
  AG_TRY(write_at(directory, "memory.oom.group", "1"));
  // Absent where the kernel has no swap at all.
  if (::faccessat(directory, "memory.swap.max", F_OK, 0) == 0) AG_TRY(write_at(directory, "memory.swap.max", "0"));
  AG_ASSIGN(leaf.cpu_stat, open_file(leaf.path + "/cpu.stat", O_RDONLY));
  return leaf;
}

Result<> BoxGroupV2::prepare_run() {
  if (next_.directory) return {};
  AG_ASSIGN(next_, make_leaf());
  return {};
}

Result<> BoxGroupV2::begin_run(const GroupBounds& bounds) {
  AG_TRY(prepare_run());
  end_run();
  const int directory = next_.directory.get();
  AG_TRY(write_at(directory, "memory.max", std::to_string(bounds.memory.count)));
  AG_TRY(write_at(directory, "pids.max", std::to_string(bounds.processes)));
  if (bounds.files.count != files_) {
    AG_TRY(write_file(directory_ + "/inits/memory.max", std::to_string(bounds.files.count + kRoomOfInits)));
    files_ = bounds.files.count;
  }
  memory_limit_ = bounds.memory;
  run_ = std::move(next_);
  next_ = {};
  return {};
}

void BoxGroupV2::kill_run() const {
  if (run_.directory) (void)write_at(run_.directory.get(), "cgroup.kill", "1");
}

Result<Duration> BoxGroupV2::cpu_time() {
  return std::chrono::microseconds(keyed_number(run_.cpu_stat.get(), "usage_usec"));
}

std::vector<pid_t> BoxGroupV2::threads() const {
  return ids_in(run_.path + "/cgroup.threads");
}

Result<GroupFigures> BoxGroupV2::figures(const InitFigures&) {
  const int directory = run_.directory.get();
  if (keyed_number_at(directory, "cgroup.events", "populated") != 0) {
    kill_run();
    return fail(ErrorCode::failed, "ending a run: processes of it are still in " + run_.path);
  }
  GroupFigures figures;
  AG_ASSIGN(figures.cpu_time, cpu_time());
  AG_ASSIGN(figures.memory_peak.count, read_number_at(directory, "memory.peak"));
  figures.out_of_memory = keyed_number_at(directory, "memory.events", "oom_kill") > 0;
  // The kernel lets some of its own pages pass the limit.
  if (!figures.out_of_memory) figures.memory_peak = std::min(figures.memory_peak, memory_limit_);
  figures.process_limit_hit = keyed_number_at(directory, "pids.events", "max") > 0;
  return figures;
}

void BoxGroupV2::end_run() {
  if (!run_.directory) return;
  // Dead processes do not hold it; where someone is alive the reaper removes it with the box.
  ::rmdir(run_.path.c_str());
  run_ = {};
}

// Groups of runs that ended are below this one for the kernel until their last page is gone. That less is there than was
// asked for is no failure: the inits' own pages stay.
void BoxGroupV2::forget_files() const {
  const auto current = open_file(directory_ + "/memory.current", O_RDONLY);
  const auto most = current ? read_number(current->get(), "memory.current") : 0;
  if (most) (void)write_file(directory_ + "/memory.reclaim", std::to_string(*most));
}

void BoxGroupV2::end_box() {
  run_ = {};
  next_ = {};
}

Result<> BoxGroupV2::kill_all(Duration patience) const {
  return empty(directory_, patience);
}

void BoxGroupV2::clear() const {
  forget_files();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory_, error)) {
    if (entry.path().filename().string().starts_with("run-")) ::rmdir(entry.path().c_str());
  }
}

void BoxGroupV2::remove() const {
  remove_below(directory_);
  ::rmdir(directory_.c_str());
}

namespace {

class CgroupTreeV2 final : public CgroupTree {
 public:
  explicit CgroupTreeV2(CgroupPlace place) : place_(std::move(place)) {}

  std::string describe() const override {
    return "v2: memory, pids" + std::string(place_.has_cpu ? ", cpu" : "") + " below " + place_.base + " (" +
           place_.why + ")";
  }

  Result<> prepare() override {
    AG_TRY(take_place(place_));
    return {};
  }

  std::string base() const override { return place_.base; }

  Result<std::unique_ptr<BoxGroup>> make_group(const std::string& name, uid_t inits) override {
    const std::string server = place_.base + "/" + name.substr(0, name.find('/'));
    AG_TRY(make_directory(server));
    // One share of the processors a box, however many processes it has; not below: a leaf a run would pay for it.
    if (place_.has_cpu) (void)write_file(server + "/cgroup.subtree_control", "+cpu");
    AG_TRY(write_file(server + "/cgroup.subtree_control", "+memory +pids"));
    return BoxGroupV2::create(place_.base + "/" + name, inits);
  }

  void remove_orphans(const std::string& server) const override {
    const std::string directory = place_.base + "/" + server;
    if (is_populated(directory)) (void)empty(directory, std::chrono::seconds(2));
    remove_below(directory);
  }

  void remove(const std::string& server) const override { ::rmdir((place_.base + "/" + server).c_str()); }

 private:
  const CgroupPlace place_;
};

}  // namespace

std::unique_ptr<CgroupTree> make_cgroup_tree_v2(CgroupPlace place) {
  return std::make_unique<CgroupTreeV2>(std::move(place));
}

}  // namespace autograder
