// What clients of connections that stay open send: messages of a WebSocket, packets of Engine.IO and Socket.IO.
#include <string>

#include "api/wire/engine_io.h"
#include "api/wire/live_wire.h"
#include "fuzz/fuzz.h"

using namespace autograder;
using namespace autograder::api;

namespace {

void told(const Parsed<LiveMessage>& message) {
  if (message) return fuzz::promise(message->text.size() <= engine_io::kPayloadMax, "a text is of the message");
  const int status = message.error().status;
  fuzz::promise(status == 400 || status == 401 || status == 422, "a bad message is 400, 401 or 422");
  fuzz::promise(!message.error().error.empty() && message.error().error.size() < 2048, "a refusal says why, shortly");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  if (size > engine_io::kPayloadMax) return 0;
  told(parse_live_message(body));
  std::string joined;
  for (const auto packet : engine_io::split(body)) {
    if (packet.data() != body.data()) joined += engine_io::kSeparator;
    joined += packet;
    const auto parsed = engine_io::parse_packet(packet);
    if (!parsed) continue;
    fuzz::promise(parsed->ack.size() + parsed->json.size() < packet.size(), "the parts are of the packet");
    told(parse_socket_io_auth(parsed->json));
    told(parse_socket_io_event(parsed->json));
  }
  fuzz::promise(joined == body, "nothing is lost between packets");
  return 0;
}
