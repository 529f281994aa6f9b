#include "sandbox/linux/launcher.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "foundation/log.h"
#include "sandbox/linux/child.h"
#include "sandbox/linux/landlock.h"
#include "sandbox/linux/launcher_loop.h"
#include "sandbox/linux/reaper.h"
#include "sandbox/linux/rootless.h"
#include "sandbox/linux/seccomp.h"
#include "sandbox/linux/server_slot.h"
#include "sandbox/linux/shown_trees.h"
#include "sandbox/linux/slot.h"

namespace autograder {
namespace {

std::uint64_t event_key(Source source, int index) {
  return static_cast<std::uint64_t>(source) << 32 | static_cast<std::uint32_t>(index);
}

std::vector<int> usable_cores() {
  cpu_set_t set;
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof set, &set) == 0) {
    for (int core = 0; core < CPU_SETSIZE; ++core) {
      if (CPU_ISSET(core, &set)) cores.push_back(core);
    }
  }
  return cores.empty() ? std::vector<int>{0} : cores;
}

}  // namespace

void Launcher::watch(int fd, Source source, int index, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = event_key(source, index);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

Result<> Launcher::configure() {
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(control_.get(), buffer_, fds, 0);
  if (info.size <= 0) ::_exit(0);  // the server ended before it needed us
  AG_ASSIGN(options_, decode_options({buffer_.data(), static_cast<std::size_t>(info.size)}));
  std::string missing;
  for (const auto& layer : inspect_host(options_.allow_degraded, ::geteuid())) {
    if (layer.required && !layer.present) missing += (missing.empty() ? "" : "; ") + layer.name + ": " + layer.detail;
  }
  if (!missing.empty()) return fail(ErrorCode::unavailable, missing);
  AG_TRY(check_bound_sockets(always_shown(options_.etc_paths)));
  AG_TRY(check_each_file(options_.mount_directories));
  AG_ASSIGN(tree_, find_cgroup_tree(options_.allow_degraded));
  AG_TRY(tree_->prepare());
  rootless_ = ::geteuid() != 0;
  if (rootless_) {
    AG_ASSIGN(server_slot_, reserve_group_slot(tree_->base()));
    AG_TRY(enter_user_namespace());
  } else {
    AG_ASSIGN(server_slot_, reserve_server_slot(options_.first_uid));
  }
  mount_list_ = MountList::open(options_.mount_directories, options_.mount_roots);
  seccomp_ = seccomp_table().program();
  cores_ = usable_cores();
  tree_->remove_orphans(server_slot_.cgroup);
  warmer_.start(options_.warm_files);

  const int count = std::min(options_.boxes + options_.spare, static_cast<int>(kUidsOfServer) / 2);
  for (int i = 0; i < count; ++i) {
    AG_ASSIGN(auto group, tree_->make_group(server_slot_.cgroup + "/box-" + std::to_string(i), root_of_box(i)));
    groups_.push_back(std::move(group));
  }
  AG_ASSIGN(reaper_, fork_reaper(groups_));
  watch(reaper_.get(), Source::reaper, 0);
  slots_.resize(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    Slot& slot = slots_[static_cast<std::size_t>(i)];
    slot.index = i;
    slot.host_root = root_of_box(i);
    if (group_of(slot).oom_event() >= 0) watch(group_of(slot).oom_event(), Source::oom, i);
    AG_TRY(make_box(slot));
  }
  return {};
}

Result<> Launcher::make_box(Slot& slot) {
  AG_ASSIGN(auto ends, make_packet_pair());
  const int on = 1;
  ::setsockopt(ends.first.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
  const int index = slot.index;
  Slot fresh;
  fresh.index = index;
  fresh.host_root = slot.host_root;
  fresh.failed_makings = slot.failed_makings;
  // Pages belong to the group.
  fresh.reader = slot.reader;
  fresh.reads_before = slot.reads_before;
  fresh.secret_ended = slot.secret_ended;
  fresh.is_late = slot.is_late;
  slot = std::move(fresh);
  slot.init_socket = std::move(ends.first);
  watch(slot.init_socket.get(), Source::init, index);
  AG_TRY(group_of(slot).prepare_run());
  const BoxPlan plan{slot.host_root, rootless_, &group_of(slot), &options_.etc_paths, &seccomp_, landlock_version()};
  AG_ASSIGN(slot.maker, fork_box(plan, ends.second.get()));
  return {};
}

void Launcher::run() {
  ::prctl(PR_SET_NAME, "ag-launcher");
  ::signal(SIGPIPE, SIG_IGN);
  // A Ctrl-C at the terminal reaches the whole group: the server ends us in good order.
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  ::signal(SIGHUP, SIG_IGN);
  epoll_ = UniqueFd(::epoll_create1(EPOLL_CLOEXEC));
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  children_ = UniqueFd(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK));
  watch(children_.get(), Source::children, 0);
  if (const auto configured = configure(); !configured) {
    std::string packet(packet_bytes(PacketKind::configured));
    packet += configured.error().message;
    send_packet(control_.get(), packet, {});
    end_everything();
  }
  watch(control_.get(), Source::control, 0);

  for (;;) {
    std::array<epoll_event, 32> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), timeout_ms());
    for (int i = 0; i < count; ++i) {
      const std::uint64_t key = events[static_cast<std::size_t>(i)].data.u64;
      const auto index = static_cast<std::size_t>(key & 0xffffffff);
      switch (static_cast<Source>(key >> 32)) {
        case Source::control:
          on_control();
          break;
        case Source::reaper:
          on_reaper();
          break;
        case Source::children:
          on_children();
          break;
        case Source::init:
          on_init(slots_[index]);
          break;
        case Source::client:
          on_client(slots_[index]);
          break;
        case Source::oom:
          on_oom(slots_[index]);
          break;
      }
    }
    check_timers();
    serve_opens();
  }
}

void Launcher::on_control() {
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(control_.get(), buffer_, fds, MSG_DONTWAIT);
  if (info.size < 0 && info.error == EAGAIN) return;
  if (info.size <= 0) end_everything();
  for (int i = 0; i < info.fd_count; ++i) ::close(fds[static_cast<std::size_t>(i)]);
  std::array<std::uint32_t, 2> words{};
  if (info.size != sizeof words) return;
  std::memcpy(words.data(), buffer_.data(), sizeof words);
  if (words[0] == static_cast<std::uint32_t>(PacketKind::open)) opens_.push_back(static_cast<int>(words[1]));
}

void Launcher::serve_opens() {
  while (!opens_.empty()) {
    std::vector<Slot*> idle;
    for (auto& slot : slots_) {
      if (slot.phase == SlotPhase::idle) idle.push_back(&slot);
    }
    const auto count = static_cast<std::size_t>(opens_.front());
    const bool impossible = count == 0 || count > slots_.size() || count > static_cast<std::size_t>(kPacketFdsMax);
    if (!impossible && idle.size() < count) return;
    opens_.pop_front();
    std::vector<int> fds;
    std::vector<UniqueFd> theirs;
    for (std::size_t i = 0; !impossible && i < count; ++i) {
      auto ends = make_packet_pair();
      if (!ends) break;
      idle[i]->client_socket = std::move(ends->first);
      fds.push_back(ends->second.get());
      theirs.push_back(std::move(ends->second));
    }
    std::string packet(packet_bytes(PacketKind::opened));
    if (fds.size() != count) {
      packet += impossible ? "opening boxes: more than there are" : "opening boxes: no descriptor left";
      fds.clear();
    } else {
      for (std::size_t i = 0; i < count; ++i) {
        idle[i]->phase = SlotPhase::open;
        watch(idle[i]->client_socket.get(), Source::client, idle[i]->index);
      }
    }
    if (send_packet(control_.get(), packet, fds) != 0) end_everything();
  }
}

void Launcher::on_children() {
  signalfd_siginfo info;
  while (::read(children_.get(), &info, sizeof info) > 0) {
  }
  // Makers, the warmer and box inits; a dead box init shows at its socket. The reaper's death is ours.
  pid_t pid = 0;
  while ((pid = ::waitpid(-1, nullptr, WNOHANG | __WALL)) > 0) {
    for (auto& slot : slots_) {
      if (slot.maker == pid) {
        slot.maker = -1;
        settle(slot);
      }
    }
  }
}

void Launcher::on_reaper() {
  int answer = 0;
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info =
      receive_packet(reaper_.get(), {reinterpret_cast<char*>(&answer), sizeof answer}, fds, MSG_DONTWAIT);
  if (info.size < 0 && info.error == EAGAIN) return;
  if (info.size != sizeof answer) {
    log::error("The sandbox's reaper died; the launcher ends and with it every box");
    end_everything();
  }
  Slot& slot = slots_[static_cast<std::size_t>(answer < 0 ? -1 - answer : answer)];
  if (answer < 0) {
    slot.phase = SlotPhase::lost;
    log::error("Processes of a box would not die; its place is not used again", {{"box", slot.index}});
    return;
  }
  forget_reader(slot);
  constexpr int kMakingsMax = 5;
  if (slot.failed_makings >= kMakingsMax) {
    slot.phase = SlotPhase::lost;
    log::error("A box failed five times in a row; its place is not used again", {{"box", slot.index}});
    return;
  }
  if (const auto made = make_box(slot); !made) {
    slot.phase = SlotPhase::lost;
    log::error("A box cannot be made; its place is not used again",
               {{"box", slot.index}, {"reason", made.error().message}});
  }
}

void Launcher::on_client(Slot& slot) {
  if (!slot.client_socket) return;
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(slot.client_socket.get(), buffer_, fds, MSG_DONTWAIT);
  if (info.size < 0 && info.error == EAGAIN) return;
  std::vector<UniqueFd> owned;
  for (int i = 0; i < info.fd_count; ++i) owned.emplace_back(fds[static_cast<std::size_t>(i)]);
  if (info.size <= 0) {
    end_box(slot);
    return;
  }
  PacketKind kind{};
  if (info.size >= static_cast<ssize_t>(sizeof kind)) std::memcpy(&kind, buffer_.data(), sizeof kind);
  if (kind == PacketKind::kill) {
    if (slot.run == RunPhase::running) kill_run(slot, EndingKind::killed);
    if (slot.run == RunPhase::waiting) {
      slot.kill_reason = EndingKind::killed;
      end_run(slot, nullptr, {});
    }
    return;
  }
  accept_order(slot, {buffer_.data(), info.truncated ? 0 : static_cast<std::size_t>(info.size)}, std::move(owned));
}

void Launcher::on_init(Slot& slot) {
  if (!slot.init_socket) return;
  std::array<int, kPacketFdsMax> fds;
  const PacketInfo info = receive_packet(slot.init_socket.get(), buffer_, fds, MSG_DONTWAIT);
  if (info.size < 0 && info.error == EAGAIN) return;
  std::vector<UniqueFd> owned;
  for (int i = 0; i < info.fd_count; ++i) owned.emplace_back(fds[static_cast<std::size_t>(i)]);
  PacketKind kind{};
  if (info.size >= static_cast<ssize_t>(sizeof kind)) std::memcpy(&kind, buffer_.data(), sizeof kind);
  if (info.size <= 0) {
    box_failed(slot, "the box's init died");
  } else if (kind == PacketKind::ready) {
    slot.run_init = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, info.sender, 0)));
    slot.run_init_pid = info.sender;
    if (!slot.run_init) return box_failed(slot, "the run's init is gone: " + errno_name(errno));
    slot.ready = true;
    // A run that was killed sends no report of its own; its box's next readiness says that it is over.
    if (slot.run == RunPhase::running) end_run(slot, nullptr, {});
    settle(slot);
    if (slot.run == RunPhase::waiting) start_run(slot);
  } else if (kind == PacketKind::ended && info.size == sizeof(EndedPacket)) {
    EndedPacket ended;
    std::memcpy(static_cast<void*>(&ended), buffer_.data(), sizeof ended);
    if (slot.run == RunPhase::running) end_run(slot, &ended, std::move(owned));
  } else if (kind == PacketKind::failed && info.size == sizeof(FailedPacket)) {
    FailedPacket failed;
    std::memcpy(static_cast<void*>(&failed), buffer_.data(), sizeof failed);
    failed.step.back() = '\0';
    const std::string why =
        "setting up the box: " + std::string(failed.step.data()) + ": " + errno_name(failed.error_number);
    if (slot.run == RunPhase::running) {
      slot.run = RunPhase::none;
      reply_failed(slot, why);
    } else {
      box_failed(slot, why);
    }
  }
}

// A box that is being made may be used once its init is ready and its maker gone.
void Launcher::settle(Slot& slot) {
  if (slot.phase != SlotPhase::making || !slot.ready || slot.maker > 0) return;
  slot.phase = SlotPhase::idle;
  slot.failed_makings = 0;
  if (answered_) return;
  answered_ = true;
  send_packet(control_.get(), packet_bytes(PacketKind::configured), {});
}

void Launcher::box_failed(Slot& slot, const std::string& why) {
  slot.init_socket.reset();
  slot.ready = false;
  slot.broken = true;
  slot.broken_why = why;
  if (slot.run != RunPhase::none) {
    slot.run = RunPhase::none;
    reply_failed(slot, why);
  }
  if (!answered_) {
    std::string packet(packet_bytes(PacketKind::configured));
    packet += why;
    send_packet(control_.get(), packet, {});
    end_everything();
  }
  if (slot.phase == SlotPhase::making || slot.phase == SlotPhase::idle) {
    log::error("A box failed before it was used", {{"box", slot.index}, {"reason", why}});
    ++slot.failed_makings;
    end_box(slot);
  }
}

void Launcher::end_box(Slot& slot) {
  if (slot.run == RunPhase::running) note_end_of_secret(slot);
  slot.phase = SlotPhase::ending;
  slot.run = RunPhase::none;
  slot.client_socket.reset();
  slot.init_socket.reset();
  slot.run_init.reset();
  slot.order.clear();
  slot.order_fds.clear();
  group_of(slot).end_box();
  if (send_packet(reaper_.get(), {reinterpret_cast<const char*>(&slot.index), sizeof slot.index}, {}) != 0)
    end_everything();
}

void Launcher::end_everything() {
  for (const auto& group : groups_) {
    (void)group->kill_all(std::chrono::seconds(2));
    group->remove();
  }
  if (!server_slot_.cgroup.empty()) {
    tree_->remove_orphans(server_slot_.cgroup);
    tree_->remove(server_slot_.cgroup);
  }
  ::_exit(0);
}

void launcher_main(UniqueFd socket) {
  static Launcher launcher(std::move(socket));
  launcher.run();
}

}  // namespace autograder
