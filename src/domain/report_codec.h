// The one stored form of reports, of progress events and of results of runs: JSON with a version number.
#pragma once

#include <string>
#include <string_view>

#include "domain/report.h"
#include "domain/run.h"
#include "foundation/result.h"

namespace autograder {

std::string encode_report(const Report& report);
// `corrupt` for anything encode_report did not write.
Result<Report> decode_report(std::string_view text);

std::string encode_run_result(const RunResult& result);
// `corrupt` as above.
Result<RunResult> decode_run_result(std::string_view text);

}  // namespace autograder
