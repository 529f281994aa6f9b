// Which pages of the host's files are in memory when a run begins.
#include "sandbox/linux/disk_reads.h"
#include "sandbox/linux/launcher_loop.h"
#include "sandbox/linux/layers.h"

namespace autograder {
namespace {

// Data that a run asked a disk for comes into memory though the run has ended, and cannot be dropped on its way.
constexpr Duration kOnItsWay = std::chrono::seconds(1);
// So long a run waits at most for disks that are busy. What comes after all is dropped by the runs that begin later.
constexpr Duration kWaitMax = std::chrono::milliseconds(250);
constexpr Duration kLookEvery = std::chrono::milliseconds(2);

// Somebody on this host asked a disk for something since the group's secret runs began.
bool may_have_read(const Slot& slot) {
  return !slot.reads_before || reads_asked() != slot.reads_before;
}

}  // namespace

// All boxes read the same files, and which pages of them are in memory is for every box to see. So a run that is not secret
// begins when no page is left that only a secret run read, and no group serves both kinds with the same pages: a secret one
// could also drive out what an open one had read. False: not yet, `slot.begin_at` says when to ask again.
bool Launcher::keep_secrets(Slot& slot) {
  const bool secret = slot.header.secret != 0;
  const auto reader = secret ? Reader::secret_run : Reader::open_run;
  const auto time = std::chrono::steady_clock::now();
  std::optional<bool> busy;
  // Whether more may come of what a group's secret runs asked for.
  const auto waits_for_pages = [&](const Slot& other) {
    const bool asked = other.reader == Reader::secret_run ? may_have_read(other) : other.is_late;
    if (!asked || time >= other.secret_ended + kOnItsWay) return false;
    if (!busy) busy = disks_are_busy();
    return *busy;
  };
  const auto has_secret_pages = [](const Slot& other) {
    const bool runs = other.run == RunPhase::running && other.reader == Reader::secret_run;
    return !runs && (other.reader == Reader::secret_run || other.is_late);
  };
  if (!secret && !left_out(Wall::files_read)) {
    for (const auto& other : slots_) {
      if (!has_secret_pages(other) || time >= other.secret_ended + kWaitMax || !waits_for_pages(other)) continue;
      slot.begin_at = time + kLookEvery;
      return false;
    }
  }
  for (auto& other : slots_) {
    const bool changes_hands = &other == &slot && other.reader != Reader::nobody && other.reader != reader;
    if (!changes_hands && (secret || !has_secret_pages(other))) continue;
    other.is_late = waits_for_pages(other);
    if (!left_out(Wall::files_read)) group_of(other).forget_files();
    other.reader = Reader::nobody;
  }
  if (secret && slot.reader != Reader::secret_run) slot.reads_before = reads_asked();
  slot.reader = reader;
  return true;
}

// The reaper dropped what was in memory when the box ended.
void Launcher::forget_reader(Slot& slot) {
  if (slot.reader != Reader::secret_run || !may_have_read(slot)) slot.reader = Reader::nobody;
}

void Launcher::note_end_of_secret(Slot& slot) {
  if (slot.reader == Reader::secret_run) slot.secret_ended = std::chrono::steady_clock::now();
}

}  // namespace autograder
