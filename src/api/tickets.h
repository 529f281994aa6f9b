// Tickets: for `?ticket=` where a header cannot be sent. Single use, for half a minute, and never in a log.
//
// Knows:          whom a ticket stands for, and by which token.
// Does not know:  which streams take tickets.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "api/session.h"
#include "live/cache.h"

namespace autograder::api {

constexpr std::chrono::seconds kTicketLife{30};

// All members may be called from any thread; they may block.
class Tickets final {
 public:
  Tickets(Cache& cache, Sessions& sessions) : cache_(cache), sessions_(sessions) {}

  // For the bearer of a token with these claims.
  Result<std::string> issue(const Claims& claims);

  struct Bearer {
    Viewer viewer;
    Claims claims;  // of the token that the ticket was made with: what is opened by the ticket closes with it
  };
  // Once: 401 for any other, and when the token behind it has ended or was revoked since.
  Parsed<Bearer> redeem(std::string_view ticket, std::string_view request_id);

 private:
  Cache& cache_;
  Sessions& sessions_;
};

}  // namespace autograder::api
