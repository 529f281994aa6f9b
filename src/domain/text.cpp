#include "domain/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace autograder {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// Characters that change how the words around them look, or that look like a space or like nothing: a program that
// printed one looks right and is wrong.
constexpr Range kUnseen[] = {
    {0x00, 0x1F},        // C0 controls
    {0x7F, 0xA0},        // delete, C1 controls, the no-break space
    {0xAD, 0xAD},        // soft hyphen
    {0x034F, 0x034F},    // combining grapheme joiner
    {0x061C, 0x061C},    // Arabic letter mark
    {0x115F, 0x1160},    // Hangul fillers
    {0x1680, 0x1680},    // Ogham space mark
    {0x17B4, 0x17B5},    // Khmer inherent vowels
    {0x180B, 0x180F},    // Mongolian variation selectors and vowel separator
    {0x2000, 0x200F},    // spaces by width, joiners, marks of direction
    {0x2028, 0x202F},    // separators of lines, embeddings, the narrow no-break space
    {0x205F, 0x206F},    // mathematical space, word joiner, isolates
    {0x2800, 0x2800},    // Braille blank
    {0x3000, 0x3000},    // ideographic space
    {0x3164, 0x3164},    // Hangul filler
    {0xFE00, 0xFE0F},    // variation selectors
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFA0, 0xFFA0},    // halfwidth Hangul filler
    {0xFFF9, 0xFFFB},    // interlinear annotation
    {0xE0000, 0xE0FFF},  // tags, more variation selectors
};

bool is_unseen(std::uint32_t code) {
  return std::ranges::any_of(kUnseen, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::string spelt_out(std::uint32_t code) {
  switch (code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = code < 0x100 ? "\\x" : code < 0x10000 ? "\\u" : "\\U";
  for (int shift = code < 0x100 ? 4 : code < 0x10000 ? 12 : 28; shift >= 0; shift -= 4)
    text += kDigits[code >> shift & 0xF];
  return text;
}

}  // namespace

std::uint32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(character[i])); };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
  }
}

CleanText clean_text(std::string_view bytes, std::size_t max) {
  CleanText clean;
  clean.text.reserve(std::min(bytes.size(), max));
  while (!bytes.empty()) {
    std::size_t skip = 1;
    const auto length = bytes[0] == '\0' ? 0 : utf8_length(bytes, &skip);
    const auto piece = length > 0 ? bytes.substr(0, length) : kReplacement;
    if (clean.text.size() + piece.size() > max) {
      clean.truncated = true;
      break;
    }
    clean.lossy |= length == 0;
    clean.text += piece;
    bytes.remove_prefix(length > 0 ? length : skip);
  }
  return clean;
}

bool is_clean(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t skip = 1;
    const auto length = bytes[0] == '\0' ? 0 : utf8_length(bytes, &skip);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string printable(std::string_view bytes, std::size_t max) {
  std::string text;
  while (!bytes.empty()) {
    if (text.size() >= max) {
      text += "...";
      break;
    }
    std::size_t skip = 1;
    const auto length = utf8_length(bytes, &skip);
    if (length == 0) {
      text += kReplacement;
    } else if (const auto code = code_point(bytes.substr(0, length)); is_unseen(code)) {
      text += spelt_out(code);
    } else {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(length > 0 ? length : skip);
  }
  return text;
}

std::size_t count_characters(std::string_view bytes) {
  std::size_t count = 0;
  while (!bytes.empty()) {
    std::size_t skip = 1;
    const auto length = utf8_length(bytes, &skip);
    bytes.remove_prefix(length > 0 ? length : skip);
    ++count;
  }
  return count;
}

}  // namespace autograder
