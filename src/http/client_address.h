// The address of the client: the peer of the connection, or the address that a trusted proxy forwards.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result.h"
#include "http/message.h"

namespace autograder::http {

// An IPv4 (mapped) or IPv6 address.
using AddressBytes = std::array<std::uint8_t, 16>;
std::optional<AddressBytes> parse_address(std::string_view text);

class TrustedProxies final {
 public:
  // "127.0.0.1", "10.0.0.0/8", "fd00::/8". `invalid` names the entry.
  static Result<TrustedProxies> parse(const std::vector<std::string>& entries);

  struct Client {
    std::string address;
    bool loopback = false;  // asked from this host, and not through a proxy that we do not know
  };
  // `forwarded_for` as below: its rightmost address that is not a trusted proxy counts.
  Client client_of(std::string_view peer, std::optional<std::string_view> forwarded_for) const;

  // Whether the peer of a connection forwards for others.
  bool trusts_peer(std::string_view peer) const;

 private:
  struct Network {
    AddressBytes address;
    int bits;
  };
  bool trusts(const AddressBytes& address) const;
  std::vector<Network> networks_;
};

// X-Forwarded-For whole: each proxy may have added its own line, and together they are one list. Absent
// when not sent.
std::optional<std::string> forwarded_for(const Request& request);

// The part of an address that one subscriber holds: the address itself of IPv4, the /64 of IPv6. For rate limits.
std::string subscriber_of(std::string_view address);

}  // namespace autograder::http
