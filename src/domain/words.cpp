#include "domain/words.h"

#include <algorithm>
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

std::vector<std::string> words_of(std::string_view text, std::size_t max) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : fold_case(text)) {
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
