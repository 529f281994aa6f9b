// The JSON inside a token: its header and its payload.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/user.h"

namespace autograder::api {

struct Claims {
  UserId id;
  Role role = Role::student;
  int generation = 0;          // "ver"
  std::int64_t issued_at = 0;  // seconds since 1970
  std::int64_t expires_at = 0;
};

std::string_view token_header();  // {"alg":"HS256","typ":"JWT"}
// Whether a header names HS256 and nothing that we would have to understand beside it.
bool token_header_acceptable(std::string_view json);
std::string encode_claims(const Claims& claims);
std::optional<Claims> decode_claims(std::string_view json);

std::string_view name_of_role(Role role);

}  // namespace autograder::api
