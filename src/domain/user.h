// A person who may sign in.
#pragma once

#include <string>

#include "domain/id.h"

namespace autograder {

enum class Role { student, admin };

struct User {
  UserId id;
  std::string name;
  std::string email;          // as typed; unique without regard to case
  std::string password_hash;  // bcrypt; empty: no password, so that only an identity leads to the account
  Role role = Role::student;
  int generation = 1;  // `ver` of tokens: older tokens are void
  bool disabled = false;
  Time created_at{};
  Time updated_at{};
};

constexpr std::size_t kIssuerMax = 512;   // bytes
constexpr std::size_t kSubjectMax = 255;  // bytes, as OpenID Connect has it

// Who somebody is where they sign in elsewhere: at a university, or at a learning platform.
struct Identity {
  std::string issuer;   // usually an address
  std::string subject;  // the issuer's name of the person, which never becomes another's
};

}  // namespace autograder
