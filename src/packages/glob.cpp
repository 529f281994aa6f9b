#include "packages/glob.h"

#include <vector>

namespace autograder {
namespace {

constexpr std::size_t kAlternativesMax = 256;

// "a.{py,cpp}" -> "a.py", "a.cpp". Braces do not nest; what has no closing brace is as it is.
std::vector<std::string> alternatives(std::string_view pattern) {
  std::vector<std::string> all{""};
  const auto append = [&](std::string_view text) {
    for (auto& one : all) one += text;
  };
  for (;;) {
    const auto open = pattern.find('{');
    const auto close = open == std::string_view::npos ? open : pattern.find('}', open);
    if (close == std::string_view::npos) {
      append(pattern);
      return all;
    }
    append(pattern.substr(0, open));
    std::vector<std::string> longer;
    auto choices = pattern.substr(open + 1, close - open - 1);
    for (;;) {
      const auto comma = choices.find(',');
      for (const auto& one : all) longer.push_back(one + std::string(choices.substr(0, comma)));
      if (comma == std::string_view::npos || longer.size() > kAlternativesMax) break;
      choices.remove_prefix(comma + 1);
    }
    all = std::move(longer);
    if (all.size() > kAlternativesMax) return all;
    pattern.remove_prefix(close + 1);
  }
}

// Without braces: the usual two fingers, the last star being what is gone back to.
bool matches_whole(std::string_view pattern, std::string_view path) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < path.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == path[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos && path[mark] != '/') {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  for (const auto& one : alternatives(pattern)) {
    for (auto end = path.size();; end = path.rfind('/', end - 1)) {
      if (end == std::string_view::npos) break;
      if (matches_whole(one, path.substr(0, end))) return true;
      if (end == 0) break;
    }
  }
  return false;
}

}  // namespace autograder
