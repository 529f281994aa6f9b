// Foreign bytes made into text that may be stored and shown. Pure, linear, total on any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/utf8.h"

namespace autograder {

struct CleanText {
  std::string text;        // valid UTF-8 without NUL
  bool lossy = false;      // something was replaced by U+FFFD: bytes that are not UTF-8, or a NUL
  bool truncated = false;  // there was more
};

// As much of the beginning of `bytes` as fits into `max` bytes of text; never cuts a character in two.
CleanText clean_text(std::string_view bytes, std::size_t max);

// Whether the bytes are text: UTF-8 without NUL.
bool is_clean(std::string_view bytes);

// One line to quote in a message: as clean_text, and what cannot be seen is spelt out: control characters (of direction
// too), spaces that are not U+0020, joiners and fillers: \n, \t, \x1b, \xa0, \u3000. Cut with "..." to about `max` bytes.
std::string printable(std::string_view bytes, std::size_t max);

// The code point of one whole UTF-8 character.
std::uint32_t code_point(std::string_view character);

// Characters in `bytes`; what is not UTF-8 counts as it is replaced.
std::size_t count_characters(std::string_view bytes);

}  // namespace autograder
