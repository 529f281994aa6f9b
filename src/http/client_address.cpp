#include "http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace autograder::http {
namespace {

constexpr AddressBytes kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

bool is_v4(const AddressBytes& address) {
  return std::equal(address.begin(), address.begin() + 12, kMapped.begin());
}

bool is_loopback(const AddressBytes& address) {
  if (is_v4(address)) return address[12] == 127;
  return address == AddressBytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
}

bool within(const AddressBytes& address, const AddressBytes& network, int bits) {
  for (int i = 0; i < 16 && bits > 0; ++i, bits -= 8) {
    const auto index = static_cast<std::size_t>(i);
    const auto mask = static_cast<std::uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if (((address[index] ^ network[index]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string terminated(text);
  AddressBytes address = kMapped;
  if (inet_pton(AF_INET, terminated.c_str(), address.data() + 12) == 1) return address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  return std::nullopt;
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& entries) {
  TrustedProxies proxies;
  for (const auto& entry : entries) {
    const auto slash = entry.find('/');
    const auto address = parse_address(std::string_view(entry).substr(0, slash));
    if (!address) return fail(ErrorCode::invalid, "trusted_proxies: \"" + entry + "\" is not an address or network");
    const int offset = is_v4(*address) && entry.find(':') == std::string::npos ? 96 : 0;
    int bits = 128 - offset;
    if (slash != std::string::npos) {
      const char* end = entry.data() + entry.size();
      const auto [stop, error] = std::from_chars(entry.data() + slash + 1, end, bits);
      if (error != std::errc{} || stop != end || bits < 0 || bits > 128 - offset) {
        return fail(ErrorCode::invalid, "trusted_proxies: \"" + entry + "\" has a bad prefix length");
      }
    }
    proxies.networks_.push_back({*address, bits + offset});
  }
  return proxies;
}

bool TrustedProxies::trusts(const AddressBytes& address) const {
  return std::ranges::any_of(networks_, [&](const Network& n) { return within(address, n.address, n.bits); });
}

bool TrustedProxies::trusts_peer(std::string_view peer) const {
  const auto address = parse_address(peer);
  return address && trusts(*address);
}

TrustedProxies::Client TrustedProxies::client_of(std::string_view peer,
                                                 std::optional<std::string_view> forwarded_for) const {
  const auto peer_address = parse_address(peer);
  if (!peer_address) return {std::string(peer), false};
  if (!forwarded_for) return {std::string(peer), is_loopback(*peer_address)};
  if (!trusts(*peer_address)) return {std::string(peer), false};
  std::string_view rest = *forwarded_for;
  std::string client(peer);
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    auto hop = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    const auto first = hop.find_first_not_of(" \t");
    if (first == std::string_view::npos) break;
    hop = hop.substr(first, hop.find_last_not_of(" \t") - first + 1);
    const auto address = parse_address(hop);
    if (!address) break;
    client = hop;
    if (!trusts(*address)) break;
  }
  return {std::move(client), false};
}

std::optional<std::string> forwarded_for(const Request& request) {
  std::optional<std::string> list;
  for (const auto& [name, value] : request.headers) {
    if (!equal_ignoring_case(name, "X-Forwarded-For")) continue;
    list = list ? *list + "," + value : value;
  }
  return list;
}

std::string subscriber_of(std::string_view address) {
  const auto bytes = parse_address(address);
  if (!bytes) return std::string(address);
  char text[INET6_ADDRSTRLEN];
  if (is_v4(*bytes)) {
    // Also where it was written as ::ffff:203.0.113.9.
    return inet_ntop(AF_INET, bytes->data() + 12, text, sizeof text) != nullptr ? std::string(text)
                                                                                : std::string(address);
  }
  AddressBytes prefix = *bytes;
  std::fill(prefix.begin() + 8, prefix.end(), std::uint8_t{0});
  return inet_ntop(AF_INET6, prefix.data(), text, sizeof text) != nullptr ? std::string(text) : std::string(address);
}

}  // namespace autograder::http
