// The names that rows of lists carry, so that who shows a list need not ask for each row.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/titles.h"
#include "domain/viewer.h"
#include "storage/storage.h"

namespace autograder::api {

struct Names {
  std::map<UserId, std::string> users;
  std::map<ProblemId, ProblemName> problems;
  ReadersLanguages reader;  // empty: problems have their own titles

  // Empty when there is no such user.
  std::string user(UserId id) const;
  std::string problem(ProblemId id) const;
  // Empty too when `viewer` may not know the problem now.
  std::string problem(const Viewer& viewer, ProblemId id) const;
};

// Ids may come several times. One read a kind; none for an empty list.
Result<Names> read_names(Storage& storage, std::vector<UserId> users, std::vector<ProblemId> problems,
                         ReadersLanguages reader = {});

}  // namespace autograder::api
