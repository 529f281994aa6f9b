// JSON of runs with a custom input.
#pragma once

#include <string>
#include <string_view>

#include "api/wire/body_text.h"
#include "api/wire/refusal.h"
#include "domain/run.h"
#include "storage/run_store.h"

namespace autograder::api {

constexpr std::size_t kCustomInputMax = kRunInputMax;  // bytes

struct NewRunBody {
  std::string language;
  std::string code;
  std::string input;
};
Parsed<NewRunBody> parse_run(std::string_view body, std::size_t code_max);
// The input alone: the program is a submission's.
Parsed<std::string> parse_rerun(std::string_view body);

std::string run_json(const RunResult& result);

}  // namespace autograder::api
