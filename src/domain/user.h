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
  std::string password_hash;  // bcrypt
  Role role = Role::student;
  int generation = 1;  // `ver` of tokens: older tokens are void
  bool disabled = false;
  Time created_at{};
  Time updated_at{};
};

}  // namespace autograder
