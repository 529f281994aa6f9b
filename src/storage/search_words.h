// By which words users and problems are found. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/problem.h"
#include "domain/user.h"

namespace autograder {

constexpr std::size_t kUserWordsMax = 64;   // of one user; the rest does not count
constexpr std::size_t kSearchWordsMax = 8;  // of one search

std::vector<std::string> words_of_user(const User& user);
// Each of `wanted` begins one of the user's words.
bool has_words(const User& user, const std::vector<std::string>& wanted);

// Title and tags of a problem, as they are searched: folded and without marks (domain/words.h). Never empty. What is searched for in them is
// written the same way, and may be a part of a word.
std::string plain_problem(const Problem& problem);
std::string plain_part(std::string_view search);

}  // namespace autograder
