// One place for a box in the launcher: its group and uids stay, boxes come and go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/linux/cgroup.h"
#include "sandbox/linux/core_wait.h"
#include "sandbox/linux/order.h"

namespace autograder {

enum class SlotPhase {
  making,  // its box is on the way to its first `ready`
  idle,    // a box is ready, nobody's
  open,    // somebody's
  ending,  // the reaper has it
  lost,    // processes that would not die: not used again
};

// The outcome of the order that a slot was given.
enum class RunPhase {
  none,
  waiting,  // the order is here, the run's init not yet
  running,
};

// The owner of the pages of the host's files that a group may hold: which ones are in memory tells what its runs read.
enum class Reader { nobody, open_run, secret_run };

struct Slot {
  int index = 0;
  uid_t host_root = 0;
  SlotPhase phase = SlotPhase::making;
  pid_t maker = -1;        // sits in the group until it is reaped; the box is not idle before that
  int failed_makings = 0;  // in a row
  bool broken = false;     // its box cannot run anything more
  std::string broken_why;
  UniqueFd init_socket;    // to the box's inits
  UniqueFd client_socket;  // to the server, while open
  UniqueFd run_init;       // pidfd of the init that waits for an order or does it
  pid_t run_init_pid = -1;
  bool ready = false;  // `run_init` waits for an order

  Reader reader = Reader::nobody;
  std::optional<std::uint64_t> reads_before;  // of the host's disks, when `reader` became a secret run
  SteadyTime secret_ended{};                  // the last secret run
  bool is_late = false;                       // more may come of what it asked for

  RunPhase run = RunPhase::none;
  SteadyTime begin_at{};  // waiting for disks: the next look
  std::string order;      // waiting
  std::vector<UniqueFd> order_fds;
  RunHeader header;
  SteadyTime started{};
  Duration wall_limit{};
  SteadyTime wall_deadline{};  // moves on while the run waits for a core
  CoreWait core_wait;
  SteadyTime next_wait_look{};
  SteadyTime next_cpu_check{};
  Duration cpu_kill{};                    // killed above this
  std::optional<EndingKind> kill_reason;  // set when the run was killed by us
};

}  // namespace autograder
