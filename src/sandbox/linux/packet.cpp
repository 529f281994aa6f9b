#include "sandbox/linux/packet.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

namespace autograder {

Result<std::pair<UniqueFd, UniqueFd>> make_packet_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail_errno("making a socket pair");
  const int size = 2 * static_cast<int>(kPacketMax);
  for (const int end : ends) {
    // Without the privilege the ordinary bound (some 208 KiB) holds, which is enough for one packet.
    if (::setsockopt(end, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) != 0) {
      ::setsockopt(end, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }
  }
  return std::pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

int send_packet(int socket, std::string_view bytes, std::span<const int> fds) noexcept {
  iovec part{const_cast<char*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kPacketFdsMax)> control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!fds.empty()) {
    if (fds.size() > static_cast<std::size_t>(kPacketFdsMax)) return E2BIG;
    std::memset(control.data(), 0, control.size());
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
  }
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

PacketInfo receive_packet(int socket, std::span<char> buffer, std::span<int, kPacketFdsMax> fds, int flags) noexcept {
  PacketInfo info;
  iovec part{buffer.data(), buffer.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kPacketFdsMax) + CMSG_SPACE(sizeof(ucred))> control;
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  do {
    info.size = ::recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
  } while (info.size < 0 && errno == EINTR);
  if (info.size < 0) {
    info.error = errno;
    return info;
  }
  info.truncated = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET) continue;
    if (header->cmsg_type == SCM_RIGHTS) {
      const auto count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      std::memcpy(fds.data() + info.fd_count, CMSG_DATA(header), count * sizeof(int));
      info.fd_count += static_cast<int>(count);
    } else if (header->cmsg_type == SCM_CREDENTIALS) {
      ucred credentials{};
      std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
      info.sender = credentials.pid;
    }
  }
  return info;
}

}  // namespace autograder
