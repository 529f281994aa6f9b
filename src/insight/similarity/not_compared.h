// Why a program is not compared, and the bounds that say so. An ordinary answer, not an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "insight/similarity/source_language.h"

namespace autograder::similarity {

constexpr std::size_t kSourceBytesMax = 256 * 1024;
constexpr std::size_t kLexemesMax = 40'000;
constexpr std::size_t kTokensMax = 20'000;  // of the normal form
constexpr std::size_t kDepthMax = 200;      // brackets, blocks and statements without a block, nested

enum class NotCompared : std::uint8_t {
  too_large,
  not_utf8,
  binary,
  too_many_tokens,
  too_deep,
  another_language,
  too_short,
};

// "not compared because ...", one sentence without a full stop.
std::string reason_of(NotCompared why, SourceLanguage language);

}  // namespace autograder::similarity
