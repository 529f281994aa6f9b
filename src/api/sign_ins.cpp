#include "api/sign_ins.h"

#include <algorithm>

#include "foundation/crypto.h"
#include "foundation/log.h"
#include "http/client_address.h"

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

std::optional<Refusal> SignIns::begin(Attempt& attempt) {
  if (!limited_) return std::nullopt;
  const auto pair = limiter_.take(pair_key(attempt), kFailuresOfPair);
  if (!pair.allowed) return too_many("to this account from this address", pair.retry_after);
  for (std::size_t i = 0; i < kFailuresOfAccount.size(); ++i) {
    const auto account = limiter_.take(account_key(attempt, kFailuresOfAccount[i]), kFailuresOfAccount[i]);
    if (account.allowed) continue;
    give_back_account(attempt, i);
    return too_many("to this account", account.retry_after);
  }
  const auto address = limiter_.take(address_key(attempt), kFailuresOfAddress);
  attempt.counts_for_address = address.allowed;
  if (address.allowed) return std::nullopt;
  attempt.counts_beside = limiter_.take(beside_key(attempt), kFailuresBesideOthers).allowed;
  if (attempt.counts_beside || attempt.familiar) return std::nullopt;
  give_back_account(attempt, kFailuresOfAccount.size());
  return too_many("from this address", address.retry_after);
}

void SignIns::give_back(const Attempt& attempt) {
  if (!limited_) return;
  give_back_account(attempt, kFailuresOfAccount.size());
  if (attempt.counts_for_address) limiter_.give_back(address_key(attempt), kFailuresOfAddress);
  if (attempt.counts_beside) limiter_.give_back(beside_key(attempt), kFailuresBesideOthers);
}

void SignIns::give_back_account(const Attempt& attempt, std::size_t rates) {
  limiter_.give_back(pair_key(attempt), kFailuresOfPair);
  for (std::size_t i = 0; i < rates; ++i) {
    limiter_.give_back(account_key(attempt, kFailuresOfAccount[i]), kFailuresOfAccount[i]);
  }
}

void SignIns::succeeded(const Attempt& attempt) {
  if (!limited_) return;
  if (const auto kept = cache_.put(familiar_key(attempt), "1", kFamiliarFor); !kept) {
    log::warn("a signed-in address could not be stored", {{"why", kept.error().message}});
  }
}

}  // namespace autograder::api
