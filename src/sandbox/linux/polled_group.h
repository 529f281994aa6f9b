// Boxes on a host that gives us no cgroup, where the administrator allowed that: their processes are looked at.
//
// Knows:          /proc; that all processes of a run descend from its init, since a pid namespace lets none escape.
// Does not know:  limits that the kernel keeps: RLIMIT_NPROC and the backstop of RLIMIT_CPU, see set_program_limits.
//
// Weaker than a cgroup, and said so wherever the host's layers are: between two looks a run may take more memory than it
// is allowed; children that nobody waits for and that live shorter than that are not on its clock; what belongs to no
// process (pipes, sockets, files without a name) is in no figure. Ending a box is as sure as ever: the kernel ends a pid
// namespace with its init.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "sandbox/linux/cgroup.h"

namespace autograder {

class PolledGroup final : public BoxGroup {
 public:
  static constexpr Duration kLookEvery = std::chrono::milliseconds(10);

  static Result<std::unique_ptr<BoxGroup>> create();

  Result<> enter() const override { return {}; }
  void born(pid_t box_init) const override { box_init_->store(box_init); }
  Result<> prepare_run() override { return {}; }
  Result<> begin_run(const GroupBounds& bounds) override;
  int leaf() const override { return -1; }
  bool has_leaves() const override { return false; }
  void kill_run() const override {}
  int oom_event() const override { return -1; }
  bool take_oom_event() const override { return false; }
  Duration look_every() const override { return kLookEvery; }
  bool over_memory() const override { return over_memory_; }
  Result<Duration> cpu_time() override;
  std::vector<pid_t> threads() const override;
  Result<GroupFigures> figures(const InitFigures& counted) override;
  void end_run() override {}
  void forget_files() const override {}
  void end_box() override {}
  Result<> kill_all(Duration patience) const override;
  void clear() const override {}
  void remove() const override {}

 private:
  PolledGroup(std::shared_ptr<std::atomic<pid_t>> box_init, pid_t launcher)
      : box_init_(std::move(box_init)), launcher_(launcher) {}
  void look();

  // In memory that the maker of a box and the reaper share with the launcher. 0: none was ever made.
  const std::shared_ptr<std::atomic<pid_t>> box_init_;
  const pid_t launcher_;  // whose children box inits are
  GroupBounds bounds_;
  std::map<pid_t, Duration> clocks_;  // of every process of the run that was ever seen, as last seen
  Duration cpu_time_{};
  Bytes memory_peak_;
  int threads_peak_ = 0;
  bool over_memory_ = false;
};

// `why` no cgroup can be used, for check-host. `unavailable` where /proc does not tell a process's children.
Result<std::unique_ptr<CgroupTree>> make_polled_tree(std::string why);

}  // namespace autograder
