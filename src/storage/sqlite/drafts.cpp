#include "storage/queue_rules.h"
#include "storage/sqlite/roles.h"

namespace autograder::sqlite {
namespace {

struct Newest {
  std::int64_t number = 0;
  Time begun_at{};
  Draft draft;  // version 0: there is none
};

Newest find_newest(Connection& db, const DraftKey& key) {
  Newest newest;
  Query row = db.query(
      "SELECT number, begun_at_ms, version, code, saved_at_ms FROM drafts "
      "WHERE user_id = ? AND problem_id = ? AND language = ? ORDER BY version DESC LIMIT 1");
  if (!row.bind(key.user, key.problem, key.language).next()) return newest;
  newest.number = row.integer(0);
  newest.begun_at = row.time(1);
  newest.draft = {key.language, row.small(2), row.text(3), row.time(4)};
  return newest;
}

void drop_version(Connection& db, std::int64_t number) {
  db.query("DELETE FROM drafts WHERE number = ?").bind(number).run();
}

// The oldest versions of this draft and then of the user's go. `kept` is the row that was just saved.
void make_room(Connection& db, const DraftKey& key, std::int64_t kept) {
  for (;;) {
    Query row = db.query(
        "SELECT number FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? "
        "ORDER BY version DESC LIMIT 1 OFFSET ?");
    if (!row.bind(key.user, key.problem, key.language, kDraftVersionsMax).next()) break;
    drop_version(db, row.integer(0));
  }
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  {
    Query row = db.query("SELECT count(*), ifnull(sum(bytes), 0) FROM drafts WHERE user_id = ?");
    if (!row.bind(key.user).next()) throw CorruptRow{"nothing was counted"};
    count = row.integer(0);
    bytes = row.integer(1);
  }
  while (count > kDraftVersionsAUserMax || bytes > kDraftBytesAUserMax) {
    Query row = db.query(
        "SELECT number, bytes FROM drafts WHERE user_id = ? AND number <> ? "
        "ORDER BY saved_at_ms, bytes, number LIMIT 1");
    if (!row.bind(key.user, kept).next()) return;
    --count;
    bytes -= row.integer(1);
    drop_version(db, row.integer(0));
  }
}

}  // namespace

Result<Draft> Drafts::save(const DraftSave& save) {
  AG_TRY(check_draft(save));
  return database_.writer.ask<Draft>("saving a draft", [&](Connection& db) -> Result<Draft> {
    const Newest newest = find_newest(db, save.key);
    const int seen = newest.draft.version;
    if (seen > 0 && newest.draft.code == save.code) return newest.draft;
    if (save.base && *save.base != seen) return draft_has_moved(seen);
    AG_TRY(database_.disk.check([&db] { return inside_of(db); }, Bytes{std::ssize(save.code)}));
    const auto& [user, problem, language] = save.key;
    const auto size = std::ssize(save.code);
    std::int64_t number = newest.number;
    if (seen > 0 && !begins_version(save, newest.begun_at)) {
      db.query("UPDATE drafts SET version = ?, bytes = ?, saved_at_ms = ?, code = ? WHERE number = ?")
          .bind(seen + 1, size, save.at, save.code, number)
          .run();
    } else {
      Query row = db.query(
          "INSERT INTO drafts (user_id, problem_id, language, version, bytes, begun_at_ms, saved_at_ms, code) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number");
      row.bind(user, problem, language, seen + 1, size, save.at, save.at, save.code);
      if (!row.next()) throw CorruptRow{"nothing was stored"};
      number = row.integer(0);
    }
    make_room(db, save.key, number);
    return Draft{language, seen + 1, save.code, save.at};
  });
}

Result<std::vector<Draft>> Drafts::newest(UserId user, ProblemId problem) {
  return database_.readers.read("reading drafts", [&](Connection& db) -> Result<std::vector<Draft>> {
    std::vector<Draft> drafts;
    Query row = db.query(
        "SELECT language, version, code, saved_at_ms FROM drafts AS one WHERE user_id = ? AND problem_id = ? "
        "AND version = (SELECT max(version) FROM drafts WHERE user_id = one.user_id AND problem_id = one.problem_id "
        "AND language = one.language) ORDER BY language");
    row.bind(user, problem);
    while (row.next()) drafts.push_back({row.text(0), row.small(1), row.text(2), row.time(3)});
    return drafts;
  });
}

Result<std::vector<Draft>> Drafts::versions(const DraftKey& key) {
  return database_.readers.read("reading a draft's versions", [&](Connection& db) -> Result<std::vector<Draft>> {
    std::vector<Draft> drafts;
    Query row = db.query(
        "SELECT version, code, saved_at_ms FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? "
        "ORDER BY version DESC");
    row.bind(key.user, key.problem, key.language);
    while (row.next()) drafts.push_back({key.language, row.small(0), row.text(1), row.time(2)});
    return drafts;
  });
}

}  // namespace autograder::sqlite
