// Rows of users and of the words that they are found by. May throw.
#pragma once

#include <optional>
#include <vector>

#include "domain/user.h"
#include "storage/sql/connection.h"

namespace autograder::sql {

template <>
struct Words<Role> {
  static constexpr std::array<std::string_view, 2> all{"student", "admin"};
};

template <>
struct Columns<User> {
  static constexpr auto list =
      std::tuple(column("id", &User::id), column("name", &User::name), column("email", &User::email),
                 column("password_hash", &User::password_hash), column("role", &User::role),
                 column("generation", &User::generation), column("disabled", &User::disabled),
                 column("created_at_ms", &User::created_at), column("updated_at_ms", &User::updated_at));
};

std::optional<User> load_user(Connection& db, UserId id);
// In order of id.
std::vector<User> users_after(Connection& db, UserId after, int limit);

// In a write.
void write_words(Connection& db, const User& user);

}  // namespace autograder::sql
