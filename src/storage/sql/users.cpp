#include "storage/queue_rules.h"
#include "storage/sql/roles.h"
#include "storage/sql/user_rows.h"

namespace autograder::sql {
namespace {

const std::string kInsert = insert_into<User>("users") + " ON CONFLICT (id) DO NOTHING";
const std::string kSelect = "SELECT " + columns_of<User>() + " FROM users ";
const std::string kById = kSelect + "WHERE id = ?";
const std::string kByEmail = kSelect + "WHERE {fold}(email) = {fold}(?)";
const std::string kAfter = kSelect + "WHERE id > ? ORDER BY id LIMIT ?";

bool email_taken(Connection& db, const User& by) {
  return db.query("SELECT 1 FROM users WHERE {fold}(email) = {fold}(?) AND id <> ?").bind(by.email, by.id).next();
}

}  // namespace

std::optional<User> load_user(Connection& db, UserId id) {
  return db.query(kById).bind(id).one<User>();
}

std::vector<User> users_after(Connection& db, UserId after, int limit) {
  return db.query(kAfter).bind(after, limit).all<User>();
}

Result<> Users::create(const User& user) {
  return database_.write("creating a user", [&](Connection& db) -> Result<> {
    if (email_taken(db, user)) return fail(ErrorCode::conflict, "email: is taken");
    if (db.query(kInsert).bind(user).run() == 0) {
      return fail(ErrorCode::conflict, "user " + user.id.hex() + " exists already");
    }
    write_words(db, user);
    return {};
  });
}

Result<std::optional<User>> Users::find(UserId id) {
  return database_.read("finding a user",
                        [&](Connection& db) -> Result<std::optional<User>> { return load_user(db, id); });
}

Result<std::optional<User>> Users::find_by_email(std::string_view email) {
  return database_.read("finding a user by email", [&](Connection& db) -> Result<std::optional<User>> {
    return db.query(kByEmail).bind(email).one<User>();
  });
}

Result<> Users::update(const User& user) {
  return database_.write("changing a user", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM users WHERE id = ?").bind(user.id).next()) {
      return fail(ErrorCode::not_found, "no user " + user.id.hex());
    }
    if (email_taken(db, user)) return fail(ErrorCode::conflict, "email: is taken");
    db.query(
          "UPDATE users SET name = ?, email = ?, password_hash = ?, role = ?, generation = ?, disabled = ?, "
          "updated_at_ms = ? WHERE id = ?")
        .bind(user.name, user.email, user.password_hash, user.role, user.generation, user.disabled, user.updated_at,
              user.id)
        .run();
    write_words(db, user);
    return {};
  });
}

Result<std::vector<User>> Users::list(UserId after, int limit) {
  AG_TRY(check_page(limit, 0));
  return database_.read("listing users",
                        [&](Connection& db) -> Result<std::vector<User>> { return users_after(db, after, limit); });
}

}  // namespace autograder::sql
