// JSON of /health, /languages and /version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/language.h"

namespace autograder::api {

enum class Condition { healthy, unhealthy, absent };

struct HealthFacts {
  std::int64_t uptime_s = 0;
  std::int64_t timestamp_ms = 0;
  Condition database = Condition::healthy;
  Condition sandbox = Condition::healthy;
  Condition queue = Condition::healthy;
  std::vector<std::string> reasons;
};

std::string health_json(const HealthFacts& facts, bool with_reasons);
std::string languages_json(const std::vector<LanguageStatus>& languages);
// `mail_domains`: when not empty, only addresses of these may register.
std::string version_json(std::string_view version, bool registration_open,
                         const std::vector<std::string>& mail_domains);

}  // namespace autograder::api
