#include "api/session.h"

#include "foundation/crypto.h"

namespace autograder::api {
namespace {

std::string_view text_of(const Sha256& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Parsed<std::string_view> bearer_token(const http::Request& request) {
  const auto* header = request.header("Authorization");
  if (header == nullptr) return refuse(401, "Authorization: required");
  constexpr std::string_view kScheme = "Bearer ";
  std::string_view text = *header;
  if (text.size() <= kScheme.size() || !http::equal_ignoring_case(text.substr(0, kScheme.size()), kScheme)) {
    return refuse(401, "Authorization: must be \"Bearer\" and a token");
  }
  text.remove_prefix(kScheme.size());
  return text;
}

}  // namespace

std::string Sessions::issue(const User& user) const {
  const std::int64_t now = to_ms(clock_.now()) / 1000;
  const Claims claims{user.id, user.role, user.generation, now, now + std::chrono::seconds(kTokenLife).count()};
  std::string token = base64url_encode(token_header()) + "." + base64url_encode(encode_claims(claims));
  token += "." + base64url_encode(text_of(hmac_sha256(secret_, token)));
  return token;
}

Parsed<Claims> Sessions::check(std::string_view token) const {
  const auto malformed = [] { return refuse(401, "Authorization: the token is malformed"); };
  const auto first = token.find('.');
  const auto second = token.find('.', first == std::string_view::npos ? first : first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return malformed();
  const auto signature = base64url_decode(token.substr(second + 1));
  if (!signature) return malformed();
  // Before anything inside the token is read.
  if (!equal_constant_time(*signature, text_of(hmac_sha256(secret_, token.substr(0, second))))) {
    return refuse(401, "Authorization: the token's signature is wrong");
  }
  const auto header = base64url_decode(token.substr(0, first));
  const auto payload = base64url_decode(token.substr(first + 1, second - first - 1));
  if (!header || !payload || !token_header_acceptable(*header)) return malformed();
  const auto claims = decode_claims(*payload);
  if (!claims) return malformed();
  return *claims;
}

Parsed<Claims> Sessions::verify(const http::Request& request) {
  const auto token = bearer_token(request);
  if (!token) return std::unexpected(token.error());
  return verify(*token);
}

Parsed<Claims> Sessions::verify(std::string_view token) {
  if (token.size() > kTokenMax) return refuse(401, "Authorization: the token is malformed");
  const std::string key(token);
  std::optional<Claims> claims;
  {
    MutexLock lock(mutex_);
    if (const auto found = verified_.find(key); found != verified_.end()) claims = found->second;
  }
  token_counts_.count(claims.has_value());
  if (!claims) {
    auto checked = check(token);
    if (!checked) return std::unexpected(checked.error());
    claims = *checked;
    MutexLock lock(mutex_);
    if (verified_.emplace(key, *claims).second) verified_order_.push_back(key);
    if (verified_order_.size() > kVerifiedTokensMax) {
      verified_.erase(verified_order_.front());
      verified_order_.pop_front();
    }
  }
  if (claims->expires_at * 1000 <= to_ms(clock_.now())) return refuse(401, "Authorization: the token has expired");
  return *claims;
}

// The user, if known well enough to be admitted without a look into storage.
std::optional<Sessions::Known> Sessions::fresh(UserId id) {
  auto known = known_.find(id);
  if (known && clock_.steady_now() - known->since >= kUserAge) known.reset();
  return known;
}

Parsed<Sessions::Known> Sessions::look_up(UserId id, std::string_view request_id) {
  const auto kept = fresh(id);
  user_counts_.count(kept.has_value());
  if (kept) return *kept;
  const auto epoch = known_.epoch(id);
  const auto since = clock_.steady_now();
  const auto user = users_.find(id);
  if (!user) return std::unexpected(storage_refusal("looking up the user", user.error(), request_id));
  if (!*user) return refuse(401, "Authorization: the token's user is gone");
  const Known known{(*user)->role, (*user)->generation, (*user)->disabled, since};
  known_.keep(id, epoch, known);
  return known;
}

Parsed<Viewer> Sessions::admit(const Claims& claims, std::string_view request_id) {
  if (claims.expires_at * 1000 <= to_ms(clock_.now())) return refuse(401, "Authorization: the token has expired");
  const auto known = look_up(claims.id, request_id);
  if (!known) return std::unexpected(known.error());
  if (known->disabled) return refuse(401, "Authorization: the token's user is disabled");
  if (known->generation != claims.generation) return refuse(401, "Authorization: the token was revoked; sign in again");
  return Viewer{claims.id, known->role};
}

std::optional<Viewer> Sessions::authenticate_at_once(const Claims& claims) {
  const auto known = fresh(claims.id);
  if (!known || known->disabled || known->generation != claims.generation) return std::nullopt;
  return Viewer{claims.id, known->role};
}

Parsed<Viewer> Sessions::authenticate(const http::Request& request) {
  const auto claims = verify(request);
  if (!claims) return std::unexpected(claims.error());
  return admit(*claims, request.request_id);
}

}  // namespace autograder::api
