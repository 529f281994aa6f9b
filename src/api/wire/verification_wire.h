// JSON of what packages bundle: the table of expected and actual verdicts.
#pragma once

#include <string>
#include <vector>

#include "catalog/package_verification.h"

namespace autograder::api {

void write_bundled(std::string& out, const std::vector<BundledSeen>& submissions);
std::string verification_json(const VerificationSeen& seen);

}  // namespace autograder::api
