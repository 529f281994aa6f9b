// Winnowing: few hashes of a long sequence, chosen so that equal parts of two sequences are found.
//
// Schleimer, Wilkerson, Aiken: Winnowing: local algorithms for document fingerprinting, SIGMOD 2003. Of each window of
// `window` hashes of `gram` tokens the least is kept, the rightmost where several are. So a common run of
// gram + window - 1 tokens is always found, and none that is shorter than `gram` is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "insight/similarity/normal_form.h"

namespace autograder::similarity {

struct Grain {
  std::size_t gram = 8;
  std::size_t window = 4;
};

struct Fingerprint {
  std::uint64_t hash = 0;
  std::uint32_t at = 0;  // the first of its `gram` tokens
  bool operator==(const Fingerprint&) const = default;
};

// In the order of `at`. Empty for fewer than `gram` tokens; one for fewer than gram + window - 1.
std::vector<Fingerprint> winnow(std::span<const Token> tokens, Grain grain = {});

}  // namespace autograder::similarity
