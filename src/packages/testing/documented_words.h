// Holds the errors of packages against docs/errors.md, so that the page can say them in other languages.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace autograder::testing {

// The list of packages, which tests find from the project's root, where ctest starts them.
inline const std::vector<std::regex>& documented_words() {
  static const std::vector<std::regex> known = [] {
    std::vector<std::regex> patterns;
    std::ifstream file("docs/errors.md");
    EXPECT_TRUE(file) << "start this program in the project's root";
    bool here = false;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("## ")) here = line == "## Packages";
      if (!here || !line.starts_with("- `")) continue;
      std::string pattern = "(?:[^]*: )?";
      for (const char c : line.substr(3, line.size() - 4)) {
        if (c == '$') {
          pattern += "[^]+";
        } else {
          if (std::string_view(".*+?^{}()|[]\\").contains(c)) pattern += '\\';
          pattern += c;
        }
      }
      patterns.emplace_back(pattern);
    }
    return patterns;
  }();
  return known;
}

inline void expect_documented(const std::string& said) {
  const auto& known = documented_words();
  EXPECT_TRUE(std::ranges::any_of(known, [&](const auto& pattern) { return std::regex_match(said, pattern); }))
      << "not in docs/errors.md: " << said;
}

}  // namespace autograder::testing
