#include "storage/user_words.h"

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

}  // namespace autograder
