#include "http/framing.h"

#include <algorithm>
#include <array>

namespace autograder::http {
namespace {

// Fields of which one decides: with two, we and a proxy could each believe another.
constexpr std::array<std::string_view, 6> kSingle{"Host",          "Content-Length", "Transfer-Encoding",
                                                  "Authorization", "Origin",         "Idempotency-Key"};

// The characters of a host with or without a port: no separator is among them.
bool is_host(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t,/?#@\\\"<>") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> framing_fault(const Request& request, bool http_1_0) {
  for (const auto name : kSingle) {
    const auto count = std::ranges::count_if(
        request.headers, [name](const NameValue& field) { return equal_ignoring_case(field.name, name); });
    if (count > 1) return std::string(name) + ": given " + std::to_string(count) + " times, must be given once";
  }
  const auto* host = request.header("Host");
  if (host == nullptr && !http_1_0) return "Host: required";
  if (host != nullptr && !is_host(*host)) return "Host: must be a host, with or without a port";
  // Beast takes "3, 3" for 3.
  const auto* length = request.header("Content-Length");
  if (length != nullptr && length->find_first_not_of("0123456789") != std::string::npos)
    return "Content-Length: must be one number";
  const auto* coding = request.header("Transfer-Encoding");
  if (coding == nullptr) return std::nullopt;
  if (http_1_0) return "Transfer-Encoding: not known to HTTP/1.0";
  if (!equal_ignoring_case(*coding, "chunked")) return "Transfer-Encoding: must be chunked and nothing else";
  if (length != nullptr) return "Content-Length: must not be given with Transfer-Encoding";
  return std::nullopt;
}

}  // namespace autograder::http
