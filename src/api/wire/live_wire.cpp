#include "api/wire/live_wire.h"

#include "api/wire/fields.h"
#include "api/wire/json_reader.h"
#include "foundation/json_writer.h"

namespace autograder::api {
namespace {

constexpr std::size_t kTextMax = 2048;  // of a token, a ticket or an id

Parsed<LiveMessage> read_credentials(Fields& fields) {
  LiveMessage message;
  const auto token = fields.optional_text("token", {1, kTextMax, TextBound::Unit::bytes});
  const auto ticket = fields.optional_text("ticket", {1, kTextMax, TextBound::Unit::bytes});
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  if (token.has_value() == ticket.has_value()) return refuse(400, "auth: must hold a token or a ticket");
  message.kind = token ? LiveMessage::Kind::token : LiveMessage::Kind::ticket;
  message.text = token ? *token : *ticket;
  return message;
}

void write_refusal(JsonObject& object, std::string_view message, const Refusal& refusal) {
  object.integer("status", refusal.status);
  object.text("message", message);
  object.text("error", refusal.error);
}

}  // namespace

std::string status_json(SubmissionId id, SubmissionState state, double score, const Report* report) {
  std::string text;
  JsonObject object(text);
  object.text("type", "status");
  object.text("submissionId", id.hex());
  object.text("status", code_of(state));
  if (state.phase == Phase::judged) {
    object.number("score", score);
  } else {
    object.raw("score", "null");
  }
  if (object.key("tests")) {
    JsonArray tests(text);
    for (const auto& test : report != nullptr ? report->tests : std::vector<TestReport>{}) {
      tests.next();
      JsonObject row(text);
      row.integer("index", test.index);
      row.text("status", code_of(test.verdict));
      row.integer("timeMs", test.cpu_time_ms);
      row.integer("memoryKb", test.memory_kb);
      row.integer("weight", test.weight);
      if (!test.group.empty()) row.text("group", test.group);
      row.text("visibility", test.visibility == Visibility::visible ? "public" : "private");
      row.end();
    }
    tests.end();
  }
  object.end();
  return text;
}

std::string live_error_json(const std::string& submission, std::string_view message, const Refusal& refusal) {
  std::string text;
  JsonObject object(text);
  object.text("type", "error");
  if (!submission.empty()) object.text("submissionId", submission);
  write_refusal(object, message, refusal);
  object.end();
  return text;
}

std::string live_answer_json(std::string_view message, const std::optional<Refusal>& refusal) {
  std::string text;
  JsonObject object(text);
  object.boolean("ok", !refusal);
  if (refusal) write_refusal(object, message, *refusal);
  object.end();
  return text;
}

Parsed<LiveMessage> parse_live_message(std::string_view text) {
  const auto object = read_object(text);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  const auto type = fields.choice("type", {"auth", "subscribe", "unsubscribe"});
  if (fields.good() && type == 0) return read_credentials(fields);
  LiveMessage message;
  message.kind = type == 1 ? LiveMessage::Kind::subscribe : LiveMessage::Kind::unsubscribe;
  message.text = fields.text("submissionId", {0, kTextMax, TextBound::Unit::bytes, true});
  if (const auto refusal = fields.finish()) return std::unexpected(*refusal);
  return message;
}

Parsed<LiveMessage> parse_socket_io_auth(std::string_view json) {
  if (json.empty()) return refuse(401, "auth: required; connect with {auth: {token}}");
  const auto object = read_object(json);
  if (!object) return std::unexpected(object.error());
  Fields fields(*object);
  return read_credentials(fields);
}

Parsed<LiveMessage> parse_socket_io_event(std::string_view json) {
  const auto value = read_json(json);
  if (!value) return std::unexpected(value.error());
  const auto* array = value->if_array();
  if (array == nullptr || array->empty() || !array->front().is_string()) return refuse(400, "event: required");
  const auto& name = array->front().get_string();
  LiveMessage message;
  if (name == "subscribe") {
    message.kind = LiveMessage::Kind::subscribe;
  } else if (name == "unsubscribe") {
    message.kind = LiveMessage::Kind::unsubscribe;
  } else {
    return refuse(400, "event: must be one of subscribe, unsubscribe");
  }
  if (array->size() != 2 || !(*array)[1].is_string()) {
    return refuse(400, std::string(name.c_str()) + ": requires the id of a submission");
  }
  message.text = (*array)[1].get_string().c_str();
  return message;
}

}  // namespace autograder::api
