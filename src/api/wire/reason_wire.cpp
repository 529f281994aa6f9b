#include "api/wire/reason_wire.h"

namespace autograder::api {

void write_reason(std::string& out, JsonObject& object, const Reason& reason) {
  if (reason.code == ReasonCode::none || !object.key("reason")) return;
  JsonObject row(out);
  row.text("code", name_of(reason.code));
  if (!reason.name.empty()) row.text("name", reason.name);
  if (reason.number) row.integer("number", *reason.number);
  if (reason.limit_ms > 0) row.integer("limitMs", reason.limit_ms);
  if (reason.limit_kb > 0) row.integer("limitKb", reason.limit_kb);
  if (reason.processes > 0) row.integer("processes", reason.processes);
  if (reason.line > 0) row.integer("line", reason.line);
  if (reason.output_line > 0) {
    row.integer("outputLine", reason.output_line);
    row.integer("outputColumn", reason.output_column);
  }
  if (reason.hint != ReasonHint::none) row.text("hint", name_of(reason.hint));
  row.text("sentence", sentence_of(reason));
  row.end();
}

void write_trace(std::string& out, JsonObject& object, const std::string& errors, const std::vector<TraceLine>& trace) {
  if (errors.empty()) return;
  object.text("errors", errors);
  if (!object.key("trace")) return;
  JsonArray lines(out);
  for (const auto& line : trace) {
    lines.next();
    JsonObject row(out);
    row.integer("row", line.row);
    row.integer("line", line.line);
    row.end();
  }
  lines.end();
}

}  // namespace autograder::api
