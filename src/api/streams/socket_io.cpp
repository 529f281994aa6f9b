// Socket.IO version 4 at /socket.io/: what a request means for which session.
#include "api/context.h"
#include "api/streams/engine_session.h"
#include "api/streams/routes.h"
#include "foundation/crypto.h"
#include "foundation/random.h"
#include "http/client_address.h"

namespace autograder::api {
namespace {

using engine_io::Fault;
using http::Reply;
using http::Request;
using http::Response;

Response fault(Fault what, int status = 400) {
  return json_response(status, engine_io::fault_json(what));
}

// A client that knows it speaks for the user who signed in: as long as a token's signature.
std::string new_sid() {
  std::array<std::uint8_t, 30> bytes{};
  fill_random(bytes);
  return base64url_encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Response stopping() {
  return refused("The connection was not opened", {503, "the server stops; connect again", std::chrono::seconds(5)});
}

Response open_session(Context& context, const Request& request, bool web_socket) {
  auto session = std::make_shared<EngineSession>(context.live.parts(), request.request_id,
                                                 http::subscriber_of(request.client_address), new_sid());
  if (!context.live.add_session(session)) return stopping();
  const auto first = engine_io::open_packet(session->sid(), !web_socket);
  if (web_socket) {
    session->send_first(first);
    auto socket = engine_socket(session, false);
    if (socket == nullptr) return stopping();
    return {.status = 101, .stream = std::move(socket)};
  }
  Response response;
  response.content_type = "text/plain; charset=UTF-8";
  response.body = first;
  return response;
}

void get(Context& context, Request request, Reply reply) {
  if (!http::origin_may_connect(request, context.options.cors_origins)) return reply(fault(Fault::forbidden, 403));
  const auto* version = request.parameter("EIO");
  if (version == nullptr || *version != "4") return reply(fault(Fault::unsupported_version));
  const auto* transport = request.parameter("transport");
  const bool web_socket = transport != nullptr && *transport == "websocket";
  if (!web_socket && (transport == nullptr || *transport != "polling")) return reply(fault(Fault::unknown_transport));
  if (web_socket != http::asks_for_web_socket(request)) return reply(fault(Fault::bad_request));
  const auto* sid = request.parameter("sid");
  if (sid == nullptr) return reply(open_session(context, request, web_socket));
  const auto session = context.live.session(*sid);
  if (session == nullptr) return reply(fault(Fault::unknown_session));
  if (web_socket) return reply({.status = 101, .stream = engine_socket(session, true)});
  if (!session->poll(reply)) reply(fault(Fault::bad_request));
}

void post(Context& context, Request request, Reply reply) {
  if (!http::origin_may_connect(request, context.options.cors_origins)) return reply(fault(Fault::forbidden, 403));
  const auto* sid = request.parameter("sid");
  if (sid == nullptr) return reply(fault(Fault::bad_method));
  const auto session = context.live.session(*sid);
  if (session == nullptr) return reply(fault(Fault::unknown_session));
  if (!session->receive_body(request.body)) {
    context.live.remove_session(*sid);
    return reply(fault(Fault::bad_request));
  }
  reply({.body = "ok", .content_type = "text/html"});
}

}  // namespace

void add_socket_io_routes(Context& context, http::Router& router) {
  const auto add = [&](http::Method method, void (*handler)(Context&, Request, Reply)) {
    router.add({.method = method,
                .path = "/socket.io/",
                .runs = http::Runs::io,
                .body_max = 4 * engine_io::kPayloadMax,
                .admit = {},
                .handle = [&context, handler](Request request, Reply reply) {
                  handler(context, std::move(request), std::move(reply));
                }});
  };
  add(http::Method::get, get);
  add(http::Method::post, post);
}

}  // namespace autograder::api
