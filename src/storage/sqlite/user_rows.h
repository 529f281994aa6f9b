// Rows of users and of the words that they are found by. May throw.
#pragma once

#include <optional>

#include "domain/user.h"
#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

// The columns that read_user() reads, in order from column 0.
#define AG_USER_COLUMNS "id, name, email, password_hash, role, generation, disabled, created_at_ms, updated_at_ms"
User read_user(const Query& row);
std::optional<User> load_user(Connection& db, UserId id);

// In the writer's transaction.
void write_words(Connection& db, const User& user);
// Fills the words of all users, where a database from before schema 7 has none. Its own transaction.
void fill_words(Connection& db);

}  // namespace autograder::sqlite
