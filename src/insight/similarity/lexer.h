// Cuts a program into lexemes. Total on any bytes, linear in time and memory, and it never judges whether the program is
// right: an odd character is a sign like any other.
#pragma once

#include <cstdint>
#include <expected>
#include <limits>
#include <string_view>
#include <vector>

#include "insight/similarity/not_compared.h"
#include "insight/similarity/source_language.h"

namespace autograder::similarity {

enum class LexemeKind : std::uint8_t { name, word, number, text, sign };

struct Lexeme {
  LexemeKind kind = LexemeKind::sign;
  Word word = Word::none;   // of kind word
  std::uint32_t sign = 0;   // of kind sign: sign_of(its text)
  std::uint32_t begin = 0;  // bytes [begin, end) of the source; equal when the sign is implied by a line or an indent
  std::uint32_t end = 0;
};

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// A sign of at most four characters as one number.
constexpr std::uint32_t sign_of(std::string_view text) {
  std::uint32_t sign = 0;
  for (const char c : text) sign = sign << 8 | static_cast<unsigned char>(c);
  return sign;
}

constexpr std::uint32_t kNoMatch = std::numeric_limits<std::uint32_t>::max();

struct Lexemes {
  std::vector<Lexeme> lexemes;
  std::vector<std::uint32_t> match;  // for each opening bracket the index of its closing one; kNoMatch for all others
  std::vector<Span> comments;        // and lines of the preprocessor
};

// Ends of lines become the sign ";" where the language ends a statement there, and Python's indents "{" and "}".
// Refuses more than kLexemesMax lexemes and brackets nested deeper than kDepthMax.
std::expected<Lexemes, NotCompared> lex(SourceLanguage language, std::string_view source);

}  // namespace autograder::similarity
