// Limits failed sign-ins, and still lets the owner of an account in while a stranger guesses.
//
// Knows:          failures by account and address, which addresses signed in to which account before.
// Does not know:  passwords and users: an account is the email that was typed, whether or not anybody has it.
//
// Only failures count. docs/decisions says why these figures, and what remains.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "api/wire/refusal.h"
#include "live/cache.h"
#include "live/rate_limiter.h"

namespace autograder::api {

// Failures of an account from one address.
constexpr Rate kFailuresOfPair{10, std::chrono::seconds(60)};
// Failures of an account: the delay grows from 6 s over 90 s to 120 s. An address that signed in before has these to itself.
constexpr std::array<Rate, 2> kFailuresOfAccount{{{20, std::chrono::seconds(1800)}, {30, std::chrono::seconds(3600)}}};
// Failures of an address, all accounts together.
constexpr Rate kFailuresOfAddress{120, std::chrono::seconds(60)};
// Failures of an account from an address that has used up its own: a neighbour's first tries are still looked at.
constexpr Rate kFailuresBesideOthers{3, std::chrono::seconds(3600)};
constexpr std::chrono::hours kFamiliarFor{24 * 30};

// All members may be called from any thread. Memory is bounded by that of the limiter and the cache.
class SignIns final {
 public:
  SignIns(RateLimiter& limiter, Cache& cache, bool limited) : limiter_(limiter), cache_(cache), limited_(limited) {}

  struct Attempt {
    std::string address;  // of the subscriber
    std::string account;  // the email, in lower case
    bool familiar = false;
    bool counts_for_address = false;  // what begin() took beyond the buckets of the account
    bool counts_beside = false;
  };
  Attempt attempt(std::string_view client_address, std::string_view email);
  // Counts the attempt as a failure, before the password is looked at: who tries many at the same moment has no more of
  // them. 429 with the seconds until the next one is looked at; it counts for nothing then.
  std::optional<Refusal> begin(Attempt& attempt);
  // The attempt was no failure after all.
  void give_back(const Attempt& attempt);
  // The address is familiar to the account from now on.
  void succeeded(const Attempt& attempt);

 private:
  // Gives back to the first `rates` of the account, and to the account from its address.
  void give_back_account(const Attempt& attempt, std::size_t rates);

  RateLimiter& limiter_;
  Cache& cache_;
  const bool limited_;
};

}  // namespace autograder::api
