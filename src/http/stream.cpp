#include "http/stream.h"

#include <algorithm>

namespace autograder::http {
namespace {

bool lists(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto one = list.substr(0, comma);
    while (!one.empty() && (one.front() == ' ' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\t')) one.remove_suffix(1);
    if (equal_ignoring_case(one, wanted)) return true;
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return false;
}

}  // namespace

bool asks_for_web_socket(const Request& request) {
  const auto* connection = request.header("Connection");
  const auto* upgrade = request.header("Upgrade");
  const auto* version = request.header("Sec-WebSocket-Version");
  return request.method == Method::get && connection != nullptr && lists(*connection, "upgrade") &&
         upgrade != nullptr && lists(*upgrade, "websocket") && version != nullptr && *version == "13" &&
         request.header("Sec-WebSocket-Key") != nullptr;
}

bool origin_may_connect(const Request& request, const std::vector<std::string>& listed) {
  const auto* origin = request.header("Origin");
  if (origin == nullptr) return true;
  if (std::ranges::any_of(listed, [&](const auto& known) { return known == "*" || known == *origin; })) return true;
  const auto* host = request.header("Host");
  const auto scheme_end = origin->find("://");
  // The scheme is not compared: behind a proxy that ends TLS we do not see it.
  return host != nullptr && scheme_end != std::string::npos &&
         equal_ignoring_case(std::string_view(*origin).substr(scheme_end + 3), *host);
}

}  // namespace autograder::http
