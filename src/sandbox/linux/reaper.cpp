#include "sandbox/linux/reaper.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <chrono>
#include <cstring>

#include "sandbox/linux/packet.h"

namespace autograder {
namespace {

constexpr Duration kPatience = std::chrono::seconds(10);

[[noreturn]] void reaper_main(const std::vector<std::unique_ptr<BoxGroup>>& groups, int socket) {
  ::prctl(PR_SET_NAME, "ag-reaper");
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (;;) {
    int index = 0;
    std::array<int, kPacketFdsMax> fds;
    const PacketInfo info = receive_packet(socket, {reinterpret_cast<char*>(&index), sizeof index}, fds, 0);
    if (info.size != sizeof index || index < 0 || index >= static_cast<int>(groups.size())) ::_exit(0);
    const BoxGroup& group = *groups[static_cast<std::size_t>(index)];
    const int answer = group.kill_all(kPatience) ? index : -1 - index;
    group.clear();
    if (send_packet(socket, {reinterpret_cast<const char*>(&answer), sizeof answer}, {}) != 0) ::_exit(0);
  }
}

}  // namespace

Result<UniqueFd> fork_reaper(const std::vector<std::unique_ptr<BoxGroup>>& groups) {
  AG_ASSIGN(auto ends, make_packet_pair());
  const pid_t pid = ::fork();
  if (pid < 0) return fail_errno("forking the reaper");
  if (pid == 0) {
    // The launcher's other descriptors (the server's socket above all) must not live on here.
    const int socket = ends.second.release();
    ends.first.reset();
    reaper_main(groups, socket);
  }
  return std::move(ends.first);
}

}  // namespace autograder
