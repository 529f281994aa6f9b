#include "storage/sqlite/fill_words.h"

#include "storage/sql/user_rows.h"

namespace autograder::sqlite {
namespace {

constexpr int kReadAtOnce = 500;

}  // namespace

void fill_words(Connection& db) {
  if (db.query("SELECT 1 FROM user_words WHERE word > '' LIMIT 1").next()) return;
  db.execute("BEGIN IMMEDIATE");
  UserId after;
  for (auto page = sql::users_after(db, after, kReadAtOnce); !page.empty();
       page = sql::users_after(db, after, kReadAtOnce)) {
    for (const User& user : page) sql::write_words(db, user);
    after = page.back().id;
  }
  db.execute("COMMIT");
}

}  // namespace autograder::sqlite
