#include "api/wire/engine_io.h"

#include <algorithm>

#include "foundation/json_writer.h"

namespace autograder::api::engine_io {
namespace {

constexpr std::size_t kAckDigitsMax = 15;

std::string_view take_digits(std::string_view& text) {
  const auto end = text.find_first_not_of("0123456789");
  const auto digits = text.substr(0, end);
  text.remove_prefix(digits.size());
  return digits;
}

}  // namespace

std::string open_packet(std::string_view sid, bool may_upgrade) {
  const auto ms = [](std::chrono::seconds span) { return std::chrono::milliseconds(span).count(); };
  std::string text = "0";
  JsonObject object(text);
  object.text("sid", sid);
  object.raw("upgrades", may_upgrade ? R"(["websocket"])" : "[]");
  object.integer("pingInterval", ms(kPingEvery));
  object.integer("pingTimeout", ms(kPongTime));
  object.integer("maxPayload", kPayloadMax);
  object.end();
  return text;
}

std::vector<std::string_view> split(std::string_view body) {
  std::vector<std::string_view> packets;
  for (;;) {
    const auto end = body.find(kSeparator);
    packets.push_back(body.substr(0, end));
    if (end == std::string_view::npos) return packets;
    body.remove_prefix(end + 1);
  }
}

std::string fault_json(Fault fault) {
  constexpr std::string_view kMessages[] = {"Transport unknown", "Session ID unknown", "Bad handshake method",
                                            "Bad request",       "Forbidden",          "Unsupported protocol version"};
  std::string text;
  JsonObject object(text);
  object.integer("code", static_cast<int>(fault));
  object.text("message", kMessages[static_cast<int>(fault)]);
  object.end();
  return text;
}

std::optional<Packet> parse_packet(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Packet packet;
  switch (text.front()) {
    case '0':
      packet.type = Packet::Type::connect;
      break;
    case '1':
      packet.type = Packet::Type::disconnect;
      break;
    case '2':
      packet.type = Packet::Type::event;
      break;
    default:
      return std::nullopt;
  }
  text.remove_prefix(1);
  if (text.starts_with('/')) {
    const auto comma = text.find(',');
    packet.room = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    packet.room = packet.room.substr(0, packet.room.find('?'));
  }
  if (packet.type == Packet::Type::event) packet.ack = take_digits(text);
  if (packet.ack.size() > kAckDigitsMax) return std::nullopt;
  packet.json = text;
  return packet;
}

std::string connected(std::string_view sid) {
  std::string text = "40";
  JsonObject object(text);
  object.text("sid", sid);
  object.end();
  return text;
}

std::string connect_error(std::string_view room, std::string_view message, std::string_view data_json) {
  std::string text = "44";
  if (room != "/") text += std::string(room) + ",";
  JsonObject object(text);
  object.text("message", message);
  if (!data_json.empty()) object.raw("data", data_json);
  object.end();
  return text;
}

std::string disconnected() {
  return "41";
}

std::string event(std::string_view name, std::string_view json) {
  std::string text = "42[";
  append_json_text(text, name);
  text += ',';
  text += json;
  text += ']';
  return text;
}

std::string acknowledgement(std::string_view ack, std::string_view json) {
  return "43" + std::string(ack) + "[" + std::string(json) + "]";
}

}  // namespace autograder::api::engine_io
