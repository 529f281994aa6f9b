#include "domain/compare.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "domain/text.h"

namespace autograder {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\r\v\f";
constexpr std::size_t kQuoteMax = 60;     // of a quoted text, in bytes
constexpr std::size_t kQuoteBefore = 20;  // of it before the difference, when the text is long

constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// One side's text where the two first differ: a line or a word, and where in it. Absent: this side has ended.
struct Place {
  std::string_view text;
  std::size_t at = 0;
};
struct Difference {
  std::size_t found_at = 0;  // offset in the whole of `found`
  std::optional<Place> expected;
  std::optional<Place> found;
};
using MaybeDifference = std::optional<Difference>;

std::string_view without_space_behind(std::string_view text) {
  const auto last = text.find_last_not_of(kWhiteSpace);
  return last == std::string_view::npos ? text.substr(0, 0) : text.substr(0, last + 1);
}

// The indentation of the first line with words stays: it may be what the problem is about.
std::string_view without_blank_lines_around(std::string_view text) {
  text = without_space_behind(text);
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return text;
  const auto before = text.substr(0, first).rfind('\n');
  return before == std::string_view::npos ? text : text.substr(before + 1);
}

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Byte for byte, or without regard to the case of ASCII letters.
class Letters {
 public:
  explicit Letters(const Checker& checker) : ignore_case_(checker.ignore_case) {}

  bool same(std::string_view left, std::string_view right) const {
    return left == right || (ignore_case_ && left.size() == right.size() && mismatch(left, right) == left.size());
  }
  std::size_t mismatch(std::string_view left, std::string_view right) const {
    const auto equal = [this](char a, char b) { return a == b || (ignore_case_ && lower(a) == lower(b)); };
    const auto [in_left, in_right] = std::mismatch(left.begin(), left.end(), right.begin(), right.end(), equal);
    return static_cast<std::size_t>(in_left - left.begin());
  }

 private:
  const bool ignore_case_;
};

// Hands out pieces of a text from left to right, as views into it.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text), done_(text.empty()) {}

  std::optional<std::string_view> line() {
    if (done_) return std::nullopt;
    const auto end = rest_.find('\n');
    const auto line = rest_.substr(0, end);
    done_ = end == std::string_view::npos;
    if (!done_) rest_.remove_prefix(end + 1);
    return line;
  }
  std::optional<std::string_view> word() {
    std::size_t begin = 0;
    while (begin < rest_.size() && is_space(rest_[begin])) ++begin;
    if (begin == rest_.size()) return std::nullopt;
    std::size_t end = begin;
    while (end < rest_.size() && !is_space(rest_[end])) ++end;
    const auto word = rest_.substr(begin, end - begin);
    rest_.remove_prefix(end);
    return word;
  }

 private:
  std::string_view rest_;
  bool done_;  // no further line
};

std::optional<Place> place(std::optional<std::string_view> text, std::size_t at) {
  if (!text) return std::nullopt;
  return Place{*text, std::min(at, text->size())};
}

MaybeDifference differ_at(std::string_view expected, std::string_view found, std::size_t at) {
  const auto line_around = [at](std::string_view text) -> std::optional<Place> {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    if (begin >= text.size()) return std::nullopt;
    const auto end = text.find('\n', at);
    return Place{text.substr(begin, end == std::string_view::npos ? end : end + 1 - begin), at - begin};
  };
  return Difference{at, line_around(expected), line_around(found)};
}

MaybeDifference differ_exact(const Letters& letters, std::string_view expected, std::string_view found) {
  if (letters.same(expected, found)) return std::nullopt;
  return differ_at(expected, found, letters.mismatch(expected, found));
}

MaybeDifference differ_trimmed(const Letters& letters, std::string_view expected, std::string_view found) {
  const auto found_trimmed = without_blank_lines_around(found);
  Reader expected_lines(without_blank_lines_around(expected));
  Reader found_lines(found_trimmed);
  const auto end_of_found = static_cast<std::size_t>(found_trimmed.data() - found.data()) + found_trimmed.size();
  for (;;) {
    auto left = expected_lines.line();
    auto right = found_lines.line();
    if (!left && !right) return std::nullopt;
    if (left) left = without_space_behind(*left);
    if (right) right = without_space_behind(*right);
    if (left && right && letters.same(*left, *right)) continue;
    const auto at = left && right ? letters.mismatch(*left, *right) : 0;
    const auto found_at = right ? static_cast<std::size_t>(right->data() - found.data()) + at : end_of_found;
    return Difference{found_at, place(left, at), place(right, at)};
  }
}

// `same` decides whether two words are as good as equal; `found` is the text that offsets are counted in.
template <class Same>
MaybeDifference differ_in_words(const Letters& letters, std::string_view expected, std::string_view found_part,
                                std::string_view found, const Same& same) {
  Reader expected_words(expected);
  Reader found_words(found_part);
  for (;;) {
    const auto left = expected_words.word();
    const auto right = found_words.word();
    if (!left && !right) return std::nullopt;
    if (left && right && same(*left, *right)) continue;
    const auto at = left && right ? letters.mismatch(*left, *right) : 0;
    const auto end = without_space_behind(found_part);
    const auto where = right ? right->data() : end.data() + end.size();
    return Difference{static_cast<std::size_t>(where - found.data()), place(left, at), place(right, at)};
  }
}

// Word by word as `same` says, and every white space between them and around them as it is.
template <class Same>
MaybeDifference differ_in_words_and_space(std::string_view expected, std::string_view found, const Same& same) {
  std::size_t in_expected = 0;
  std::size_t in_found = 0;
  const auto piece = [](std::string_view text, std::size_t from, bool space) {
    auto end = from;
    while (end < text.size() && is_space(text[end]) == space) ++end;
    return text.substr(from, end - from);
  };
  for (bool space = true; in_expected < expected.size() || in_found < found.size(); space = !space) {
    const auto left = piece(expected, in_expected, space);
    const auto right = piece(found, in_found, space);
    if (space ? left != right : !same(left, right)) {
      // Where the two texts stand may differ by now: each side shows its own line.
      const auto [a, b] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
      const auto at = static_cast<std::size_t>(a - left.begin());
      const auto here = differ_at(found, found, in_found + at);
      const auto there = differ_at(expected, expected, in_expected + at);
      return Difference{in_found + at, there->expected, here->found};
    }
    in_expected += left.size();
    in_found += right.size();
  }
  return std::nullopt;
}

MaybeDifference differ_in_lines(const Letters& letters, std::string_view expected, std::string_view found) {
  Reader expected_lines(without_space_behind(expected));
  const auto found_cut = without_space_behind(found);
  Reader found_lines(found_cut);
  for (;;) {
    const auto left = expected_lines.line();
    const auto right = found_lines.line();
    if (!left && !right) return std::nullopt;
    if (!right) return Difference{found_cut.size(), place(without_space_behind(*left), 0), std::nullopt};
    if (!left) {
      return Difference{static_cast<std::size_t>(right->data() - found.data()), std::nullopt,
                        place(without_space_behind(*right), 0)};
    }
    auto difference = differ_in_words(letters, *left, *right, found,
                                      [&](std::string_view a, std::string_view b) { return letters.same(a, b); });
    if (!difference) continue;
    // A line that merely ended is not the end of the output: the lines as they are say more.
    if (!difference->expected || !difference->found) {
      difference->expected = place(without_space_behind(*left), 0);
      difference->found = place(without_space_behind(*right), 0);
    }
    return difference;
  }
}

// A decimal number, its value rounded to a double; absent for everything else. Too large is infinite, too small is 0.
std::optional<double> parse_number(std::string_view word) {
  std::string_view rest = word;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  const std::string_view unsigned_word = rest;

  // `power` is the decimal exponent just above the first digit that is not 0: 12.5 -> 2, 0.05 -> -1.
  std::int64_t power = 0;
  bool digits = false;
  bool significant = false;
  bool fraction = false;
  while (!rest.empty() && ((rest[0] >= '0' && rest[0] <= '9') || (rest[0] == '.' && !fraction))) {
    if (rest[0] == '.') {
      fraction = true;
    } else {
      digits = true;
      significant |= rest[0] != '0';
      if (!fraction && significant) ++power;
      if (fraction && !significant) --power;
    }
    rest.remove_prefix(1);
  }
  if (!digits) return std::nullopt;
  if (!rest.empty()) {
    if (rest[0] != 'e' && rest[0] != 'E') return std::nullopt;
    rest.remove_prefix(1);
    const bool down = rest.starts_with('-');
    if (down || rest.starts_with('+')) rest.remove_prefix(1);
    if (rest.empty()) return std::nullopt;
    constexpr std::int64_t kEnough = 1'000'000'000'000;  // no mantissa is long enough to make up for it
    std::int64_t exponent = 0;
    for (const char c : rest) {
      if (c < '0' || c > '9') return std::nullopt;
      exponent = std::min(kEnough, exponent * 10 + (c - '0'));
    }
    power += down ? -exponent : exponent;
  }

  double value = 0;
  if (significant && power > 400) {
    value = std::numeric_limits<double>::infinity();
  } else if (significant && power > -400) {
    const auto parsed = std::from_chars(unsigned_word.data(), unsigned_word.data() + unsigned_word.size(), value);
    if (parsed.ec == std::errc::result_out_of_range) value = power > 0 ? std::numeric_limits<double>::infinity() : 0;
  }
  return negative ? -value : value;
}

// A word that is no number where one is expected is wrong; words that are no numbers are compared as words.
bool same_number(const Checker& checker, const Letters& letters, std::string_view expected, std::string_view found) {
  if (expected == found) return true;
  const auto left = parse_number(expected);
  if (!left) return letters.same(expected, found);
  const auto right = parse_number(found);
  if (!right || !std::isfinite(*left) || !std::isfinite(*right)) return false;
  const double distance = std::abs(*left - *right);
  return distance <= checker.absolute_tolerance || distance <= checker.relative_tolerance * std::abs(*left);
}

MaybeDifference differ(const Checker& checker, std::string_view expected, std::string_view found) {
  const Letters letters(checker);
  const auto same_words = [&](std::string_view left, std::string_view right) { return letters.same(left, right); };
  const auto same_numbers = [&](std::string_view left, std::string_view right) {
    return same_number(checker, letters, left, right);
  };
  switch (checker.kind) {
    case CheckerKind::trim:
      return differ_trimmed(letters, expected, found);
    case CheckerKind::lines:
      return differ_in_lines(letters, expected, found);
    case CheckerKind::tokens:
      return differ_in_words(letters, expected, found, found, same_words);
    case CheckerKind::exact:
      return differ_exact(letters, expected, found);
    case CheckerKind::floating:
      if (checker.space_sensitive) return differ_in_words_and_space(expected, found, same_numbers);
      return differ_in_words(letters, expected, found, found, same_numbers);
  }
  return differ_exact(letters, expected, found);
}

// Back to the first byte of the character that `at` stands in.
std::size_t start_of_character(std::string_view text, std::size_t at) {
  const auto in_character = [&](std::size_t i) { return i < text.size() && (text[i] & 0xC0) == 0x80; };
  for (int steps = 0; steps < 3 && at > 0 && in_character(at); ++steps) --at;
  return at;
}

std::string quote(const std::optional<Place>& place) {
  if (!place) return "the end of the output";
  std::string_view text = place->text;
  std::string quoted = "\"";
  if (text.size() > kQuoteMax && place->at > kQuoteBefore) {
    text.remove_prefix(start_of_character(text, place->at - kQuoteBefore));
    quoted += "...";
  }
  return quoted + printable(text, kQuoteMax) + "\"";
}

// "U+2212"
std::string code_point_in_words(std::string_view character) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto code = code_point(character);
  std::string text = "U+";
  for (int shift = code > 0xFFFFF ? 20 : code > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
    text += kDigits[code >> shift & 0xF];
  }
  return text;
}

// The character that a place points at, if it is a whole one.
std::string_view character_at(const Place& place) {
  const auto rest = place.text.substr(start_of_character(place.text, place.at));
  if (rest.empty()) return rest;
  std::size_t skip = 0;
  return rest.substr(0, utf8_length(rest, &skip));
}

// Letters of two scripts and kinds of dashes look the same: where one of two characters is not ASCII, both are named.
std::string names_of_characters(const Difference& difference) {
  if (!difference.expected || !difference.found) return {};
  const auto expected = character_at(*difference.expected);
  const auto found = character_at(*difference.found);
  if (expected.empty() || found.empty() || (expected.size() == 1 && found.size() == 1)) return {};
  return " (" + code_point_in_words(found) + " in place of " + code_point_in_words(expected) + ")";
}

}  // namespace

Comparison compare(const Checker& checker, std::string_view expected, std::string_view found) {
  const auto difference = differ(checker, expected, found);
  if (!difference) return {true, {}, 0, 0};
  const auto before = found.substr(0, start_of_character(found, difference->found_at));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto last_break = before.rfind('\n');
  const auto in_line = last_break == std::string_view::npos ? before : before.substr(last_break + 1);
  const auto column = static_cast<std::int64_t>(count_characters(in_line)) + 1;
  return {false,
          "first difference: line " + std::to_string(line) + ", column " + std::to_string(column) + ": expected " +
              quote(difference->expected) + ", found " + quote(difference->found) + names_of_characters(*difference),
          line, column};
}

}  // namespace autograder
