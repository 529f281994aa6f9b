#include "judge/line_pattern.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace autograder {
namespace {

constexpr std::array<std::string_view, 5> kHoles{"{any}", "{space}", "{class}", "{line}", "{message}"};
constexpr std::size_t kDigitsMax = 6;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_$.<>").find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t length_of_class(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_name_character(text[at])) {
      ++at;
    } else if (text.substr(at, 2) == "::") {
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

// The hole that the pattern starts with, or empty.
std::string_view hole_at(std::string_view pattern) {
  for (const auto hole : kHoles) {
    if (pattern.starts_with(hole)) return hole;
  }
  return {};
}

// The letters up to the next hole.
std::string_view letters_of(std::string_view pattern) {
  std::size_t end = 0;
  while (end < pattern.size() && hole_at(pattern.substr(end)).empty()) ++end;
  return pattern.substr(0, end);
}

}  // namespace

std::optional<LineMatch> match_line(std::string_view pattern, std::string_view line) {
  LineMatch match;
  while (!pattern.empty()) {
    const auto hole = hole_at(pattern);
    if (hole.empty()) {
      const auto letters = letters_of(pattern);
      if (!line.starts_with(letters)) return std::nullopt;
      line.remove_prefix(letters.size());
      pattern.remove_prefix(letters.size());
      continue;
    }
    pattern.remove_prefix(hole.size());
    std::size_t length = 0;
    if (hole == "{any}" || hole == "{message}") {
      const auto behind = letters_of(pattern);
      length = behind.empty() ? line.size() : line.find(behind);
      if (length == std::string_view::npos) return std::nullopt;
      if (hole == "{message}") match.message = line.substr(0, length);
      if (hole == "{message}" && length == 0) return std::nullopt;
    } else if (hole == "{space}") {
      length = std::min(line.find_first_not_of(" \t"), line.size());
    } else if (hole == "{class}") {
      length = length_of_class(line);
      if (length == 0) return std::nullopt;
      if (match.name.empty()) match.name = line.substr(0, length);
    } else {
      length = std::min(line.find_first_not_of("0123456789"), line.size());
      if (length == 0 || length > kDigitsMax) return std::nullopt;
      std::from_chars(line.data(), line.data() + length, match.line);
    }
    line.remove_prefix(length);
  }
  if (!line.empty()) return std::nullopt;
  return match;
}

bool is_line_pattern(std::string_view pattern) {
  for (auto at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at + 1)) {
    if (hole_at(pattern.substr(at)).empty()) return false;
  }
  return !pattern.empty();
}

}  // namespace autograder
