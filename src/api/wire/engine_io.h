// The packets of Engine.IO 4 and, inside its messages, of Socket.IO 5 (what the client calls version 4).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace autograder::api::engine_io {

constexpr char kSeparator = '\x1e';  // between the packets of one polling body
constexpr std::chrono::seconds kPingEvery{25};
constexpr std::chrono::seconds kPongTime{20};
constexpr std::size_t kPayloadMax = 16 * 1024;  // bytes of a packet from a client

constexpr std::string_view kClose = "1";
constexpr std::string_view kPing = "2";
constexpr std::string_view kNoop = "6";
constexpr std::string_view kProbe = "2probe";
constexpr std::string_view kProbeAnswer = "3probe";
constexpr std::string_view kUpgrade = "5";

// The first packet of a session.
std::string open_packet(std::string_view sid, bool may_upgrade);
std::vector<std::string_view> split(std::string_view body);

// The error of a request that belongs to no session: {"code", "message"}.
enum class Fault {
  unknown_transport = 0,
  unknown_session = 1,
  bad_method = 2,
  bad_request = 3,
  forbidden = 4,
  unsupported_version = 5
};
std::string fault_json(Fault fault);

// Socket.IO: the content of a message packet after its "4".
struct Packet {
  enum class Type { connect, disconnect, event };
  Type type = Type::event;
  std::string_view room = "/";  // what the protocol calls a namespace
  std::string_view ack{};       // digits, empty when none is wanted
  std::string_view json{};
};
// Absent for what a client may not send here: binary, acknowledgements, malformed ones.
std::optional<Packet> parse_packet(std::string_view text);

// Whole message packets.
std::string connected(std::string_view sid);
std::string connect_error(std::string_view room, std::string_view message, std::string_view data_json);
std::string disconnected();
std::string event(std::string_view name, std::string_view json);
std::string acknowledgement(std::string_view ack, std::string_view json);

}  // namespace autograder::api::engine_io
