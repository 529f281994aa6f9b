#include "storage/queue_rules.h"
#include "storage/sql/roles.h"

namespace autograder::sql {

template <>
struct Columns<Draft> {
  static constexpr auto list = std::tuple(column("language", &Draft::language), column("version", &Draft::version),
                                          column("code", &Draft::code), column("saved_at_ms", &Draft::saved_at));
};

namespace {

const std::string kSelect = "SELECT " + columns_of<Draft>();
const std::string kVersions =
    kSelect + " FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? ORDER BY version DESC";
const std::string kNewest = kSelect +
                            ", number, begun_at_ms FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? "
                            "ORDER BY version DESC LIMIT 1";
const std::string kNewestOfEach =
    kSelect +
    " FROM drafts AS one WHERE user_id = ? AND problem_id = ? AND version = (SELECT max(version) FROM drafts "
    "WHERE user_id = one.user_id AND problem_id = one.problem_id AND language = one.language) ORDER BY language";
const std::string kInsert =
    insert_into<Draft>("drafts", "user_id, problem_id, bytes, begun_at_ms") + " RETURNING number";

struct Newest {
  std::int64_t number = 0;
  Time begun_at{};
  Draft draft;  // version 0: there is none
};

Newest find_newest(Connection& db, const DraftKey& key) {
  auto row = db.query(kNewest).bind(key.user, key.problem, key.language).one<Draft, std::int64_t, Time>();
  if (!row) return {};
  auto& [draft, number, begun_at] = *row;
  return {number, begun_at, std::move(draft)};
}

// Nobody misses this text as a version, where another row than this one says the same.
bool is_spare(Connection& db, const DraftSave& save, const std::string& code, std::int64_t number) {
  if (code.empty() || code == save.beginning) return true;
  const auto& [user, problem, language] = save.key;
  return db
      .query(
          "SELECT 1 FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? AND code = ? AND number <> ? "
          "LIMIT 1")
      .bind(user, problem, language, code, number)
      .next();
}

void drop_version(Connection& db, std::int64_t number) {
  db.query("DELETE FROM drafts WHERE number = ?").bind(number).run();
}

// The oldest versions of this draft and then of the user's go. `kept` is the row that was just saved.
void make_room(Connection& db, const DraftKey& key, std::int64_t kept, int versions_max) {
  for (;;) {
    const auto beyond = db.query(
                              "SELECT number FROM drafts WHERE user_id = ? AND problem_id = ? AND language = ? "
                              "ORDER BY version DESC LIMIT 1 OFFSET ?")
                            .bind(key.user, key.problem, key.language, versions_max)
                            .one<std::int64_t>();
    if (!beyond) break;
    drop_version(db, *beyond);
  }
  auto [count, bytes] =
      db.query("SELECT count(*), CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM drafts WHERE user_id = ?")
          .bind(key.user)
          .one<std::int64_t, std::int64_t>()
          .value();
  while (count > kDraftVersionsAUserMax || bytes > kDraftBytesAUserMax) {
    const auto oldest = db.query(
                              "SELECT number, bytes FROM drafts WHERE user_id = ? AND number <> ? "
                              "ORDER BY saved_at_ms, bytes, number LIMIT 1")
                            .bind(key.user, kept)
                            .one<std::int64_t, std::int64_t>();
    if (!oldest) return;
    --count;
    bytes -= std::get<1>(*oldest);
    drop_version(db, std::get<0>(*oldest));
  }
}

}  // namespace

Result<Draft> Drafts::save(const DraftSave& save) {
  AG_TRY(check_draft(save));
  return database_.write("saving a draft", [&](Connection& db) -> Result<Draft> {
    const Newest newest = find_newest(db, save.key);
    const int seen = newest.draft.version;
    if (seen > 0 && newest.draft.code == save.code) return newest.draft;
    if (save.base && *save.base != seen) return draft_has_moved(seen);
    AG_TRY(database_.check_room(db, Bytes{std::ssize(save.code)}));
    const auto& [user, problem, language] = save.key;
    const std::int64_t size = std::ssize(save.code);
    const Draft draft{language, seen + 1, save.code, save.at};
    std::int64_t number = newest.number;
    const bool begins = seen == 0 || begins_version(save, newest.begun_at, newest.draft.code);
    if (seen > 0 && (!begins || is_spare(db, save, newest.draft.code, number))) {
      db.query("UPDATE drafts SET version = ?, bytes = ?, begun_at_ms = ?, saved_at_ms = ?, code = ? WHERE number = ?")
          .bind(draft.version, size, begins ? save.at : newest.begun_at, draft.saved_at, draft.code, number)
          .run();
    } else {
      number = db.query(kInsert).bind(draft, user, problem, size, save.at).one<std::int64_t>().value();
    }
    make_room(db, save.key, number, kDraftVersionsMax + (is_spare(db, save, save.code, number) ? 1 : 0));
    return draft;
  });
}

Result<std::vector<Draft>> Drafts::newest(UserId user, ProblemId problem) {
  return database_.read("reading drafts", [&](Connection& db) -> Result<std::vector<Draft>> {
    return db.query(kNewestOfEach).bind(user, problem).all<Draft>();
  });
}

Result<std::vector<Draft>> Drafts::versions(const DraftKey& key) {
  return database_.read("reading a draft's versions", [&](Connection& db) -> Result<std::vector<Draft>> {
    return db.query(kVersions).bind(key.user, key.problem, key.language).all<Draft>();
  });
}

}  // namespace autograder::sql
