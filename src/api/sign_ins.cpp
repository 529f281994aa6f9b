#include "api/sign_ins.h"

#include <algorithm>

#include "api/http/client_address.h"
#include "foundation/crypto.h"
#include "foundation/log.h"

namespace autograder::api {
namespace {

using Attempt = SignIns::Attempt;

std::string pair_key(const Attempt& attempt) {
  return "login:" + attempt.address + ":" + attempt.account;
}
std::string address_key(const Attempt& attempt) {
  return "logins:" + attempt.address;
}
std::string beside_key(const Attempt& attempt) {
  return "login-beside:" + attempt.address + ":" + attempt.account;
}
std::string account_key(const Attempt& attempt, Rate rate) {
  return "account" + std::to_string(rate.count) + ":" + (attempt.familiar ? attempt.address : "") + ":" +
         attempt.account;
}
std::string familiar_key(const Attempt& attempt) {
  return "familiar:" + to_hex(sha256(attempt.address + "\n" + attempt.account));
}

Refusal too_many(std::string_view of, std::chrono::seconds retry_after) {
  return {
      429,
      "too many failed sign-ins " + std::string(of) + "; try again in " + std::to_string(retry_after.count()) + " s",
      retry_after};
}

}  // namespace

Attempt SignIns::attempt(std::string_view client_address, std::string_view email) {
  Attempt attempt{http::subscriber_of(client_address), std::string(email)};
  // As storage compares emails.
  std::ranges::transform(attempt.account, attempt.account.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (limited_) {
    const auto known = cache_.get(familiar_key(attempt));
    attempt.familiar = known && *known;
  }
  return attempt;
}

std::optional<Refusal> SignIns::check(const Attempt& attempt) {
  if (!limited_) return std::nullopt;
  const auto pair = limiter_.look(pair_key(attempt), kFailuresOfPair);
  if (!pair.allowed) return too_many("to this account from this address", pair.retry_after);
  for (const auto rate : kFailuresOfAccount) {
    const auto account = limiter_.look(account_key(attempt, rate), rate);
    if (!account.allowed) return too_many("to this account", account.retry_after);
  }
  const auto address = limiter_.look(address_key(attempt), kFailuresOfAddress);
  if (address.allowed || attempt.familiar) return std::nullopt;
  if (limiter_.look(beside_key(attempt), kFailuresBesideOthers).allowed) return std::nullopt;
  return too_many("from this address", address.retry_after);
}

void SignIns::failed(const Attempt& attempt) {
  if (!limited_) return;
  (void)limiter_.take(pair_key(attempt), kFailuresOfPair);
  for (const auto rate : kFailuresOfAccount) (void)limiter_.take(account_key(attempt, rate), rate);
  const bool within = limiter_.take(address_key(attempt), kFailuresOfAddress).allowed;
  if (!within) (void)limiter_.take(beside_key(attempt), kFailuresBesideOthers);
}

void SignIns::succeeded(const Attempt& attempt) {
  if (!limited_) return;
  if (const auto kept = cache_.put(familiar_key(attempt), "1", kFamiliarFor); !kept) {
    log::warn("an address that signed in is not remembered", {{"why", kept.error().message}});
  }
}

}  // namespace autograder::api
