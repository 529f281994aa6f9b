// Sends answers, and bounds the time that a client may take to read them.
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "http/connection.h"

namespace autograder::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kWriteAtOnce = 128 * 1024;

}  // namespace

void Connection::release_buffer() {
  if (unread() > 0) return;
  begin_ = end_ = 0;
  std::string().swap(buffer_);
}

void Connection::set_write_deadline(std::size_t bytes) {
  set_deadline(core_.options.timeouts.write + at_slowest(bytes));
}

// In pieces: a client that takes none is given up soon, however long the answer is, and one that takes them slowly when
// it was slower than kSlowestClient on the whole.
asio::awaitable<bool> Connection::write(std::string head, std::string_view body) {
  const auto start = lane_.now_tick;
  const auto total = head.size() + body.size();
  auto first = body.substr(0, kWriteAtOnce);
  body.remove_prefix(first.size());
  set_write_deadline(head.size() + first.size());
  error_code error;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(first)};
  co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, error));
  while (!error && !body.empty()) {
    const auto piece = body.substr(0, kWriteAtOnce);
    body.remove_prefix(piece.size());
    set_write_deadline(piece.size());
    const auto span = lane_.tick_after(core_.options.timeouts.write + at_slowest(total - body.size())) - lane_.now_tick;
    deadline_ = std::min(deadline_, start + span);
    co_await asio::async_write(socket_, asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
  }
  deadline_ = 0;
  co_return !error;
}

// Closing while bytes are unread would reset the connection and could destroy the answer on its way.
asio::awaitable<void> Connection::linger() {
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  timed_out_ = false;
  set_deadline(core_.options.timeouts.linger);
  do {
    begin_ = end_ = 0;
  } while (co_await fill());
}

}  // namespace autograder::http
