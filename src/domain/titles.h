// Titles of a problem in several languages. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace autograder {

// By language ("de", "pt-BR"). Empty for the language of the problem's own title, which is with the problem; a problem in one
// language has none at all.
using Titles = std::map<std::string, std::string>;

// The title for who reads `wanted`: "de-AT" is served by "de", and "pt" by "pt-BR". Else the own one.
const std::string& title_in(std::string_view wanted, const Titles& titles, const std::string& own);

}  // namespace autograder
