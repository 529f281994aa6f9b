#include "domain/titles.h"

#include <algorithm>

namespace autograder {
namespace {

std::string_view base_of(std::string_view language) {
  return language.substr(0, language.find('-'));
}

}  // namespace

const std::string& title_in(std::string_view wanted, const Titles& titles, const std::string& own) {
  const auto chosen = [&](Titles::const_iterator found) -> const std::string& {
    return found == titles.end() || found->second.empty() ? own : found->second;
  };
  for (const auto language : {wanted, base_of(wanted)}) {
    if (const auto found = titles.find(std::string(language)); found != titles.end()) return chosen(found);
  }
  const auto is_near = [&](const auto& title) { return base_of(title.first) == base_of(wanted); };
  const auto is_own = [&](const auto& title) { return is_near(title) && title.second.empty(); };
  if (std::ranges::any_of(titles, is_own)) return own;
  return chosen(std::ranges::find_if(titles, is_near));
}

}  // namespace autograder
