#include "api/testing/web_socket_client.h"

namespace autograder::testing {
namespace {

constexpr std::uint8_t kText = 0x81;
constexpr std::uint8_t kCloseFrame = 0x88;
constexpr std::uint8_t kPingFrame = 0x89;
constexpr std::uint8_t kPongFrame = 0x8a;

std::size_t number(std::string_view bytes) {
  std::size_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

WebSocketClient::WebSocketClient(std::uint16_t port, std::string_view target, std::vector<std::string> headers)
    : client_(port) {
  for (const char* line : {"Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}) {
    headers.push_back(line);
  }
  status_ = client_.ask("GET", target, {}, headers).status;
}

// The mask is zero: it hides nothing here.
void WebSocketClient::send(std::uint8_t opcode, std::string_view payload) {
  std::string frame(1, static_cast<char>(opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    frame += static_cast<char>(0x80 | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 255);
  }
  frame += std::string(4, '\0');
  frame += payload;
  client_.send(frame);
}

void WebSocketClient::say(std::string_view text) {
  send(kText, text);
}

std::string WebSocketClient::hear() {
  for (;;) {
    const auto head = client_.read_bytes(2);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]) & 127;
    if (size >= 126) size = number(client_.read_bytes(size == 126 ? 2 : 8));
    const auto payload = client_.read_bytes(size);
    switch (static_cast<std::uint8_t>(head[0])) {
      case kText:
        return payload;
      case kPingFrame:
        send(kPongFrame, payload);
        break;
      case kCloseFrame:
        closed_with_ = static_cast<int>(number(std::string_view(payload).substr(0, 2)));
        send(kCloseFrame, payload);
        return {};
      default:
        break;
    }
  }
}

}  // namespace autograder::testing
