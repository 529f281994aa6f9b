// Words of names and addresses, as they are searched for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autograder {

// Small letters for capital ones: ASCII, Latin, Greek and Cyrillic. What is not UTF-8 stays.
std::string fold_case(std::string_view text);

// The words of a text, folded, each once, in order of the alphabet: what is between characters of ASCII that are no
// letters and digits. At most `max`.
std::vector<std::string> words_of(std::string_view text, std::size_t max);

}  // namespace autograder
