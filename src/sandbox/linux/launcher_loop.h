// The launcher's loop and what it keeps; launcher.cpp has the boxes, launcher_runs.cpp the runs, launcher_cores.cpp their cores,
// launcher_secrets.cpp what they find in memory.
#pragma once

#include <linux/filter.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/linux/linux_sandbox.h"
#include "sandbox/linux/mount_list.h"
#include "sandbox/linux/packet.h"
#include "sandbox/linux/server_slot.h"
#include "sandbox/linux/slot.h"
#include "sandbox/linux/warmer.h"

namespace autograder {

// Where an event of the loop comes from.
enum class Source : std::uint32_t { control, reaper, children, init, client, oom };

class Launcher final {
 public:
  explicit Launcher(UniqueFd control) : control_(std::move(control)) {}
  [[noreturn]] void run();

 private:
  Result<> configure();
  Result<> make_box(Slot& slot);
  BoxGroup& group_of(const Slot& slot) { return *groups_[static_cast<std::size_t>(slot.index)]; }
  // The host's uid of a box's inits.
  uid_t root_of_box(int index) const {
    return rootless_ ? ::geteuid() : server_slot_.first_uid + static_cast<uid_t>(2 * index);
  }
  const BoxGroup& group_of(const Slot& slot) const { return *groups_[static_cast<std::size_t>(slot.index)]; }
  void watch(int fd, Source source, int index, std::uint32_t events = EPOLLIN);

  void on_control();
  void on_children();
  void on_reaper();
  void on_client(Slot& slot);
  void on_init(Slot& slot);
  void on_oom(Slot& slot);

  void serve_opens();
  void accept_order(Slot& slot, std::string_view packet, std::vector<UniqueFd> fds);
  void start_run(Slot& slot);
  bool keep_secrets(Slot& slot);
  void note_end_of_secret(Slot& slot);
  void forget_reader(Slot& slot);
  Result<> prepare_run(Slot& slot, std::vector<UniqueFd>& mounts);
  void end_run(Slot& slot, const EndedPacket* ended, std::vector<UniqueFd> collected);
  void kill_run(Slot& slot, EndingKind reason);
  void settle(Slot& slot);
  void box_failed(Slot& slot, const std::string& why);
  void end_box(Slot& slot);
  void reply_failed(Slot& slot, const std::string& why);
  Duration until_next_look(const Slot& slot, Duration rest) const;
  void look_at_core_wait(Slot& slot, SteadyTime time);
  void check_timers();
  int timeout_ms() const;
  void choose_cores(Slot& slot);
  void give_cores_back(const Slot& slot);
  int least_used_core() const;
  int core_taken_alone() const;
  void spread(const Slot& slot, int core_to_avoid) const;
  [[noreturn]] void end_everything();

  UniqueFd control_;
  UniqueFd epoll_;
  UniqueFd children_;
  UniqueFd reaper_;
  LinuxSandboxOptions options_;
  bool rootless_ = false;
  ServerSlot server_slot_;
  std::unique_ptr<CgroupTree> tree_;
  MountList mount_list_;
  Warmer warmer_;
  std::vector<sock_filter> seccomp_;
  std::vector<int> cores_;
  std::vector<std::unique_ptr<BoxGroup>> groups_;
  std::vector<Slot> slots_;
  std::deque<int> opens_;  // counts asked for, in order
  bool answered_ = false;  // `configured` was sent
  std::array<char, kPacketMax> buffer_{};
};

}  // namespace autograder
