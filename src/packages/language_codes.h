// The format's codes of programming languages, and our language for each. Pure.
#pragma once

#include <string>
#include <string_view>

namespace autograder {

// "python3" -> "python": the id of ours that a code of the format names; empty when we have none.
std::string language_of_code(std::string_view code);
// Whether the format has this code, ours or not.
bool is_language_code(std::string_view code);
// "python" -> "python3"; an id that the format does not know is its own code.
std::string code_of_language(std::string_view id);
// By the ending of a file: ".cc" -> "cpp"; empty when we have none.
std::string language_of_ending(std::string_view file_name);

}  // namespace autograder
