// The group of processes that is one box: what it may use, what it used, and its end.
//
// Knows:          that there are two kinds of hosts, cgroup v1 (or hybrid) and cgroup v2, and those that give us none; each
//                 has its own file.
// Does not know:  namespaces, who waits.
//
// On both, nobody is moved on the way of a run: that costs 5 to 20 ms on a default kernel after a quiet moment. A box's
// maker enters the groups while the box is prepared; all others are born where they belong.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/limits.h"
#include "foundation/result.h"

namespace autograder {

constexpr int kInitsOfBox = 2;  // box init and run init

struct GroupBounds {
  Bytes memory;
  Bytes files;  // what our own side writes into the working directory: on top of the limit, off the figures
  int processes = 0;
  pid_t init = -1;  // of the run, as the launcher sees it
};

// The figures of a run's init for the processes that it reaped; nothing when it was killed with them.
struct InitFigures {
  Duration cpu_time{};
  Bytes largest;  // resident, of the largest one
};

struct GroupFigures {
  Duration cpu_time{};
  Bytes memory_peak;
  bool out_of_memory = false;
  bool process_limit_hit = false;
};

class BoxGroup {
 public:
  virtual ~BoxGroup() = default;

  // Puts the calling process among the inits. Takes up to 20 ms on a default kernel.
  virtual Result<> enter() const = 0;
  // For the box's maker: the pid of the init that it made.
  virtual void born(pid_t) const {}
  // Makes ahead what the next run needs and what does not depend on its limits.
  virtual Result<> prepare_run() = 0;
  // Sets limits and resets the figures. Anyone in the group but our own inits is an error.
  virtual Result<> begin_run(const GroupBounds& bounds) = 0;
  // Where the program of the run is to be born: a directory, the group's own until end_run. -1: where its init is.
  virtual int leaf() const = 0;
  // Whether runs have leaves at all. Then a program takes its cgroup namespace itself, else box init does.
  virtual bool has_leaves() const = 0;
  // Ends the program's processes, where the group can tell them from the inits; the caller ends the run's init.
  virtual void kill_run() const = 0;
  // Readable when the kernel's OOM killer was asked for; -1 where the kernel ends the whole run by itself then.
  virtual int oom_event() const = 0;
  // Clears the event and gives room for our inits to end the run in. False when there was none.
  virtual bool take_oom_event() const = 0;
  // How often cpu_time() must be asked, for the group to know; zero where the kernel keeps the limits by itself. Then
  // rlimits hold the number of processes.
  virtual Duration look_every() const { return {}; }
  // Whether the last look found more memory than is allowed.
  virtual bool over_memory() const { return false; }
  virtual Result<Duration> cpu_time() = 0;
  // The threads of the run's program and all it started, as the launcher sees them; without our inits.
  virtual std::vector<pid_t> threads() const = 0;
  // When the run's processes are dead.
  virtual Result<GroupFigures> figures(const InitFigures& counted) = 0;
  // The figures are read and the outcome is told: what belonged to the run goes. Harmless without a run.
  virtual void end_run() = 0;
  // Pages of the host's files leave memory, where the group's runs were the first to read them. Costs 0.2 to 0.5 ms.
  virtual void forget_files() const = 0;
  // The reaper will have the box next: nothing that was made for its runs is used any more.
  virtual void end_box() = 0;

  // For the reaper, which has its own copy. Kills every process of the box, again and again until none is left, not
  // even one that is exiting, or `patience` is over. Reaps children of the caller.
  virtual Result<> kill_all(Duration patience) const = 0;
  // For an empty group: what the box's runs left goes, files in memory too.
  virtual void clear() const = 0;
  // For an empty group that nobody will use again.
  virtual void remove() const = 0;
};

// The place on this host where the groups of boxes are made.
class CgroupTree {
 public:
  virtual ~CgroupTree() = default;

  // No cgroups, but what stands in for them where the administrator allows it.
  virtual bool is_degraded() const { return false; }
  // One line for check-host: the controllers, and where.
  virtual std::string describe() const = 0;
  // Makes the place ready: on v2 our own processes move to their own leaf. Once, by the launcher.
  virtual Result<> prepare() = 0;
  // A directory in which names of servers are unique; locks on them live there where no other place is ours.
  virtual std::string base() const = 0;
  // Makes the group `name` ("autograder-0/box-3"), kept until remove(). `inits` is the uid on the host of its inits.
  virtual Result<std::unique_ptr<BoxGroup>> make_group(const std::string& name, uid_t inits) = 0;
  // Ends and removes what a dead predecessor left below `server` ("autograder-0").
  virtual void remove_orphans(const std::string& server) const = 0;
  // For a server that ends and has no group any more.
  virtual void remove(const std::string& server) const = 0;
};

// Finds the cgroups of this host. Changes nothing. The error is one plain sentence with the remedy. With `allow_degraded` a host
// without usable cgroups gets a stand-in, see polled_group.h.
Result<std::unique_ptr<CgroupTree>> find_cgroup_tree(bool allow_degraded);

}  // namespace autograder
