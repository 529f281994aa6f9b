// The one stored form of reports and of progress events: JSON with a version number.
#pragma once

#include <string>
#include <string_view>

#include "domain/report.h"
#include "foundation/result.h"

namespace autograder {

std::string encode_report(const Report& report);
// `corrupt` for anything encode_report did not write.
Result<Report> decode_report(std::string_view text);

}  // namespace autograder
