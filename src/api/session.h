// Identifies the caller: tokens (JWT, HS256 only) and the user behind them.
//
// Knows:          signatures, ends of tokens, generations of users.
// Does not know:  what a caller may do with a thing: that is domain/viewer.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/wire/claims.h"
#include "api/wire/refusal.h"
#include "domain/viewer.h"
#include "foundation/clock.h"
#include "foundation/epoch_cache.h"
#include "foundation/metrics.h"
#include "foundation/mutex.h"
#include "http/message.h"
#include "storage/user_store.h"

namespace autograder::api {

constexpr std::chrono::hours kTokenLife{12};
constexpr std::size_t kTokenMax = 1024;           // characters
constexpr std::size_t kVerifiedTokensMax = 8192;  // remembered, so that a signature is computed once
constexpr std::size_t kKnownUsersMax = 8192;
constexpr std::chrono::seconds kUserAge{2};  // how old what we know of a user may be

// All members may be called from any thread.
class Sessions final {
 public:
  Sessions(std::string secret, UserStore& users, const Clock& clock)
      : secret_(std::move(secret)), users_(users), clock_(clock) {}

  std::string issue(const User& user) const;
  // The token of `Authorization: Bearer`, its signature and its end; nothing of the user. Does not block.
  Parsed<Claims> verify(const http::Request& request);
  // A token that came by another way than this header.
  Parsed<Claims> verify(std::string_view token);
  // And its user: still there, not disabled, of the same generation. May block.
  Parsed<Viewer> authenticate(const http::Request& request);
  // As authenticate, from what is known already and without blocking; nothing when that is not enough to admit.
  std::optional<Viewer> authenticate_at_once(const Claims& claims);
  // The user behind claims that were verified before: as authenticate, and 401 once the token they came with has ended.
  Parsed<Viewer> admit(const Claims& claims, std::string_view request_id);
  // Forgets all users, since one has changed.
  void forget_users() { known_.forget_all(); }
  const CacheCounts& token_counts() const { return token_counts_; }
  const CacheCounts& user_counts() const { return user_counts_; }

 private:
  struct Known {
    Role role;
    int generation;
    bool disabled;
    SteadyTime since;
  };
  Parsed<Claims> check(std::string_view token) const;
  std::optional<Known> fresh(UserId id);
  Parsed<Known> look_up(UserId id, std::string_view request_id);

  const std::string secret_;
  UserStore& users_;
  const Clock& clock_;
  CacheCounts token_counts_;
  CacheCounts user_counts_;
  Mutex mutex_;
  std::unordered_map<std::string, Claims> verified_ GUARDED_BY(mutex_);
  std::deque<std::string> verified_order_ GUARDED_BY(mutex_);  // oldest first
  EpochCache<UserId, Known> known_{{.values = kKnownUsersMax}};
};

}  // namespace autograder::api
