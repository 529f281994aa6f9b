#include "domain/text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace autograder {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// What may follow a first byte (Unicode, table 3-7): the length and the range of the second byte, which alone rules out
// overlong forms, surrogates and what lies above U+10FFFF.
struct Lead {
  std::size_t length;
  unsigned char low;
  unsigned char high;
};

constexpr Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xC2) return {0, 0, 0};
  if (byte < 0xE0) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

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

// Characters that would change how the words around them look: C0 and C1 controls, line separators, marks of direction.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
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
  std::string text = code < 0x100 ? "\\x" : "\\u";
  for (int shift = code < 0x100 ? 4 : 12; shift >= 0; shift -= 4) text += kDigits[code >> shift & 0xF];
  return text;
}

}  // namespace

std::size_t utf8_length(std::string_view bytes, std::size_t* skip) {
  const auto lead = lead_of(static_cast<unsigned char>(bytes[0]));
  *skip = 1;
  if (lead.length <= 1) return lead.length;
  for (std::size_t i = 1; i < lead.length; ++i) {
    const auto low = i == 1 ? lead.low : 0x80;
    const auto high = i == 1 ? lead.high : 0xBF;
    if (i >= bytes.size()) return 0;
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte < low || byte > high) return 0;
    *skip = i + 1;
  }
  return lead.length;
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
    } else if (const auto code = code_point(bytes.substr(0, length)); is_control(code)) {
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
