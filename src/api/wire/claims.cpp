#include "api/wire/claims.h"

#include <limits>

#include "api/wire/fields.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {
constexpr TextBound kShort{1, 64, TextBound::Unit::bytes};
}

std::string_view name_of_role(Role role) {
  return role == Role::admin ? "admin" : "student";
}

std::string_view token_header() {
  return R"({"alg":"HS256","typ":"JWT"})";
}

bool token_header_acceptable(std::string_view json) {
  const auto object = read_object(json);
  if (!object) return false;
  Fields fields(*object);
  const auto algorithm = fields.text("alg", kShort);
  const auto type = fields.optional_text("typ", kShort);
  return !fields.finish() && algorithm == "HS256" && type.value_or("JWT") == "JWT";
}

std::string encode_claims(const Claims& claims) {
  std::string text;
  JsonObject object(text);
  object.text("id", claims.id.hex());
  object.text("role", name_of_role(claims.role));
  object.integer("ver", claims.generation);
  object.integer("iat", claims.issued_at);
  object.integer("exp", claims.expires_at);
  object.end();
  return text;
}

std::optional<Claims> decode_claims(std::string_view json) {
  const auto object = read_object(json);
  if (!object) return std::nullopt;
  Fields fields(*object);
  constexpr std::int64_t kFarAway = 1'000'000'000'000;
  const auto id = UserId::parse(fields.text("id", kShort));
  Claims claims;
  claims.role = fields.choice("role", {"student", "admin"}) == 1 ? Role::admin : Role::student;
  claims.generation = static_cast<int>(fields.integer_or("ver", 0, 1, std::numeric_limits<int>::max()));
  claims.issued_at = fields.integer_or("iat", 0, 0, kFarAway);
  claims.expires_at = fields.integer_or("exp", 0, 0, kFarAway);
  if (fields.finish() || !id || claims.generation == 0 || claims.expires_at == 0) return std::nullopt;
  claims.id = *id;
  return claims;
}

}  // namespace autograder::api
