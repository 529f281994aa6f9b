// Packets with descriptors over SOCK_SEQPACKET pairs: how server, launcher and inits speak.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/result.h"
#include "foundation/unique_fd.h"

namespace autograder {

constexpr std::size_t kPacketMax = 160 * 1024;
constexpr int kPacketFdsMax = 72;  // stdio, files, mounts and collected files of one command

Result<std::pair<UniqueFd, UniqueFd>> make_packet_pair();

// One packet; blocks while the peer's buffer is full. Async-signal-safe. 0 or an errno.
int send_packet(int socket, std::string_view bytes, std::span<const int> fds) noexcept;

struct PacketInfo {
  ssize_t size = 0;  // 0: the peer is gone; -1: errno in `error`
  int error = 0;
  int fd_count = 0;
  pid_t sender = 0;  // with SO_PASSCRED, in this process's pid namespace
  bool truncated = false;
};
// One packet into `buffer`; descriptors (close-on-exec) into `fds`. Async-signal-safe. `flags` as for recvmsg.
PacketInfo receive_packet(int socket, std::span<char> buffer, std::span<int, kPacketFdsMax> fds, int flags) noexcept;

}  // namespace autograder
