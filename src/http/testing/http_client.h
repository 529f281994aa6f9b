// A small blocking HTTP client over a raw socket: it also sends what no honest client would.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/unique_fd.h"

namespace autograder::testing {

struct Answer {
  int status = 0;                              // 0: the connection ended without one
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

class HttpClient final {
 public:
  explicit HttpClient(std::uint16_t port);
  void send(std::string_view bytes);
  void shut_down_sending();
  // The next answer; without_body for answers to HEAD.
  Answer read(bool without_body = false);
  // Reads up to and with `text`; empty when the connection ends before, or nothing comes for ten seconds.
  std::string read_until(std::string_view text);
  // So many bytes; fewer only when the connection ends.
  std::string read_bytes(std::size_t count);
  // Waits for the other side to close; false when bytes come instead or nothing happens for ten seconds.
  bool ends();
  // `headers` are lines without their ends.
  Answer ask(std::string_view method, std::string_view target, std::string_view body = {},
             const std::vector<std::string>& headers = {});

 private:
  bool fill();

  UniqueFd socket_;
  std::string buffer_;
};

std::string request_text(std::string_view method, std::string_view target, std::string_view body = {},
                         const std::vector<std::string>& headers = {});

}  // namespace autograder::testing
