// Which cores a run may use.
#include <sched.h>

#include "sandbox/linux/launcher_loop.h"

namespace autograder {

// A run with its own core gets the one with the fewest others; a run that may use all cores keeps off
// a core that another has alone.
void Launcher::choose_cores(Slot& slot) {
  auto& header = slot.header;
  header.core = header.own_core != 0 ? least_used_core() : -1;
  header.core_to_avoid = -1;
  if (header.core < 0) header.core_to_avoid = core_taken_alone();
  if (header.core < 0 || header.alone == 0) return;
  for (const auto& other : slots_) {
    if (other.run == RunPhase::running && other.header.core < 0) spread(other, header.core);
  }
}

void Launcher::give_cores_back(const Slot& slot) {
  if (slot.header.core < 0 || slot.header.alone == 0) return;
  for (const auto& other : slots_) {
    if (other.run == RunPhase::running && other.header.core < 0) spread(other, core_taken_alone());
  }
}

int Launcher::core_taken_alone() const {
  for (const auto& slot : slots_) {
    if (slot.run == RunPhase::running && slot.header.core >= 0 && slot.header.alone != 0) return slot.header.core;
  }
  return -1;
}

// Its threads may use all cores but one. A thread that is born meanwhile inherits either the old set or the new one; in
// the worst case one compilation disturbs one measurement.
void Launcher::spread(const Slot& slot, int core_to_avoid) const {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores_) {
    if (core != core_to_avoid || cores_.size() == 1) CPU_SET(core, &set);
  }
  for (const pid_t thread : group_of(slot).threads()) ::sched_setaffinity(thread, sizeof set, &set);
}

int Launcher::least_used_core() const {
  constexpr int kAlone = 1000;
  int best = cores_.front();
  int best_count = 1 << 30;
  for (const int core : cores_) {
    int count = 0;
    for (const auto& slot : slots_) {
      if (slot.run != RunPhase::running || slot.header.core != core) continue;
      count += slot.header.alone != 0 ? kAlone : 1;
    }
    if (count < best_count) {
      best = core;
      best_count = count;
    }
  }
  return best;
}

}  // namespace autograder
