#include "storage/sqlite/fill_words.h"

#include "storage/sql/problem_rows.h"
#include "storage/sql/user_rows.h"

namespace autograder::sqlite {
namespace {

constexpr int kReadAtOnce = 500;

void fill_users(Connection& db) {
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

void fill_problems(Connection& db) {
  db.execute("BEGIN IMMEDIATE");
  ProblemId after;
  for (auto page = sql::problems_without_plain(db, after, kReadAtOnce); !page.empty();
       page = sql::problems_without_plain(db, after, kReadAtOnce)) {
    for (const Problem& problem : page) sql::write_plain(db, problem);
    after = page.back().id;
  }
  db.execute("COMMIT");
}

}  // namespace

void fill_words(Connection& db) {
  fill_users(db);
  fill_problems(db);
}

}  // namespace autograder::sqlite
