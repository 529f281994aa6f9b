// The group of processes that is one box: what it may use, what it used, and its end.
//
// Knows:          v1 controllers (memory, pids, cpuacct, freezer), each a hierarchy of its own, and the v2 tree.
// Does not know:  namespaces, who waits.
//
// A box's groups are reused: begin_run resets and checks them. Nobody is moved here on the way of a run: the box's init
// writes itself into the groups while it is prepared.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "domain/limits.h"
#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

// Where this process's own cgroup is, in each hierarchy that we use. Found from /proc/self.
struct CgroupRoots {
  std::string memory;
  std::string pids;
  std::string cpuacct;
  std::string freezer;
  std::string unified;      // v2 beside v1: no controllers, but cgroup.kill; empty when there is none
  bool swap_limit = false;  // memory.memsw.* is there, and a swap device could make use of it

  std::vector<std::string> all() const;
};
// The error is one plain sentence with the remedy: which controller is missing.
Result<CgroupRoots> find_cgroup_roots();

struct GroupFigures {
  Duration cpu_time{};
  Bytes memory_peak;
  bool out_of_memory = false;
  bool process_limit_hit = false;
};

class BoxGroup final {
 public:
  // Makes the directories `name` ("autograder-0/box-3") below each root, kept until remove().
  static Result<BoxGroup> create(const CgroupRoots& roots, const std::string& name);

  BoxGroup(BoxGroup&&) = default;
  BoxGroup& operator=(BoxGroup&&) = default;

  // Puts the calling process into the groups. Takes up to 20 ms on a default kernel.
  Result<> enter() const;
  // Sets limits and resets the figures. `extra` is what our own side needs on top and takes off the figures. `inits` of
  // ours sit in the group and are counted neither in processes nor in memory; anyone else in the group is an error.
  Result<> begin_run(Bytes memory, Bytes extra, int processes, int inits);
  // After an OOM event: room for our inits to end the run in.
  void give_room() const;
  Result<GroupFigures> figures() const;
  Result<Duration> cpu_time() const;
  // Readable when the kernel's OOM killer was asked for. Read it to clear it.
  int oom_event() const { return oom_event_.get(); }

  // For the reaper. Kills every process of the group, again and again until none is left, not even one that is exiting,
  // or `patience` is over. Reaps children of the caller.
  Result<> kill_all(Duration patience) const;
  // Page cache that the last box was charged for goes back when it is more than a little.
  void drain_memory() const;
  // For an empty group.
  void remove() const;

 private:
  BoxGroup() = default;

  std::vector<std::string> directories_;
  std::string memory_directory_;
  std::string pids_directory_;
  std::string freezer_directory_;
  std::string unified_directory_;
  bool swap_limit_ = false;
  UniqueFd memory_limit_, memory_swap_limit_, memory_usage_, memory_peak_, oom_control_, oom_event_;
  UniqueFd pids_max_, pids_now_, pids_events_;
  UniqueFd cpu_usage_;
  std::int64_t memory_base_ = 0;  // charged before the run: our inits and what page cache the group holds
  std::int64_t extra_ = 0;
  std::int64_t cpu_base_ns_ = 0;
  std::int64_t oom_kills_base_ = 0;
  std::int64_t pids_failures_base_ = 0;
};

// Ends and removes what a dead predecessor of the same name left below the roots.
void remove_orphans(const CgroupRoots& roots, const std::string& name);

}  // namespace autograder
