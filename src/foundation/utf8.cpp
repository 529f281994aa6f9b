#include "foundation/utf8.h"

namespace autograder {
namespace {

// The bytes that may follow a first byte (Unicode, table 3-7): the length and the range of the second byte, which alone rules out
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

}  // namespace autograder
