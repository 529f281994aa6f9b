#include "api/names.h"

#include <algorithm>

namespace autograder::api {
namespace {

template <class Id>
void leave_out_repeats(std::vector<Id>& ids) {
  std::ranges::sort(ids);
  const auto rest = std::ranges::unique(ids);
  ids.erase(rest.begin(), rest.end());
}

}  // namespace

std::string Names::user(UserId id) const {
  const auto found = users.find(id);
  return found == users.end() ? std::string{} : found->second;
}

std::string Names::problem(ProblemId id) const {
  const auto found = problems.find(id);
  return found == problems.end() ? std::string{} : title_in(reader, found->second.titles, found->second.title);
}

std::string Names::problem(const Viewer& viewer, ProblemId id) const {
  const auto found = problems.find(id);
  const bool known = found != problems.end() && may(viewer, Action::read_problem, {.open = found->second.open});
  return known ? title_in(reader, found->second.titles, found->second.title) : std::string{};
}

Result<Names> read_names(Storage& storage, std::vector<UserId> users, std::vector<ProblemId> problems,
                         ReadersLanguages reader) {
  leave_out_repeats(users);
  leave_out_repeats(problems);
  Names names;
  names.reader = std::move(reader);
  if (!users.empty()) {
    AG_ASSIGN(names.users, storage.users().names(users));
  }
  if (!problems.empty()) {
    AG_ASSIGN(names.problems, storage.problems().names(problems));
  }
  return names;
}

}  // namespace autograder::api
