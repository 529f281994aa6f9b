// By which words a user is found. Pure.
#pragma once

#include <string>
#include <vector>

#include "domain/user.h"

namespace autograder {

constexpr std::size_t kUserWordsMax = 64;   // of one user; the rest does not count
constexpr std::size_t kSearchWordsMax = 8;  // of one search

std::vector<std::string> words_of_user(const User& user);
// Each of `wanted` begins one of the user's words.
bool has_words(const User& user, const std::vector<std::string>& wanted);

}  // namespace autograder
