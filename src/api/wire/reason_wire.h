// JSON of why a program got its verdict, and of what a crash left.
#pragma once

#include <string>
#include <vector>

#include "domain/report.h"
#include "foundation/json_writer.h"

namespace autograder::api {

// The member "reason"; nothing where there is none. `out` is what `object` writes to.
void write_reason(std::string& out, JsonObject& object, const Reason& reason);
// The members "errors" and "trace"; nothing where the run left none.
void write_trace(std::string& out, JsonObject& object, const std::string& errors, const std::vector<TraceLine>& trace);

}  // namespace autograder::api
