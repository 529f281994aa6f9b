// Reads JSON strictly: no key twice, no lone surrogate, no number that does not fit, nothing after the value,
// and bounds.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "api/wire/body_text.h"
#include "api/wire/refusal.h"

namespace autograder::api {

constexpr std::size_t kNestingMax = 64;
// Values of one body, without keys: a small text may stand for a large tree. 500 tests with all their tags are 13,500.
constexpr std::size_t kJsonValuesMax = 50'000;
// Bound of a text of a body in a file: a text of more bytes, and every one once so many are held, goes
// into its own file.
constexpr std::size_t kHeldTextMax = 4 * 1024;
constexpr std::size_t kHeldTextsMax = 4 * 1024 * 1024;
constexpr std::size_t kKeysMax = 4 * 1024 * 1024;  // bytes of all keys

// 400 with the reason and the byte.
Parsed<boost::json::value> read_json(std::string_view text);

struct JsonBody {
  boost::json::value value;
  LongTexts long_texts;
};
// The body of a request, held or in a file; needs little memory however large it is. 503 when the disk is full.
Parsed<JsonBody> read_json_body(const http::Request& request);

}  // namespace autograder::api
