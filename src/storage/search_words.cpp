#include "storage/search_words.h"

#include <algorithm>

#include "domain/words.h"

namespace autograder {

std::vector<std::string> words_of_user(const User& user) {
  return words_of(user.name + " " + user.email, kUserWordsMax);
}

bool has_words(const User& user, const std::vector<std::string>& wanted) {
  const auto words = words_of_user(user);
  return std::ranges::all_of(wanted, [&](const std::string& start) {
    const auto first = std::ranges::lower_bound(words, start);
    return first != words.end() && first->starts_with(start);
  });
}

// Behind each is a line end, which no search contains: no match is in two of them, and no problem has an empty one.
std::string plain_problem(const Problem& problem) {
  std::string plain = plain_part(problem.title) + '\n';
  for (const auto& [language, title] : problem.titles) {
    if (!title.empty()) plain += plain_part(title) + '\n';
  }
  for (const auto& tag : problem.tags) plain += plain_part(tag) + '\n';
  return plain;
}

std::string plain_part(std::string_view search) {
  auto plain = fold_marks(fold_case(search));
  std::ranges::replace(plain, '\n', ' ');
  return plain;
}

}  // namespace autograder
