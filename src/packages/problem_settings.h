// problem.yaml of both versions of the format, as one value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result.h"
#include "packages/package.h"

namespace autograder {

enum class PackageFormat { legacy, v2025_09 };

struct ProblemSettings {
  PackageFormat format = PackageFormat::v2025_09;
  std::string format_name;  // as written there: "legacy-icpc"
  std::string uuid;
  std::string version;
  bool scores = false;                       // of type scoring
  std::map<std::string, std::string> names;  // by language; a legacy name has the key ""
  std::vector<std::string> keywords;
  std::vector<std::string> languages;  // ids of ours; empty: every one
  ProblemLimits limits;
  std::optional<Duration> time_limit;
  double ac_to_time_limit = 2.0;
  double time_limit_to_tle = 1.5;
  Duration time_resolution = std::chrono::seconds(1);
  std::map<std::string, std::string> constants;
  std::vector<std::string> validator_flags;  // legacy
  std::optional<Time> embargo_until;
  std::vector<std::string> notes;
};

// `invalid` names the line and the key of what is wrong, and of what the package asks that cannot be done here.
Result<ProblemSettings> parse_problem_settings(std::string_view text);

}  // namespace autograder
