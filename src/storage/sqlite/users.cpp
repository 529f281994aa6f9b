#include "storage/queue_rules.h"
#include "storage/sqlite/roles.h"
#include "storage/sqlite/user_rows.h"

namespace autograder::sqlite {
namespace {

std::string_view name_of(Role role) {
  return role == Role::admin ? "admin" : "student";
}

bool email_taken(Connection& db, const User& by) {
  return db.query("SELECT 1 FROM users WHERE email = ? AND id <> ?").bind(by.email, by.id).next();
}

}  // namespace

User read_user(const Query& row) {
  User user;
  user.id = row.id<UserId>(0);
  user.name = row.text(1);
  user.email = row.text(2);
  user.password_hash = row.text(3);
  const std::string role = row.text(4);
  if (role != "admin" && role != "student") throw CorruptRow{"unknown role: " + role};
  user.role = role == "admin" ? Role::admin : Role::student;
  user.generation = row.small(5);
  user.disabled = row.flag(6);
  user.created_at = row.time(7);
  user.updated_at = row.time(8);
  return user;
}

std::optional<User> load_user(Connection& db, UserId id) {
  Query row = db.query("SELECT " AG_USER_COLUMNS " FROM users WHERE id = ?");
  if (!row.bind(id).next()) return std::nullopt;
  return read_user(row);
}

Result<> Users::create(const User& user) {
  return database_.writer.run("creating a user", [&](Connection& db) -> Result<> {
    if (email_taken(db, user)) return fail(ErrorCode::conflict, "email: is taken");
    const int created = db.query("INSERT INTO users (" AG_USER_COLUMNS
                                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                                 "ON CONFLICT (id) DO NOTHING")
                            .bind(user.id, user.name, user.email, user.password_hash, name_of(user.role),
                                  user.generation, user.disabled, user.created_at, user.updated_at)
                            .run();
    if (created == 0) return fail(ErrorCode::conflict, "user " + user.id.hex() + " exists already");
    write_words(db, user);
    return {};
  });
}

Result<std::optional<User>> Users::find(UserId id) {
  return database_.readers.read("finding a user",
                                [&](Connection& db) -> Result<std::optional<User>> { return load_user(db, id); });
}

Result<std::optional<User>> Users::find_by_email(std::string_view email) {
  return database_.readers.read("finding a user by email", [&](Connection& db) -> Result<std::optional<User>> {
    Query row = db.query("SELECT " AG_USER_COLUMNS " FROM users WHERE email = ?");
    if (!row.bind(email).next()) return std::nullopt;
    return read_user(row);
  });
}

Result<> Users::update(const User& user) {
  return database_.writer.run("changing a user", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM users WHERE id = ?").bind(user.id).next()) {
      return fail(ErrorCode::not_found, "no user " + user.id.hex());
    }
    if (email_taken(db, user)) return fail(ErrorCode::conflict, "email: is taken");
    db.query(
          "UPDATE users SET name = ?, email = ?, password_hash = ?, role = ?, generation = ?, disabled = ?, "
          "updated_at_ms = ? WHERE id = ?")
        .bind(user.name, user.email, user.password_hash, name_of(user.role), user.generation, user.disabled,
              user.updated_at, user.id)
        .run();
    write_words(db, user);
    return {};
  });
}

Result<std::vector<User>> Users::list(UserId after, int limit) {
  AG_TRY(check_page(limit, 0));
  return database_.readers.read("listing users", [&](Connection& db) -> Result<std::vector<User>> {
    std::vector<User> users;
    Query row = db.query("SELECT " AG_USER_COLUMNS " FROM users WHERE id > ? ORDER BY id LIMIT ?");
    row.bind(after, limit);
    while (row.next()) users.push_back(read_user(row));
    return users;
  });
}

}  // namespace autograder::sqlite
