// Whether the head of a request can be read in one way only (RFC 9112): what a proxy in front of us may read differently
// is refused, so that no request hides in the body of another.
#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace autograder::http {

// Why the request is refused with 400; absent when nothing is wrong with it.
std::optional<std::string> framing_fault(const Request& request, bool http_1_0);

}  // namespace autograder::http
