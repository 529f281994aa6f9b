// Whether a program is in the language that it is said to be in. A guess from its lexemes, which lets doubtful ones pass:
// a program that was accepted did compile.
#pragma once

#include <string_view>

#include "insight/similarity/lexer.h"

namespace autograder::similarity {

bool looks_like(SourceLanguage language, std::string_view source, const Lexemes& lexemes);

}  // namespace autograder::similarity
