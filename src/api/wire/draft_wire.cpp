#include "api/wire/draft_wire.h"

#include <limits>

#include "api/wire/fields.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

void append_head(JsonObject& object, const Draft& draft) {
  object.text("language", draft.language);
  object.integer("version", draft.version);
  object.text("savedAt", iso8601(draft.saved_at));
}

}  // namespace

Parsed<DraftBody> parse_draft(std::string_view body, std::size_t code_max) {
  const auto object = read_object(body);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  DraftBody draft;
  draft.code = fields.text("code", {0, code_max, TextBound::Unit::bytes});
  constexpr std::int64_t kAbsent = -1;
  const auto base = fields.integer_or("base", kAbsent, 0, std::numeric_limits<int>::max());
  if (base != kAbsent) draft.base = static_cast<int>(base);
  draft.new_version = fields.boolean_or("newVersion", false);
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return draft;
}

std::string saved_draft_json(const Draft& draft) {
  std::string text;
  JsonObject object(text);
  append_head(object, draft);
  object.end();
  return text;
}

std::string drafts_json(const std::vector<Draft>& drafts) {
  std::string text;
  JsonArray array(text);
  for (const auto& draft : drafts) {
    array.next();
    JsonObject object(text);
    append_head(object, draft);
    object.text("code", draft.code);
    object.end();
  }
  array.end();
  return text;
}

}  // namespace autograder::api
