// Answers that go on: pieces as chunks, until the stream ends or the client is gone.
#include <sys/socket.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include "http/connection.h"
#include "http/stream.h"
#include "http/wait_for.h"

namespace autograder::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::string chunk_of(std::string_view piece) {
  std::array<char, 20> size{};
  const int length = std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
  std::string chunk(size.data(), static_cast<std::size_t>(length));
  chunk += piece;
  chunk += "\r\n";
  return chunk;
}

}  // namespace

// The client says nothing more on such a connection, so that readable means its end.
void Connection::watch_stream(std::shared_ptr<Stream> stream) {
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this(), stream = std::move(stream)](error_code error) {
                       if (error) return;
                       char byte = 0;
                       const auto count = ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
                       if (count > 0) return;
                       self->client_gone_ = true;
                       stream->wake();
                     });
}

// False: the connection ends with it.
asio::awaitable<bool> Connection::speak(std::shared_ptr<Stream> stream, std::string head, bool chunked) {
  release_buffer();
  stream_ = stream;
  client_gone_ = false;
  watch_stream(stream);
  bool writes = co_await write(std::move(head), {});
  bool ended = false;
  while (writes && !ended) {
    auto piece = stream->next();
    if (piece) {
      std::string framed = chunked ? chunk_of(*piece) : std::move(*piece);
      writes = co_await write(std::move(framed), {});
    } else if (client_gone_ || !socket_.is_open()) {
      writes = false;
    } else if (core_.stopping || stream->ending()) {
      ended = true;
    } else {
      co_await wait_for(*stream, lane_.context);
    }
  }
  stream_.reset();
  stream->disarm();
  stream->hung_up();
  error_code ignored;
  socket_.cancel(ignored);  // the watch
  if (!writes || !chunked) co_return false;
  std::string last_chunk = "0\r\n\r\n";
  co_return co_await write(std::move(last_chunk), {});
}

}  // namespace autograder::http
