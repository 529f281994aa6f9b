// Holds what the server answers against docs/http_api.yaml and docs/errors.md: an undocumented answer fails the test that
// got it, and after a whole run every documented answer has been seen.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "domain/access.h"

namespace autograder::testing {

// "GET /problems/:id" and so on, all of them, with what one does by it (`x-right`); absent: nobody need be signed in.
std::map<std::string, std::optional<Action>> documented_rights();

void observe(std::string_view method, std::string_view target, int status);
void observe_error(std::string_view message, std::string_view error);

}  // namespace autograder::testing
