#include "api/tickets.h"

#include <array>

#include "foundation/crypto.h"
#include "foundation/random.h"

namespace autograder::api {
namespace {

constexpr std::size_t kTicketMax = 64;  // characters; ours have 43

// The cache sees a hash: who reads it there cannot use it.
std::string key_of(std::string_view ticket) {
  return "ticket:" + to_hex(sha256(ticket));
}

}  // namespace

Result<std::string> Tickets::issue(const Claims& claims) {
  std::array<std::uint8_t, 32> bytes{};
  fill_random(bytes);
  std::string ticket = base64url_encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  AG_TRY(cache_.put(key_of(ticket), encode_claims(claims), kTicketLife));
  return ticket;
}

Parsed<Tickets::Bearer> Tickets::redeem(std::string_view ticket, std::string_view request_id) {
  const auto unknown = [] { return refuse(401, "ticket: unknown, already used, or older than 30 seconds"); };
  if (ticket.empty() || ticket.size() > kTicketMax) return unknown();
  const auto kept = cache_.take(key_of(ticket));
  if (!kept) return std::unexpected(storage_refusal("looking for the ticket", kept.error(), request_id));
  const auto claims = *kept ? decode_claims(**kept) : std::nullopt;
  if (!claims) return unknown();
  const auto viewer = sessions_.admit(*claims, request_id);
  if (!viewer) return std::unexpected(viewer.error());
  return Bearer{*viewer, *claims};
}

}  // namespace autograder::api
