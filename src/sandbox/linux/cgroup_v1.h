// Boxes on cgroup v1 and on the hybrid layout: controllers in hierarchies of their own, one group a box in each.
//
// Knows:          memory, pids, cpuacct, freezer; a v2 tree beside them that gives cgroup.kill.
// Does not know:  cgroup v2's controllers.
//
// The groups are reused: begin_run resets and checks them. Our inits sit in them beside the program, so what they hold
// before a run is taken off its figures.
#pragma once

#include <string>
#include <vector>

#include "foundation/unique_fd.h"
#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/cgroup_files.h"

namespace autograder {

// Where this process's own cgroup is, in each hierarchy that we use.
struct CgroupRoots {
  std::string memory;
  std::string pids;
  std::string cpuacct;
  std::string freezer;
  std::string unified;      // v2 beside v1: no controllers, but cgroup.kill; empty when there is none
  bool swap_limit = false;  // memory.memsw.* is there, and a swap device could make use of it

  std::vector<std::string> all() const;
  std::string missing() const;  // "memory, pids"; empty when v1 has all that is needed
};
CgroupRoots find_cgroup_roots();

class BoxGroupV1 final : public BoxGroup {
 public:
  static Result<std::unique_ptr<BoxGroup>> create(const CgroupRoots& roots, const std::string& name);

  Result<> enter() const override;
  Result<> prepare_run() override { return {}; }
  Result<> begin_run(const GroupBounds& bounds) override;
  int leaf() const override { return -1; }
  bool has_leaves() const override { return false; }
  void kill_run() const override {}
  int oom_event() const override { return oom_event_.get(); }
  bool take_oom_event() const override;
  Result<Duration> cpu_time() override;
  std::vector<pid_t> threads() const override;
  Result<GroupFigures> figures(const InitFigures& counted) override;
  void end_run() override {}
  void forget_files() const override;
  void end_box() override {}
  Result<> kill_all(Duration patience) const override;
  void clear() const override;
  void remove() const override;

 private:
  BoxGroupV1() = default;
  Result<std::int64_t> measure_base() const;
  void give_room() const;

  std::vector<std::string> directories_;
  std::string memory_directory_;
  std::string pids_directory_;
  std::string freezer_directory_;
  std::string unified_directory_;
  bool swap_limit_ = false;
  UniqueFd memory_limit_, memory_swap_limit_, memory_usage_, memory_peak_, oom_control_, oom_event_;
  UniqueFd pids_max_, pids_now_, pids_events_;
  UniqueFd cpu_usage_;
  std::int64_t memory_base_ = 0;  // charged before the run: what our inits hold
  std::int64_t memory_limit_bytes_ = 0;
  std::int64_t extra_ = 0;
  pid_t run_init_ = -1;
  std::int64_t cpu_base_ns_ = 0;
  std::int64_t oom_kills_base_ = 0;
  std::int64_t pids_failures_base_ = 0;
};

std::unique_ptr<CgroupTree> make_cgroup_tree_v1(const CgroupRoots& roots);

}  // namespace autograder
