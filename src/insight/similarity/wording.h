// The second signal: what an author wrote without having to. Literals, comments, and pieces of the text as it is, whose form
// the task does not ask for. Renaming and reformatting weaken it; changing the structure hardly does.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "insight/similarity/lexer.h"

namespace autograder::similarity {

enum class WordingKind : std::uint8_t {
  literal,  // a number of two digits or more, a text of two characters or more
  comment,  // a word of a comment, in small letters
  piece,    // kPieceLength characters in a row without spaces: a quarter of all, chosen by hash
  name,     // for evidence only: names are renamed first, and honest ones are much alike
};

constexpr std::size_t kPieceLength = 12;

struct Feature {
  std::uint64_t hash = 0;
  std::uint32_t begin = 0;   // where the source has it first
  std::uint16_t length = 0;  // bytes there, spaces included; at most 65535
  std::uint8_t count = 0;    // at most 255
  WordingKind kind = WordingKind::literal;
};
static_assert(sizeof(Feature) == 16);

// Each feature once, sorted by hash.
std::vector<Feature> wording_of(std::string_view source, const Lexemes& lexemes);

struct WordingOverlap {
  double literals = 0;  // each 0..1: what both have of all that either has, by rarity
  double comments = 0;
  double text = 0;
  double similarity = 0;  // of what there is: literals count twice
};

// Of a feature's hash: 0 does not count, 1 only these two have it.
using RarityOf = std::function<double(std::uint64_t hash)>;

// All features of one program by their rarity, for each kind: the part of a comparison that is the same in all its pairs.
using WordingTotals = std::array<double, 4>;
WordingTotals total_wording(const std::vector<Feature>& features, const RarityOf& rarity);

// With the totals of both by the same `rarity`.
WordingOverlap compare_wording(const std::vector<Feature>& left, const WordingTotals& left_totals,
                               const std::vector<Feature>& right, const WordingTotals& right_totals,
                               const RarityOf& rarity);

}  // namespace autograder::similarity
