// JSON of drafts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/wire/refusal.h"
#include "storage/draft_store.h"

namespace autograder::api {

struct DraftBody {
  std::string code;
  std::optional<int> base;
  bool new_version = false;
};
Parsed<DraftBody> parse_draft(std::string_view body, std::size_t code_max);

// The saved draft without its code, which the client has.
std::string saved_draft_json(const Draft& draft);
std::string drafts_json(const std::vector<Draft>& drafts);

}  // namespace autograder::api
