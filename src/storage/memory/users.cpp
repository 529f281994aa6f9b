#include "domain/words.h"
#include "storage/ascii.h"
#include "storage/memory/roles.h"
#include "storage/user_words.h"

namespace autograder::memory {

bool Users::email_taken(std::string_view email, UserId except) {
  const std::string wanted = ascii_lower(email);
  return std::ranges::any_of(
      state_.users, [&](const auto& row) { return row.first != except && ascii_lower(row.second.email) == wanted; });
}

Result<> Users::create(const User& user) {
  MutexLock lock(state_.mutex);
  if (email_taken(user.email, {})) return fail(ErrorCode::conflict, "email: is taken");
  if (!state_.users.emplace(user.id, user).second) {
    return fail(ErrorCode::conflict, "user " + user.id.hex() + " exists already");
  }
  ++state_.changes;
  return {};
}

Result<std::optional<User>> Users::find(UserId id) {
  MutexLock lock(state_.mutex);
  const auto found = state_.users.find(id);
  if (found == state_.users.end()) return std::nullopt;
  return found->second;
}

Result<std::optional<User>> Users::find_by_email(std::string_view email) {
  MutexLock lock(state_.mutex);
  const std::string wanted = ascii_lower(email);
  for (const auto& [id, user] : state_.users) {
    if (ascii_lower(user.email) == wanted) return user;
  }
  return std::nullopt;
}

Result<> Users::update(const User& user) {
  MutexLock lock(state_.mutex);
  const auto found = state_.users.find(user.id);
  if (found == state_.users.end()) return fail(ErrorCode::not_found, "no user " + user.id.hex());
  if (email_taken(user.email, user.id)) return fail(ErrorCode::conflict, "email: is taken");
  const Time created_at = found->second.created_at;
  found->second = user;
  found->second.created_at = created_at;
  ++state_.changes;
  return {};
}

Result<std::vector<User>> Users::list(UserId after, int limit) {
  AG_TRY(check_page(limit, 0));
  MutexLock lock(state_.mutex);
  std::vector<User> users;
  for (auto row = state_.users.upper_bound(after); row != state_.users.end(); ++row) {
    if (static_cast<int>(users.size()) == limit) break;
    users.push_back(row->second);
  }
  return users;
}

Result<UserList> Users::search(const UserFilter& filter) {
  AG_TRY(check_page(filter.limit, filter.offset));
  const auto words = words_of(filter.search, kSearchWordsMax);
  UserList list;
  if (words.empty() && !filter.search.empty()) return list;
  MutexLock lock(state_.mutex);
  int skip = filter.offset;
  for (const auto& [id, user] : state_.users) {
    if (!has_words(user, words)) continue;
    ++list.total;
    if (id <= filter.after || skip-- > 0) continue;
    list.more = list.more || static_cast<int>(list.users.size()) == filter.limit;
    if (!list.more) list.users.push_back(user);
  }
  list.total_capped = list.total > kCountMax;
  list.total = std::min(list.total, kCountMax);
  return list;
}

Result<std::map<UserId, std::string>> Users::names(const std::vector<UserId>& ids) {
  AG_TRY(check_ids(ids.size()));
  MutexLock lock(state_.mutex);
  std::map<UserId, std::string> names;
  for (const UserId id : ids) {
    const auto found = state_.users.find(id);
    if (found != state_.users.end()) names[id] = found->second.name;
  }
  return names;
}

}  // namespace autograder::memory
