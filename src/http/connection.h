// One client's connection: a coroutine that reads a request, waits for its answer, writes it, and so on.
//
// Knows:          framing, limits, time-outs.
// Does not know:  what a path means.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "http/core.h"
#include "http/lane.h"

namespace autograder::http {

// How long the slowest client that is served takes for so many bytes.
inline std::chrono::milliseconds at_slowest(std::size_t bytes) {
  return std::chrono::milliseconds(bytes * 1000 / kSlowestClient);
}

// Everything happens on the lane's thread.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Place> place, Lane& lane, Core& core);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  boost::asio::awaitable<void> run();
  // The lane's sweep: ends an operation that takes too long.
  void check_deadline();
  // A stream ends too: its client connects again, to the next server.
  void close_if_idle();
  // Ends at once, answered or not.
  void abandon();

 private:
  struct Incoming;  // a request on its way in: the parser and what was found so far

  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> read_head(Incoming& in);
  boost::asio::awaitable<bool> read_body(Incoming& in, const Route& route);
  boost::asio::awaitable<bool> move_to_file(Incoming& in);
  boost::asio::awaitable<bool> answer(Incoming& in, const Route& route);
  boost::asio::awaitable<bool> open_stream(Incoming& in, Response response);
  boost::asio::awaitable<bool> speak(std::shared_ptr<Stream> stream, std::string head, bool chunked);
  boost::asio::awaitable<void> converse(Request request, std::shared_ptr<Stream> stream);
  boost::asio::awaitable<bool> refuse(Incoming& in, int status, std::string why);
  boost::asio::awaitable<bool> send(Incoming& in, Response response);
  boost::asio::awaitable<bool> refuse_full(Incoming& in, const Usage::Full& full);
  boost::asio::awaitable<bool> write(std::string head, std::string_view body);
  boost::asio::awaitable<bool> fill();
  boost::asio::awaitable<void> linger();
  void watch_client(std::shared_ptr<Exchange> exchange, std::shared_ptr<std::atomic<bool>> gone);
  void watch_stream(std::shared_ptr<Stream> stream);
  void set_idle(bool idle, SteadyTime now);
  const Usage::Client& client_of(Incoming& in);
  void note_answer(const Incoming& in, int status);
  bool fill_request(Incoming& in);
  void hold_body_bytes(std::size_t count);
  void hold_file_bytes(std::int64_t count);
  std::size_t unread() const { return end_ - begin_; }
  // Streams live for hours: they keep no room for bytes that are read once.
  void release_buffer();
  void set_write_deadline(std::size_t bytes);
  void set_deadline(std::chrono::milliseconds span) { deadline_ = lane_.tick_after(span); }

  boost::asio::ip::tcp::socket socket_;
  const std::shared_ptr<Place> place_;
  Lane& lane_;
  Core& core_;
  std::string buffer_;  // bytes read and not yet parsed: [begin_, end_)
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t body_bytes_ = 0;   // counted in core_.body_bytes
  std::int64_t file_bytes_ = 0;  // counted in core_.file_bytes
  std::uint64_t deadline_ = 0;   // 0: none
  bool timed_out_ = false;
  bool idle_ = false;
  bool lingers_ = false;      // the client may still be sending: drop that before closing
  bool client_gone_ = false;  // while a stream is open
  std::shared_ptr<Exchange> pending_;
  std::shared_ptr<Stream> stream_;
};

}  // namespace autograder::http
