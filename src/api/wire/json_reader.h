// Reads JSON strictly: no key twice, no lone surrogate, no number that does not fit, nothing after the value, and
// bounds.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "api/wire/refusal.h"

namespace autograder::api {

constexpr std::size_t kNestingMax = 64;
// Of one body, keys not counted: a small text may stand for a large tree. 500 tests with all their tags are 13,500.
constexpr std::size_t kJsonValuesMax = 50'000;

// 400 with the reason and the byte.
Parsed<boost::json::value> read_json(std::string_view text);

}  // namespace autograder::api
