// JSON of what a client hears and says over a connection that stays open.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/wire/refusal.h"
#include "domain/submission.h"

namespace autograder::api {

// {"type": "status", "submissionId", "status", "score", "tests"}: the whole strip so far. `report` is what the viewer
// may see already; absent: no test has ended.
std::string status_json(SubmissionId id, SubmissionState state, double score, const Report* report);
// {"type": "error", "status", "message", "error"} and, where it is about one, "submissionId".
std::string live_error_json(const std::string& submission, std::string_view message, const Refusal& refusal);
// The content of a Socket.IO acknowledgement: {"ok": true}, or {"ok": false} and the same fields.
std::string live_answer_json(std::string_view message, const std::optional<Refusal>& refusal);

// A message of a WebSocket's client: {"type": "auth", "token" | "ticket"},
// {"type": "subscribe" | "unsubscribe", "submissionId"}.
struct LiveMessage {
  enum class Kind { token, ticket, subscribe, unsubscribe };
  Kind kind = Kind::token;
  std::string text;  // the token, the ticket or the id as it was sent
};
Parsed<LiveMessage> parse_live_message(std::string_view text);

// Socket.IO's payloads: `{"token": ...}` or `{"ticket": ...}` of CONNECT, `["subscribe", "<id>"]` of EVENT.
Parsed<LiveMessage> parse_socket_io_auth(std::string_view json);
Parsed<LiveMessage> parse_socket_io_event(std::string_view json);

}  // namespace autograder::api
