// People found by words: along an index of words where few match, along the users where most do.
#include <algorithm>

#include "domain/words.h"
#include "storage/queue_rules.h"
#include "storage/search_words.h"
#include "storage/sql/roles.h"
#include "storage/sql/user_rows.h"

namespace autograder::sql {
namespace {

constexpr int kFewRows = kCountMax;    // of the index, for the rarest word
constexpr int kLookedAtMax = 200'000;  // users, where every word is a common one
constexpr int kReadAtOnce = 500;

// After every word that begins like this one.
std::string end_of(const std::string& start) {
  return start + "\xF4\x8F\xBF\xBF";
}

int count_rows(Connection& db, const std::string& word) {
  return db.query("SELECT count(*) FROM (SELECT 1 FROM user_words WHERE word >= ? AND word < ? LIMIT ?) AS counted")
      .bind(word, end_of(word), kFewRows + 1)
      .one<int>()
      .value();
}

// In order of id.
std::vector<UserId> having_word(Connection& db, const std::string& word) {
  auto ids =
      db.query("SELECT user_id FROM user_words WHERE word >= ? AND word < ?").bind(word, end_of(word)).all<UserId>();
  std::ranges::sort(ids);
  const auto repeats = std::ranges::unique(ids);
  ids.erase(repeats.begin(), repeats.end());
  return ids;
}

bool has_word(Connection& db, UserId user, const std::string& word) {
  return db.query("SELECT 1 FROM user_words WHERE user_id = ? AND word >= ? AND word < ? LIMIT 1")
      .bind(user, word, end_of(word))
      .next();
}

// The words, the rarest first, and how many rows of the index that one has.
int rarest_first(Connection& db, std::vector<std::string>& words) {
  int least = kFewRows + 1;
  for (auto& word : words) {
    const int rows = count_rows(db, word);
    if (rows >= least) continue;
    least = rows;
    std::swap(word, words.front());
  }
  return least;
}

UserList few(Connection& db, const UserFilter& filter, const std::vector<std::string>& words) {
  auto ids = having_word(db, words.front());
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::erase_if(ids, [&](UserId id) { return !has_word(db, id, words[i]); });
  }
  UserList list;
  list.total = static_cast<int>(ids.size());
  const auto behind = std::ranges::upper_bound(ids, filter.after) - ids.begin();
  auto at = static_cast<std::size_t>(behind) + static_cast<std::size_t>(filter.offset);
  for (; at < ids.size() && static_cast<int>(list.users.size()) < filter.limit; ++at) {
    if (auto user = load_user(db, ids[at])) list.users.push_back(std::move(*user));
  }
  list.more = at < ids.size();
  return list;
}

// Without words: everybody.
UserList many(Connection& db, const UserFilter& filter, const std::vector<std::string>& words) {
  UserList list;
  UserId after = filter.after;
  int skip = filter.offset;
  for (int looked_at = 0; looked_at < kLookedAtMax;) {
    const auto page = users_after(db, after, kReadAtOnce);
    for (const User& user : page) {
      after = user.id;
      if (!has_words(user, words) || skip-- > 0) continue;
      list.more = static_cast<int>(list.users.size()) == filter.limit;
      if (list.more) break;
      list.users.push_back(user);
    }
    looked_at += static_cast<int>(page.size());
    if (list.more || static_cast<int>(page.size()) < kReadAtOnce) break;
  }
  return list;
}

int count_users(Connection& db) {
  return db.query("SELECT count(*) FROM (SELECT 1 FROM users WHERE id > ? LIMIT ?) AS counted")
      .bind(UserId{}, kCountMax + 1)
      .one<int>()
      .value();
}

}  // namespace

void write_words(Connection& db, const User& user) {
  db.query("DELETE FROM user_words WHERE user_id = ?").bind(user.id).run();
  for (const auto& word : words_of_user(user)) {
    db.query("INSERT INTO user_words (word, user_id) VALUES (?, ?)").bind(word, user.id).run();
  }
}

Result<UserList> Users::search(const UserFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  return database_.read("searching users", [&](Connection& db) -> Result<UserList> {
    auto words = words_of(filter.search, kSearchWordsMax);
    if (words.empty() && !filter.search.empty()) return UserList{};
    const int rows = words.empty() ? kFewRows + 1 : rarest_first(db, words);
    if (rows <= kFewRows) return few(db, filter, words);
    UserList list = many(db, filter, words);
    const int known = words.empty() ? count_users(db) : rows;
    list.total_capped = known > kCountMax;
    list.total = std::min(known, kCountMax);
    return list;
  });
}

Result<std::map<UserId, std::string>> Users::names(const std::vector<UserId>& ids) {
  AG_TRY(check_ids(ids.size()));
  using Answer = Result<std::map<UserId, std::string>>;
  return database_.read("reading names of users", [&](Connection& db) -> Answer {
    std::map<UserId, std::string> names;
    for (const UserId id : ids) {
      if (auto name = db.query("SELECT name FROM users WHERE id = ?").bind(id).one<std::string>()) {
        names[id] = std::move(*name);
      }
    }
    return names;
  });
}

}  // namespace autograder::sql
