// Boxes on cgroup v2: a group a box, a leaf a run.
//
// Knows:          memory, pids (cpu where there is one) in the one hierarchy.
// Does not know:  where in the hierarchy we are and how we came there; see cgroup_place.h.
//
//   autograder-0/           this server; memory, pids and cpu for what is below
//     box-3/                one box: cgroup.kill ends all of it
//       inits/              box init and run init, bounded by themselves
//       run-17/             the program of one run alone: born here by CLONE_INTO_CGROUP, limits, figures, cgroup.kill
//
// The leaf is fresh because memory.peak cannot be reset on every kernel, and made ahead while the run before it runs.
// The inits are outside of it: its figures are the program's own, the OOM killer never meets an init, and
// memory.oom.group ends all of the program at once, whatever its processes make of the event. What a dead leaf leaves
// in the page cache is charged to the box and reclaimed like any other, so a box has no memory limit beside those of
// its leaf and of its inits, which bound it together.
#pragma once

#include <string>

#include "foundation/unique_fd.h"
#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/cgroup_place.h"

namespace autograder {

class BoxGroupV2 final : public BoxGroup {
 public:
  static Result<std::unique_ptr<BoxGroup>> create(const std::string& directory, uid_t inits);

  Result<> enter() const override;
  Result<> prepare_run() override;
  Result<> begin_run(const GroupBounds& bounds) override;
  int leaf() const override { return run_.directory.get(); }
  bool has_leaves() const override { return true; }
  void kill_run() const override;
  int oom_event() const override { return -1; }
  bool take_oom_event() const override { return false; }
  Result<Duration> cpu_time() override;
  std::vector<pid_t> threads() const override;
  Result<GroupFigures> figures(const InitFigures& counted) override;
  void end_run() override;
  void forget_files() const override;
  void end_box() override;
  Result<> kill_all(Duration patience) const override;
  void clear() const override;
  void remove() const override;

 private:
  struct Leaf {
    std::string path;
    UniqueFd directory;
    UniqueFd cpu_stat;
  };

  BoxGroupV2(std::string directory, uid_t inits) : directory_(std::move(directory)), inits_(inits) {}
  Result<Leaf> make_leaf();

  const std::string directory_;
  const uid_t inits_;
  Bytes memory_limit_;
  std::int64_t files_ = -1;  // what the inits' own limit has room for
  std::uint64_t leaves_made_ = 0;
  Leaf next_;  // made ahead
  Leaf run_;   // of the run that was begun
};

std::unique_ptr<CgroupTree> make_cgroup_tree_v2(CgroupPlace place);

}  // namespace autograder
