#include "domain/titles.h"

#include <algorithm>

namespace autograder {
namespace {

std::string_view base_of(std::string_view language) {
  return language.substr(0, language.find('-'));
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// Tags of languages are the same in large and small letters.
bool is_same(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::optional<std::string> language_for(const ReadersLanguages& reader, const std::vector<std::string>& offered,
                                        std::string_view own) {
  for (const std::string_view wanted : reader) {
    if (wanted.empty()) continue;
    const auto base = base_of(wanted);
    for (const auto tag : {wanted, base}) {
      const auto found = std::ranges::find_if(offered, [&](const auto& one) { return is_same(one, tag); });
      if (found != offered.end()) return *found;
    }
    const auto is_near = [&](std::string_view one) { return is_same(base_of(one), base); };
    if (is_near(own)) return std::string(own);
    if (const auto found = std::ranges::find_if(offered, is_near); found != offered.end()) return *found;
  }
  return std::nullopt;
}

const std::string& title_in(const ReadersLanguages& reader, const Titles& titles, const std::string& own) {
  std::vector<std::string> offered;
  std::string_view own_language;
  for (const auto& [language, title] : titles) {
    offered.push_back(language);
    if (title.empty()) own_language = language;
  }
  const auto chosen = language_for(reader, offered, own_language);
  if (!chosen) return own;
  const auto& title = titles.at(*chosen);
  return title.empty() ? own : title;
}

}  // namespace autograder
