// Letters compared without regard to ASCII case, as every backend does it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace autograder {

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

}  // namespace autograder
