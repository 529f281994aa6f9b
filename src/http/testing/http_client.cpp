#include "http/testing/http_client.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cctype>

#include "foundation/check.h"

namespace autograder::testing {

HttpClient::HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  CHECK(socket_);
  const timeval patience{10, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;  // the server closed: read() tells what it said before
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void HttpClient::shut_down_sending() {
  ::shutdown(socket_.get(), SHUT_WR);
}

bool HttpClient::fill() {
  char bytes[16384];
  const auto count = ::recv(socket_.get(), bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::string HttpClient::read_until(std::string_view text) {
  std::size_t place = 0;
  while ((place = buffer_.find(text)) == std::string::npos) {
    if (!fill()) return {};
  }
  std::string found = buffer_.substr(0, place + text.size());
  buffer_.erase(0, found.size());
  return found;
}

std::string HttpClient::read_bytes(std::size_t count) {
  while (buffer_.size() < count && fill()) {
  }
  std::string found = buffer_.substr(0, count);
  buffer_.erase(0, found.size());
  return found;
}

bool HttpClient::ends() {
  if (!buffer_.empty()) return false;
  char byte = 0;
  const auto count = ::recv(socket_.get(), &byte, 1, 0);
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

Answer HttpClient::read(bool without_body) {
  Answer answer;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return answer;
  }
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(head.substr(9, 3));
  for (std::size_t line = head.find("\r\n") + 2; line < head.size();) {
    const auto stop = head.find("\r\n", line);
    const auto colon = head.find(':', line);
    std::string name = head.substr(line, colon - line);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.headers[name] = head.substr(colon + 2, stop - colon - 2);
    line = stop + 2;
  }
  const auto length = answer.header("content-length");
  const std::size_t size = without_body || length.empty() ? 0 : std::stoul(length);
  while (buffer_.size() < size) {
    if (!fill()) return {};
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         const std::vector<std::string>& headers) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& line : headers) text += line + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n";
  text += body;
  return text;
}

Answer HttpClient::ask(std::string_view method, std::string_view target, std::string_view body,
                       const std::vector<std::string>& headers) {
  send(request_text(method, target, body, headers));
  return read(method == "HEAD");
}

}  // namespace autograder::testing
