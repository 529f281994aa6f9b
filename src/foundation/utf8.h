// The bounds of characters in UTF-8. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace autograder {

// The length of the UTF-8 character at the start of `bytes` (not empty), or 0 when there is none; then `*skip` is how
// many bytes are to be replaced by one U+FFFD.
std::size_t utf8_length(std::string_view bytes, std::size_t* skip);

}  // namespace autograder
