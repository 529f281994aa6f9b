// A small blocking WebSocket client: text messages, closing, and nothing else. What others wrote is used end to end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/testing/http_client.h"

namespace autograder::testing {

class WebSocketClient final {
 public:
  // `headers` are lines without their ends.
  WebSocketClient(std::uint16_t port, std::string_view target, std::vector<std::string> headers = {});
  // The status of the handshake: 101 when it is open.
  int status() const { return status_; }
  void say(std::string_view text);
  // The next text message; empty at the end, whose number is in closed_with().
  std::string hear();
  int closed_with() const { return closed_with_; }

 private:
  void send(std::uint8_t opcode, std::string_view payload);

  HttpClient client_;
  int status_ = 0;
  int closed_with_ = 0;
};

}  // namespace autograder::testing
