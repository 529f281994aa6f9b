// A connection that became a WebSocket: a coroutine writes what the stream says, another hands it what comes in.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "foundation/log.h"
#include "http/connection.h"
#include "http/stream.h"
#include "http/wait_for.h"

namespace autograder::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
// Without compression: its tables are hundreds of kilobytes a connection, and messages are short.
using WebSocket = beast::websocket::stream<asio::ip::tcp::socket&, false>;
using Handshake = beast::http::request<beast::http::empty_body>;

constexpr std::chrono::seconds kSilenceMax{60};  // pinged after half of it, closed when that is not answered
constexpr std::chrono::seconds kHandshakeMax{5};

Handshake handshake_of(const Request& request) {
  Handshake handshake(beast::http::verb::get, "/", 11);
  for (const char* name :
       {"Host", "Connection", "Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol"}) {
    if (const auto* value = request.header(name)) handshake.set(name, *value);
  }
  return handshake;
}

// Ends with the connection, which it keeps alive until then.
asio::awaitable<void> hand_over_messages([[maybe_unused]] std::shared_ptr<Connection> connection,
                                         std::shared_ptr<WebSocket> socket, std::shared_ptr<Stream> stream,
                                         std::shared_ptr<bool> ended) {
  try {
    beast::flat_buffer buffer;
    for (;;) {
      error_code error;
      co_await socket->async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
      if (error) break;
      // Our clients speak text; what is binary is not understood as anything.
      if (socket->got_text()) stream->hear(beast::buffers_to_string(buffer.data()));
      buffer.clear();
    }
  } catch (const std::exception& error) {
    log::error("a WebSocket broke off", {{"what", error.what()}});
  }
  *ended = true;
  stream->wake();
}

void set_up(WebSocket& socket, std::string request_id) {
  beast::websocket::stream_base::timeout timeouts{};
  timeouts.handshake_timeout = kHandshakeMax;
  timeouts.idle_timeout = kSilenceMax;
  timeouts.keep_alive_pings = true;
  socket.set_option(timeouts);
  socket.set_option(beast::websocket::stream_base::decorator(
      [id = std::move(request_id)](beast::websocket::response_type& answer) { answer.set("X-Request-Id", id); }));
  socket.read_message_max(kMessageMax);
  socket.auto_fragment(false);
  socket.text(true);
}

}  // namespace

asio::awaitable<void> Connection::converse(Request request, std::shared_ptr<Stream> stream) {
  release_buffer();
  auto socket = std::make_shared<WebSocket>(socket_);
  auto ended = std::make_shared<bool>(false);
  set_up(*socket, request.request_id);
  const Handshake handshake = handshake_of(request);
  request = {};  // not for as long as the connection lives
  error_code error;
  co_await socket->async_accept(handshake, asio::redirect_error(asio::use_awaitable, error));
  if (!error) {
    stream_ = stream;
    asio::co_spawn(lane_.context, hand_over_messages(shared_from_this(), socket, stream, ended), asio::detached);
  }
  while (!error && !*ended) {
    auto message = stream->next();
    std::optional<Ending> ending;
    if (message) {
      set_write_deadline(message->size());
      co_await socket->async_write(asio::buffer(*message), asio::redirect_error(asio::use_awaitable, error));
      deadline_ = 0;
      continue;
    }
    if (core_.stopping) {
      ending = Ending{1001, "the server stops; connect again"};
    } else {
      ending = stream->ending();
    }
    if (!ending) {
      co_await wait_for(*stream, lane_.context);
      continue;
    }
    const auto code = static_cast<beast::websocket::close_code>(ending->code);
    const beast::websocket::close_reason reason(code, ending->reason);
    co_await socket->async_close(reason, asio::redirect_error(asio::use_awaitable, error));
    break;
  }
  stream_.reset();
  stream->disarm();
  stream->hung_up();
}

}  // namespace autograder::http
