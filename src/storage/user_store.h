// People who may sign in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/user.h"
#include "foundation/result.h"

namespace autograder {

struct UserFilter {
  // Each of its words begins a word of the name or the address, without regard to case and marks; empty: all.
  std::string search;
  UserId after;    // empty: from the first
  int offset = 0;  // at most 10,000
  int limit = 20;
};

struct UserList {
  std::vector<User> users;  // in order of id
  int total = 0;            // of all that match, counted up to 10,000
  bool total_capped = false;
  bool more = false;
};

class UserStore {
 public:
  virtual ~UserStore() = default;
  // `conflict` when the email is taken (compared without regard to ASCII case).
  virtual Result<> create(const User& user) = 0;
  virtual Result<std::optional<User>> find(UserId id) = 0;
  virtual Result<std::optional<User>> find_by_email(std::string_view email) = 0;
  // Replaces all fields but id and created_at; `not_found`, `conflict` as above.
  virtual Result<> update(const User& user) = 0;
  // `identity` is this user's from now on; one user may have several, and again the same is no change. `invalid`: a part is
  // empty or too long. `conflict`: it is another user's. `not_found`: there is no such user.
  virtual Result<> add_identity(const Identity& identity, UserId user) = 0;
  virtual Result<std::optional<User>> find_by_identity(const Identity& identity) = 0;
  // In order of id, after `after` (empty: from the start), at most `limit`.
  virtual Result<std::vector<User>> list(UserId after, int limit) = 0;
  virtual Result<UserList> search(const UserFilter& filter) = 0;
  // The names of at most kPageMax ids; unknown ids are left out.
  virtual Result<std::map<UserId, std::string>> names(const std::vector<UserId>& ids) = 0;
};

}  // namespace autograder
