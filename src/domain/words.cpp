#include "domain/words.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "domain/text.h"

namespace autograder {
namespace {

// Characters of two bytes: U+0080 to U+07FF.
std::uint32_t small_of(std::uint32_t letter) {
  const auto within = [&](std::uint32_t first, std::uint32_t last) { return letter >= first && letter <= last; };
  if (within(0xC0, 0xDE) && letter != 0xD7) return letter + 32;
  if (letter == 0x178) return 0xFF;
  // Latin Extended-A has pairs; where they begin changes twice.
  if (within(0x139, 0x148) || within(0x179, 0x17E)) return letter % 2 == 1 ? letter + 1 : letter;
  if (within(0x100, 0x137) || within(0x14A, 0x177)) return letter % 2 == 0 ? letter + 1 : letter;
  if (within(0x391, 0x3A9)) return letter + 32;
  if (within(0x410, 0x42F)) return letter + 32;
  if (within(0x400, 0x40F)) return letter + 80;
  return letter;
}

struct Plain {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::string_view letters;
};

// In order. Small and capital letters alternate in most of these, so that each range has both.
constexpr std::array kPlain{
    Plain{0xDF, 0xDF, "ss"},         Plain{0xE0, 0xE5, "a"},          Plain{0xE6, 0xE6, "ae"},
    Plain{0xE7, 0xE7, "c"},          Plain{0xE8, 0xEB, "e"},          Plain{0xEC, 0xEF, "i"},
    Plain{0xF0, 0xF0, "d"},          Plain{0xF1, 0xF1, "n"},          Plain{0xF2, 0xF6, "o"},
    Plain{0xF8, 0xF8, "o"},          Plain{0xF9, 0xFC, "u"},          Plain{0xFD, 0xFD, "y"},
    Plain{0xFE, 0xFE, "th"},         Plain{0xFF, 0xFF, "y"},          Plain{0x100, 0x105, "a"},
    Plain{0x106, 0x10D, "c"},        Plain{0x10E, 0x111, "d"},        Plain{0x112, 0x11B, "e"},
    Plain{0x11C, 0x123, "g"},        Plain{0x124, 0x127, "h"},        Plain{0x128, 0x131, "i"},
    Plain{0x132, 0x133, "ij"},       Plain{0x134, 0x135, "j"},        Plain{0x136, 0x138, "k"},
    Plain{0x139, 0x142, "l"},        Plain{0x143, 0x14B, "n"},        Plain{0x14C, 0x151, "o"},
    Plain{0x152, 0x153, "oe"},       Plain{0x154, 0x159, "r"},        Plain{0x15A, 0x161, "s"},
    Plain{0x162, 0x167, "t"},        Plain{0x168, 0x173, "u"},        Plain{0x174, 0x175, "w"},
    Plain{0x176, 0x178, "y"},        Plain{0x179, 0x17E, "z"},        Plain{0x17F, 0x17F, "s"},
    Plain{0x1A0, 0x1A1, "o"},        Plain{0x1AF, 0x1B0, "u"},        Plain{0x218, 0x219, "s"},
    Plain{0x21A, 0x21B, "t"},        Plain{0x300, 0x36F, ""},         Plain{0x386, 0x386, "\xCE\xB1"},
    Plain{0x388, 0x388, "\xCE\xB5"}, Plain{0x389, 0x389, "\xCE\xB7"}, Plain{0x38A, 0x38A, "\xCE\xB9"},
    Plain{0x38C, 0x38C, "\xCE\xBF"}, Plain{0x38E, 0x38E, "\xCF\x85"}, Plain{0x38F, 0x38F, "\xCF\x89"},
    Plain{0x3AC, 0x3AC, "\xCE\xB1"}, Plain{0x3AD, 0x3AD, "\xCE\xB5"}, Plain{0x3AE, 0x3AE, "\xCE\xB7"},
    Plain{0x3AF, 0x3AF, "\xCE\xB9"}, Plain{0x3C2, 0x3C2, "\xCF\x83"}, Plain{0x3CA, 0x3CA, "\xCE\xB9"},
    Plain{0x3CB, 0x3CB, "\xCF\x85"}, Plain{0x3CC, 0x3CC, "\xCE\xBF"}, Plain{0x3CD, 0x3CD, "\xCF\x85"},
    Plain{0x3CE, 0x3CE, "\xCF\x89"}, Plain{0x451, 0x451, "\xD0\xB5"}, Plain{0x1EA0, 0x1EB7, "a"},
    Plain{0x1EB8, 0x1EC7, "e"},      Plain{0x1EC8, 0x1ECB, "i"},      Plain{0x1ECC, 0x1EE3, "o"},
    Plain{0x1EE4, 0x1EF1, "u"},      Plain{0x1EF2, 0x1EF9, "y"},
};

// Null where the letter has no mark that we know.
const Plain* plain_of(std::uint32_t letter) {
  const auto* const found = std::ranges::lower_bound(kPlain, letter, {}, &Plain::last);
  return found != kPlain.end() && letter >= found->first ? found : nullptr;
}

// Of two or three bytes; 0 for others.
std::uint32_t letter_of(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
  if (bytes.size() == 2) return ((byte(0) & 0x1FU) << 6) | (byte(1) & 0x3FU);
  if (bytes.size() == 3) return ((byte(0) & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
  return 0;
}

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  while (!text.empty()) {
    std::size_t skip = 1;
    const std::size_t length = utf8_length(text, &skip);
    const std::size_t taken = std::max<std::size_t>(1, length == 0 ? skip : length);
    if (length == 1 && text[0] >= 'A' && text[0] <= 'Z') {
      folded += static_cast<char>(text[0] + 32);
    } else if (length == 2) {
      const auto first = static_cast<unsigned char>(text[0]);
      const auto second = static_cast<unsigned char>(text[1]);
      const std::uint32_t small = small_of(((first & 0x1FU) << 6) | (second & 0x3FU));
      folded += static_cast<char>(0xC0 | (small >> 6));
      folded += static_cast<char>(0x80 | (small & 0x3F));
    } else {
      folded += text.substr(0, taken);
    }
    text.remove_prefix(std::min(taken, text.size()));
  }
  return folded;
}

std::string fold_marks(std::string_view folded) {
  std::string plain;
  plain.reserve(folded.size());
  while (!folded.empty()) {
    std::size_t skip = 1;
    const std::size_t length = utf8_length(folded, &skip);
    const std::size_t taken = std::min(folded.size(), std::max<std::size_t>(1, length == 0 ? skip : length));
    const Plain* const known = length == 0 ? nullptr : plain_of(letter_of(folded.substr(0, length)));
    plain += known == nullptr ? folded.substr(0, taken) : known->letters;
    folded.remove_prefix(taken);
  }
  return plain;
}

std::vector<std::string> words_of(std::string_view text, std::size_t max) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : fold_marks(fold_case(text))) {
    if (is_word(c)) {
      word += c;
    } else {
      end();
    }
  }
  end();
  std::ranges::sort(words);
  const auto repeats = std::ranges::unique(words);
  words.erase(repeats.begin(), repeats.end());
  if (words.size() > max) words.resize(max);
  return words;
}

}  // namespace autograder
