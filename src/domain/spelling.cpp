#include "domain/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "domain/text.h"

namespace autograder {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, std::uint32_t code) {
  return std::ranges::any_of(ranges, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

constexpr std::uint32_t kNonJoiner = 0x200C;
constexpr std::uint32_t kJoiner = 0x200D;

// Controls, format characters (general category Cf), separators of lines, letters without a shape, variation selectors,
// code points for private use and those that are no characters.
constexpr std::array<Range, 29> kUnseen{{
    {0x00, 0x1F},     {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},     {0x600, 0x605},      {0x61C, 0x61C},
    {0x6DD, 0x6DD},   {0x70F, 0x70F},     {0x890, 0x891},     {0x8E2, 0x8E2},     {0x115F, 0x1160},    {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x2800, 0x2800},    {0x3164, 0x3164},
    {0xE000, 0xF8FF}, {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},    {0xFFF0, 0xFFFC},
    {0xFFFE, 0xFFFF}, {0x13430, 0x1345F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
}};
// Variation selectors of emoji.
constexpr std::array<Range, 1> kShapes{{{0xFE0E, 0xFE0F}}};
// Spaces that look like U+0020 and are not.
constexpr std::array<Range, 5> kOddSpaces{
    {{0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}}};
// Letters and digits that Unicode keeps beside plain ones of the same look: raised ones, the long s, those of formulas, in
// circles, ligatures and wide ones; the a and g of phonetics. But not the raised a and o of Spanish names, nor the wide brackets of Chinese ones.
constexpr std::array<Range, 15> kTwins{{{0xB2, 0xB3},
                                        {0xB9, 0xB9},
                                        {0x17F, 0x17F},
                                        {0x251, 0x251},
                                        {0x261, 0x261},
                                        {0x1D2C, 0x1D6A},
                                        {0x2070, 0x209C},
                                        {0x2100, 0x218B},
                                        {0x2460, 0x24FF},
                                        {0xFB00, 0xFB06},
                                        {0xFE50, 0xFE6F},
                                        {0xFF01, 0xFF07},
                                        {0xFF0A, 0xFF5E},
                                        {0x1D400, 0x1D7FF},
                                        {0x1F100, 0x1F1E5}}};
// Scripts in which a joiner or non-joiner changes how a word is written: Arabic and its kin, those of India.
constexpr std::array<Range, 4> kJoining{{{0x620, 0x6FF}, {0x750, 0x77F}, {0x8A0, 0x8FF}, {0x900, 0xDFF}}};
constexpr std::array<Range, 7> kLatin{
    {{'A', 'Z'}, {'a', 'z'}, {0xC0, 0x24F}, {0x250, 0x2AF}, {0x1E00, 0x1EFF}, {0x2C60, 0x2C7F}, {0xA720, 0xA7FF}}};
constexpr std::array<Range, 2> kGreek{{{0x370, 0x3FF}, {0x1F00, 0x1FFF}}};
constexpr std::array<Range, 4> kCyrillic{{{0x400, 0x52F}, {0x1C80, 0x1C8F}, {0x2DE0, 0x2DFF}, {0xA640, 0xA69F}}};
constexpr std::array<Range, 2> kArmenian{{{0x531, 0x58F}, {0xFB13, 0xFB17}}};
constexpr std::array<Range, 2> kCherokee{{{0x13A0, 0x13FF}, {0xAB70, 0xABBF}}};
constexpr std::array<Range, 1> kLisu{{{0xA4D0, 0xA4FF}}};

std::uint32_t take(std::string_view& text) {
  std::size_t skip = 1;
  const auto length = utf8_length(text, &skip);
  const std::uint32_t code = length > 0 ? code_point(text.substr(0, length)) : 0xFFFF;  // refused
  text.remove_prefix(length > 0 ? length : skip);
  return code;
}

bool ends_word(std::uint32_t code) {
  constexpr std::string_view kMarks = " .,;:@-_+/()[]'\"&";
  return (code < 0x80 && kMarks.find(static_cast<char>(code)) != std::string_view::npos) || code == 0x3000;
}

std::string named(std::uint32_t code) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(code));
  return text.data();
}

std::string unseen(std::uint32_t code) {
  return "has the invisible or control character " + named(code);
}

}  // namespace

std::optional<std::string> unseen_fault(std::string_view text) {
  bool after_seen = false;
  while (!text.empty()) {
    const auto code = take(text);
    const bool shapes = code == kNonJoiner || code == kJoiner || within(kShapes, code);
    if (within(kUnseen, code) && !(shapes && after_seen)) return unseen(code);
    // A shape may be followed by a joiner, as in the emoji of a flag.
    after_seen = code == kJoiner || code == kNonJoiner ? false : code != ' ';
  }
  return std::nullopt;
}

std::optional<std::string> spelling_fault(std::string_view text) {
  const char* script = nullptr;  // of the present word
  std::uint32_t before = 0;
  while (!text.empty()) {
    const auto code = take(text);
    const bool joins = (code == kNonJoiner || code == kJoiner) && within(kJoining, before) && !text.empty();
    if (!joins && within(kUnseen, code)) return unseen(code);
    if (within(kOddSpaces, code)) return "has the unusual space " + named(code);
    if (within(kTwins, code)) return "has " + named(code) + ", which looks like a plain letter or sign";
    if (ends_word(code)) script = nullptr;
    const char* its = within(kLatin, code)      ? "Latin"
                      : within(kGreek, code)    ? "Greek"
                      : within(kCyrillic, code) ? "Cyrillic"
                      : within(kArmenian, code) ? "Armenian"
                      : within(kCherokee, code) ? "Cherokee"
                      : within(kLisu, code)     ? "Lisu"
                                                : nullptr;
    if (its != nullptr && script != nullptr && script != its) {
      return std::string("mixes ") + script + " and " + its + " letters in one word, at " + named(code);
    }
    if (its != nullptr) script = its;
    before = code;
  }
  return std::nullopt;
}

}  // namespace autograder
