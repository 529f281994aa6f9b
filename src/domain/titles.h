// Titles of a problem in several languages, and which language serves a reader. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autograder {

// The languages that a person reads, best first, as a browser tells them ("fr-CA", "fr", "de"). Empty: none is preferred.
using ReadersLanguages = std::vector<std::string>;

// The one of `offered` that serves the reader, as it is spelt there; absent where none does. Of each language of the reader,
// in order: the same, then "de" for "de-AT", then any of the same language ("pt-BR" for "pt"), where `own` goes first.
std::optional<std::string> language_for(const ReadersLanguages& reader, const std::vector<std::string>& offered,
                                        std::string_view own);

// By language ("de", "pt-BR"). Empty for the language of the problem's own title, which is with the problem; a problem in one
// language has none at all.
using Titles = std::map<std::string, std::string>;

// The title for the reader; the own one where no other serves them.
const std::string& title_in(const ReadersLanguages& reader, const Titles& titles, const std::string& own);

}  // namespace autograder
