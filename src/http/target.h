// Takes a request's target apart: path and query, percent-decoded, with bounds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace autograder::http {

constexpr std::size_t kQueryParametersMax = 32;

struct Target {
  std::string path;
  std::vector<NameValue> query;
};

// "/a/b?c=d", or the absolute form that proxies send. Absent for anything else: bad escapes, a parameter given twice,
// more than kQueryParametersMax.
std::optional<Target> parse_target(std::string_view text);
// For putting a value back into a query.
std::string percent_encode(std::string_view text);

}  // namespace autograder::http
