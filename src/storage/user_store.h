// People who may sign in.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "domain/user.h"
#include "foundation/result.h"

namespace autograder {

class UserStore {
 public:
  virtual ~UserStore() = default;
  // `conflict` when the email is taken (compared without regard to ASCII case).
  virtual Result<> create(const User& user) = 0;
  virtual Result<std::optional<User>> find(UserId id) = 0;
  virtual Result<std::optional<User>> find_by_email(std::string_view email) = 0;
  // Replaces all fields but id and created_at; `not_found`, `conflict` as above.
  virtual Result<> update(const User& user) = 0;
  // In order of id, after `after` (empty: from the start), at most `limit`.
  virtual Result<std::vector<User>> list(UserId after, int limit) = 0;
};

}  // namespace autograder
