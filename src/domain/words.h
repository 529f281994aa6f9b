// Words of names and addresses, as they are searched for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace autograder {

// Small letters for capital ones: ASCII, Latin, Greek and Cyrillic. What is not UTF-8 stays.
std::string fold_case(std::string_view text);

// Letters without their marks: "mu" for a u with two dots after an m, "ss" for a sharp s. Latin letters of Europe and
// Vietnam, Greek ones and the Cyrillic io; marks that follow their letter go. Of what fold_case made.
std::string fold_marks(std::string_view folded);

// The words of a text, folded and without marks, each once, in order of the alphabet: what is between characters of
// ASCII that are no letters and digits. At most `max`.
std::vector<std::string> words_of(std::string_view text, std::size_t max);

}  // namespace autograder
