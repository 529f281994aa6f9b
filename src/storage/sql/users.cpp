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

const std::string kByIdentity =
    "SELECT " + columns_of<User>("u") +
    " FROM identities i JOIN users u ON u.id = i.user_id WHERE i.issuer = ? AND i.subject = ?";

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

Result<> Users::add_identity(const Identity& identity, UserId user) {
  const auto fits = [](const std::string& part, std::size_t most) { return !part.empty() && part.size() <= most; };
  if (!fits(identity.issuer, kIssuerMax) || !fits(identity.subject, kSubjectMax)) {
    return fail(ErrorCode::invalid, "an identity has an issuer of 1 to " + std::to_string(kIssuerMax) +
                                        " bytes and a subject of 1 to " + std::to_string(kSubjectMax));
  }
  return database_.write("adding an identity", [&](Connection& db) -> Result<> {
    if (!db.query("SELECT 1 FROM users WHERE id = ?").bind(user).next()) {
      return fail(ErrorCode::not_found, "no user " + user.hex());
    }
    const auto holder = db.query("SELECT user_id FROM identities WHERE issuer = ? AND subject = ?")
                            .bind(identity.issuer, identity.subject)
                            .one<UserId>();
    if (holder && *holder != user) return fail(ErrorCode::conflict, "this identity is another user's");
    if (holder) return {};
    db.query("INSERT INTO identities (issuer, subject, user_id) VALUES (?, ?, ?)")
        .bind(identity.issuer, identity.subject, user)
        .run();
    return {};
  });
}

Result<std::optional<User>> Users::find_by_identity(const Identity& identity) {
  return database_.read("finding a user by identity", [&](Connection& db) -> Result<std::optional<User>> {
    return db.query(kByIdentity).bind(identity.issuer, identity.subject).one<User>();
  });
}

Result<std::vector<User>> Users::list(UserId after, int limit) {
  AG_TRY(check_page(limit, 0));
  return database_.read("listing users",
                        [&](Connection& db) -> Result<std::vector<User>> { return users_after(db, after, limit); });
}

}  // namespace autograder::sql
