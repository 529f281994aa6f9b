#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>

#include "sandbox/linux/launcher_loop.h"
#include "sandbox/linux/layers.h"

namespace autograder {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr int kStretchMax = 10;  // wall time in all, in multiples of its limit, of a run that waits for a core

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

// A short run pays for no look. In a long one, threads that ended between two looks took little of its wait with them.
Duration wait_look_every(const Slot& slot) {
  return std::max<Duration>(milliseconds(100), slot.wall_limit / 32);
}

bool waits_for_disks(const Slot& slot) {
  return slot.run == RunPhase::waiting && slot.ready && slot.begin_at != SteadyTime{};
}

}  // namespace

void Launcher::accept_order(Slot& slot, std::string_view packet, std::vector<UniqueFd> fds) {
  static RunStrings strings;
  if (slot.run != RunPhase::none) return reply_failed(slot, "a run is on its way in this box already");
  if (slot.broken) return reply_failed(slot, slot.broken_why);
  if (const char* wrong = parse_order(packet, slot.header, strings)) return reply_failed(slot, wrong);
  if (static_cast<int>(fds.size()) != expected_fds(slot.header)) return reply_failed(slot, "descriptors are missing");
  slot.order = packet;
  slot.order_fds = std::move(fds);
  slot.kill_reason.reset();
  slot.begin_at = {};
  slot.run = RunPhase::waiting;
  if (slot.ready) start_run(slot);
}

// Limits, core, pipes' owners, mounts: what only root can do for a run.
Result<> Launcher::prepare_run(Slot& slot, std::vector<UniqueFd>& mounts) {
  const auto& header = slot.header;
  AG_TRY(group_of(slot).begin_run({left_out(Wall::memory) ? mib(8192) : Bytes{header.memory_bytes},
                                   {header.files_bytes},
                                   left_out(Wall::pids) ? 512 : header.processes,
                                   slot.run_init_pid}));
  // A program may open its own pipes again by /dev/stdout. Rootless they are its user's already.
  std::size_t fd_index = 0;
  for (const auto stream : header.streams) {
    if (stream != StreamKind::fd || rootless_) continue;
    struct stat status{};
    const int fd = slot.order_fds[fd_index++].get();
    if (::fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode)) {
      if (::fchown(fd, slot.host_root + 1, slot.host_root + 1) != 0)
        return fail_errno("giving a pipe to the box's user");
    }
  }
  static RunStrings strings;
  RunHeader again;
  if (const char* wrong = parse_order(slot.order, again, strings)) return fail(ErrorCode::invalid, wrong);
  for (std::uint32_t i = 0; i < header.mount_count; ++i) {
    AG_ASSIGN(auto tree, mount_list_.clone(strings.mount_hosts[i]));
    mounts.push_back(std::move(tree));
  }
  return {};
}

void Launcher::start_run(Slot& slot) {
  if (!keep_secrets(slot)) return;
  slot.begin_at = {};
  std::vector<UniqueFd> mounts;
  if (const auto prepared = prepare_run(slot, mounts); !prepared) {
    slot.run = RunPhase::none;
    return reply_failed(slot, prepared.error().message);
  }
  warmer_.look_again();  // now its own pages are dropped, and it has not read them again
  auto& header = slot.header;
  choose_cores(slot);
  const int leaf = group_of(slot).leaf();
  header.has_leaf = leaf >= 0 ? 1 : 0;
  header.is_polled = tree_->is_degraded() ? 1 : 0;
  std::memcpy(slot.order.data(), static_cast<const void*>(&header), sizeof header);
  std::vector<int> fds;
  for (const auto& fd : slot.order_fds) fds.push_back(fd.get());
  for (const auto& fd : mounts) fds.push_back(fd.get());
  if (leaf >= 0) fds.push_back(leaf);
  slot.ready = false;
  slot.run = RunPhase::running;
  slot.started = now();
  slot.wall_limit = left_out(Wall::wall_clock) ? std::chrono::hours(1) : Duration(header.wall_time_ns);
  slot.wall_deadline = slot.started + slot.wall_limit;
  slot.core_wait = {};
  slot.next_wait_look = slot.started + wait_look_every(slot);
  slot.cpu_kill = Duration(header.cpu_time_ns + header.cpu_time_ns * 15 / 100) + milliseconds(50);
  slot.next_cpu_check = slot.started + until_next_look(slot, slot.cpu_kill);
  const int error = send_packet(slot.init_socket.get(), slot.order, fds);
  slot.order.clear();
  slot.order_fds.clear();
  if (error != 0) return box_failed(slot, "the box's init does not listen: " + errno_name(error));
  // While it runs. What fails here is tried again, and told, by the next order.
  (void)group_of(slot).prepare_run();
}

void Launcher::end_run(Slot& slot, const EndedPacket* ended, std::vector<UniqueFd> collected) {
  const bool never_ran = slot.run == RunPhase::waiting;
  slot.run = RunPhase::none;
  if (!never_ran) note_end_of_secret(slot);
  give_cores_back(slot);
  slot.order.clear();
  slot.order_fds.clear();
  OutcomePacket outcome;
  InitFigures counted;
  if (ended != nullptr) counted = {Duration(ended->reaped_cpu_ns), {ended->reaped_largest_bytes}};
  const auto figures = never_ran ? Result<GroupFigures>(GroupFigures{}) : group_of(slot).figures(counted);
  if (!figures) return reply_failed(slot, figures.error().message);
  outcome.cpu_time_ns = left_out(Wall::cpu_clock) ? 0 : figures->cpu_time.count();
  outcome.core_wait_ns = never_ran ? 0 : slot.core_wait.waited().count();
  outcome.memory_peak_bytes = figures->memory_peak.count;
  outcome.process_limit_hit = figures->process_limit_hit ? 1 : 0;
  if (ended != nullptr) {
    outcome.wall_time_ns = ended->ended_ns - ended->started_ns;
    outcome.ended_ns = ended->ended_ns;
    outcome.collected = ended->collected;
    const bool exited = WIFEXITED(ended->wait_status);
    outcome.ending = exited ? EndingKind::exited : EndingKind::signalled;
    outcome.value = exited ? WEXITSTATUS(ended->wait_status) : WTERMSIG(ended->wait_status);
    // RLIMIT_CPU is only a backstop behind the group's clock, but where it fired first, the limit was
    // passed as well.
    if (!exited && (outcome.value == SIGXCPU || outcome.value == SIGKILL) && figures->cpu_time > slot.cpu_kill) {
      outcome.ending = EndingKind::cpu_limit;
    }
  } else {
    outcome.ended_ns = now().time_since_epoch().count();
    outcome.wall_time_ns = never_ran ? 0 : outcome.ended_ns - slot.started.time_since_epoch().count();
    if (!slot.kill_reason && !figures->out_of_memory) return reply_failed(slot, "the run's init died");
    outcome.ending = slot.kill_reason.value_or(EndingKind::memory_limit);
  }
  if (figures->out_of_memory) outcome.ending = EndingKind::memory_limit;
  std::vector<int> fds;
  for (const auto& fd : collected) fds.push_back(fd.get());
  // The server may be gone already; its socket's end says so next.
  send_packet(slot.client_socket.get(), packet_bytes(outcome), fds);
  group_of(slot).end_run();
}

void Launcher::kill_run(Slot& slot, EndingKind reason) {
  if (slot.run != RunPhase::running || slot.kill_reason) return;
  slot.kill_reason = reason;
  group_of(slot).kill_run();
  ::syscall(SYS_pidfd_send_signal, slot.run_init.get(), SIGKILL, nullptr, 0);
}

void Launcher::on_oom(Slot& slot) {
  if (group_of(slot).take_oom_event()) kill_run(slot, EndingKind::memory_limit);
}

void Launcher::reply_failed(Slot& slot, const std::string& why) {
  std::string packet(packet_bytes(PacketKind::failed));
  packet += why;
  send_packet(slot.client_socket.get(), packet, {});
}

// No sooner can the run have used the rest of its CPU time.
Duration Launcher::until_next_look(const Slot& slot, Duration rest) const {
  const int parallel = slot.header.core >= 0 ? 1 : static_cast<int>(cores_.size());
  const auto soonest = std::max<Duration>(milliseconds(1), rest / parallel);
  const auto every = group_of(slot).look_every();
  return every > Duration::zero() ? std::min(soonest, every) : soonest;
}

// The wall clock stands still while the run waits for a core, but not for ever.
void Launcher::look_at_core_wait(Slot& slot, SteadyTime time) {
  const auto used = group_of(slot).cpu_time();
  slot.core_wait.look(group_of(slot).threads(), used ? *used : Duration::zero());
  slot.wall_deadline =
      slot.started + std::min(slot.wall_limit + slot.core_wait.waited(), slot.wall_limit * kStretchMax);
  slot.next_wait_look = time + wait_look_every(slot);
}

void Launcher::check_timers() {
  const auto time = now();
  for (auto& slot : slots_) {
    if (waits_for_disks(slot) && time >= slot.begin_at) start_run(slot);
    if (slot.run != RunPhase::running || slot.kill_reason) continue;
    if (time >= slot.next_cpu_check) {
      const auto used = group_of(slot).cpu_time();
      if (used && *used >= slot.cpu_kill && !left_out(Wall::cpu_clock)) {
        kill_run(slot, EndingKind::cpu_limit);
        continue;
      }
      if (group_of(slot).over_memory()) {
        kill_run(slot, EndingKind::memory_limit);
        continue;
      }
      slot.next_cpu_check = time + until_next_look(slot, used ? slot.cpu_kill - *used : Duration(milliseconds(10)));
    }
    if (time >= std::min(slot.wall_deadline, slot.next_wait_look)) look_at_core_wait(slot, time);
    if (time >= slot.wall_deadline) kill_run(slot, EndingKind::wall_limit);
  }
}

int Launcher::timeout_ms() const {
  auto next = SteadyTime::max();
  for (const auto& slot : slots_) {
    if (waits_for_disks(slot)) next = std::min(next, slot.begin_at);
    if (slot.run == RunPhase::running && !slot.kill_reason)
      next = std::min({next, slot.wall_deadline, slot.next_cpu_check, slot.next_wait_look});
  }
  if (next == SteadyTime::max()) return -1;
  const auto rest = duration_cast<milliseconds>(next - now()).count() + 1;
  return static_cast<int>(std::clamp<long long>(rest, 0, 60'000));
}

}  // namespace autograder
