#include "http/connection.h"

#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "foundation/log.h"
#include "http/framing.h"
#include "http/stream.h"
#include "http/target.h"
#include "http/wait_for.h"

namespace autograder::http {
namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kBodyReadSize = 64 * 1024;
constexpr std::size_t kToFileAtOnce = 1024 * 1024;

std::string_view text_of(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

// Appends to the file, which is made when there is none yet.
Result<> append_to(std::shared_ptr<NamelessFile>& file, const std::string& directory, std::int64_t free_min,
                   std::string_view part) {
  if (!file) {
    AG_ASSIGN(file, NamelessFile::make(directory, free_min));
  }
  return file->append(part);
}

}  // namespace

struct Connection::Incoming {
  beast_http::request_parser<beast_http::string_body> parser;
  Request request;
  std::shared_ptr<NamelessFile> body_file;  // made when the body turns out to be large
  bool keep_alive = false;
  bool http_1_0 = false;
  std::string_view route = "none";
  SteadyTime started{};
  std::optional<Usage::Client> client;  // found when it is first asked for
  Usage::Hold hold;                     // of the client: until the answer is written
};

Connection::Connection(asio::ip::tcp::socket socket, std::shared_ptr<Place> place, Lane& lane, Core& core)
    : socket_(std::move(socket)), place_(std::move(place)), lane_(lane), core_(core) {
  lane_.connections.insert(this);
  place_->connection = this;
}

Connection::~Connection() {
  lane_.connections.erase(this);
  hold_body_bytes(0);
  hold_file_bytes(0);
  place_->connection = nullptr;
  core_.door.leave(place_);
  --core_.connections;
}

void Connection::check_deadline() {
  if (deadline_ == 0 || lane_.now_tick < deadline_) return;
  deadline_ = 0;
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::close_if_idle() {
  if (stream_) stream_->wake();
  if (!idle_) return;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::abandon() {
  if (pending_) pending_->abandon();
  error_code ignored;
  socket_.close(ignored);
  if (stream_) stream_->wake();
}

void Connection::set_idle(bool idle, SteadyTime now) {
  place_->since.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  place_->idle.store(idle, std::memory_order_relaxed);
}

const Usage::Client& Connection::client_of(Incoming& in) {
  if (!in.client) {
    in.client = Usage::Client{subscriber_of(in.request.client_address),
                              core_.options.user_of ? core_.options.user_of(in.request) : std::string()};
  }
  return *in.client;
}

void Connection::hold_body_bytes(std::size_t count) {
  core_.body_bytes += count - body_bytes_;  // wraps around where it shrinks, as it should
  body_bytes_ = count;
}

void Connection::hold_file_bytes(std::int64_t count) {
  core_.file_bytes += count - file_bytes_;
  file_bytes_ = count;
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  try {
    while (co_await serve_one()) {
    }
    if (lingers_) co_await linger();
  } catch (const std::exception& error) {
    log::error("a connection broke off", {{"client", place_->peer}, {"what", error.what()}});
  }
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

// Reads what there is; false at the end of the stream, on an error and on a time-out.
asio::awaitable<bool> Connection::fill() {
  if (begin_ == end_) begin_ = end_ = 0;
  const std::size_t wanted = body_bytes_ > 0 ? kBodyReadSize : kReadSize;
  if (buffer_.size() - end_ < wanted / 2) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    buffer_.resize(end_ + wanted);
  }
  error_code error;
  const auto count = co_await socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
                                                      asio::redirect_error(asio::use_awaitable, error));
  end_ += count;
  co_return !error && count > 0;
}

// True: the connection lives on for another request.
asio::awaitable<bool> Connection::serve_one() {
  timed_out_ = false;
  if (unread() == 0) {
    if (core_.stopping) co_return false;
    set_idle(true, core_.clock.steady_now());
    idle_ = true;
    set_deadline(core_.options.timeouts.idle);
    const bool more = co_await fill();
    idle_ = false;
    if (!more) co_return false;
  }
  Incoming in;
  in.started = core_.clock.steady_now();
  if (!co_await read_head(in)) co_return in.keep_alive;
  set_idle(false, in.started);

  const auto match = core_.router.match(in.request.method, in.request.path);
  if (match.allow.empty()) co_return co_await refuse(in, 404, "path not found");
  if (in.request.method == Method::options) {
    co_return co_await send(in, core_.options_answer(in.request, match.allow));
  }
  if (match.route == nullptr) {
    auto response = core_.error_form(405, "this path accepts " + match.allow);
    response.headers.push_back({"Allow", match.allow});
    co_return co_await send(in, std::move(response));
  }
  in.route = match.route->path;
  in.request.segment = match.segment;
  if (!place_->known && !client_of(in).user.empty()) place_->known = true;
  if (match.route->admit) {
    if (auto refused = match.route->admit(in.request)) co_return co_await send(in, std::move(*refused));
  }
  // A body that comes slowly holds a request, too. Nothing else that an I/O thread answers at once does.
  if (match.route->runs != Runs::io || match.route->held || !in.parser.is_done()) {
    auto opened = core_.usage.open_request(client_of(in), match.route->runs == Runs::passwords);
    if (!opened) co_return co_await refuse_full(in, opened.error());
    in.hold = std::move(*opened);
  }
  if (!co_await read_body(in, *match.route)) co_return in.keep_alive;
  co_return co_await answer(in, *match.route);
}

// False when the request was refused or never came; in.keep_alive then says whether the connection lives on.
asio::awaitable<bool> Connection::read_head(Incoming& in) {
  const auto& options = core_.options;
  auto& parser = in.parser;
  parser.header_limit(static_cast<std::uint32_t>(options.header_max));
  parser.body_limit(boost::none);
  parser.eager(false);
  set_deadline(options.timeouts.header);
  in.request.request_id = request_id(nullptr);
  while (!parser.is_header_done()) {
    error_code error;
    begin_ += parser.put(asio::const_buffer(buffer_.data() + begin_, unread()), error);
    if (parser.is_header_done() && !error) break;
    const bool too_large = error == beast_http::error::header_limit || unread() > options.header_max;
    if (too_large) {
      co_await refuse(in, 431, "the header of the request is over " + std::to_string(options.header_max) + " bytes");
      co_return false;
    }
    if (error && error != beast_http::error::need_more) {
      co_await refuse(in, 400, "the header of the request is not HTTP/1.1: " + error.message());
      co_return false;
    }
    if (co_await fill()) continue;
    if (timed_out_) co_await refuse(in, 408, "timed out: the header of the request did not arrive");
    co_return false;
  }
  if (!fill_request(in)) {
    co_await refuse(in, 400, "the target of the request is not a path with a query, or names a parameter twice");
    co_return false;
  }
  if (auto fault = framing_fault(in.request, in.http_1_0)) {
    co_await refuse(in, 400, std::move(*fault));
    co_return false;
  }
  // From here on the connection may live on after a refusal, when no body is left on the wire.
  in.keep_alive = parser.get().keep_alive() && !core_.stopping;
  co_return true;
}

bool Connection::fill_request(Incoming& in) {
  const auto& message = in.parser.get();
  in.http_1_0 = message.version() < 11;
  in.request.method = method_from(text_of(message.method_string()));
  for (const auto& field : message) {
    in.request.headers.push_back({std::string(text_of(field.name_string())), std::string(text_of(field.value()))});
  }
  in.request.request_id = request_id(in.request.header("X-Request-Id"));
  auto client = core_.proxies.client_of(place_->peer, forwarded_for(in.request));
  in.request.client_address = std::move(client.address);
  in.request.from_loopback = client.loopback && in.request.header("Forwarded") == nullptr;
  auto target = parse_target(text_of(message.target()));
  if (!target) return false;
  in.request.path = std::move(target->path);
  in.request.query = std::move(target->query);
  return true;
}

asio::awaitable<bool> Connection::read_body(Incoming& in, const Route& route) {
  auto& parser = in.parser;
  const auto too_large = "the body is over " + std::to_string(route.body_max) + " bytes";
  const auto length = parser.content_length();
  if (length && *length > route.body_max) {
    co_await refuse(in, 413, too_large);
    co_return false;
  }
  const auto* type = in.request.header("Content-Type");
  const auto media = type == nullptr ? std::string_view{} : std::string_view(*type).substr(0, type->find(';'));
  const auto media_end = media.find_last_not_of(" \t");
  if (!route.takes.empty() && !equal_ignoring_case(media.substr(0, media_end + 1), route.takes)) {
    co_await refuse(in, 415, "Content-Type: must be " + std::string(route.takes));
    co_return false;
  }
  const auto* expect = in.request.header("Expect");
  if (!parser.is_done() && unread() == 0 && expect != nullptr && equal_ignoring_case(*expect, "100-continue")) {
    if (!co_await write("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
  }
  parser.body_limit(route.body_max);
  parser.eager(true);
  set_deadline(core_.options.timeouts.body);
  const auto start = lane_.now_tick;
  while (!parser.is_done()) {
    error_code error;
    const auto taken = parser.put(asio::const_buffer(buffer_.data() + begin_, unread()), error);
    begin_ += taken;
    if (error == beast_http::error::body_limit) {
      co_await refuse(in, 413, too_large);
      co_return false;
    }
    const bool framing_too_long = unread() > kBodyReadSize;  // a line between chunks that never ends
    if ((error && error != beast_http::error::need_more) || framing_too_long) {
      co_await refuse(in, 400, "the body of the request is malformed");
      co_return false;
    }
    const auto to_file_from = in.body_file ? kToFileAtOnce : kHeldBodyMax;
    if (route.body_to_file && parser.get().body().size() > to_file_from && !co_await move_to_file(in)) co_return false;
    if (parser.is_done()) break;
    if (taken > 0 && unread() > 0) continue;
    hold_body_bytes(parser.get().body().size() + 1);
    if (core_.body_bytes > core_.options.bodies_max) {
      co_await refuse(in, 503, "the server is receiving too many large bodies; try again");
      co_return false;
    }
    if (const auto full = core_.usage.hold_body(in.hold, body_bytes_)) {
      co_await refuse_full(in, *full);
      co_return false;
    }
    const auto arrived = body_bytes_ + static_cast<std::size_t>(file_bytes_);
    deadline_ = start + (lane_.tick_after(core_.options.timeouts.body + at_slowest(arrived)) - lane_.now_tick);
    if (co_await fill()) continue;
    if (timed_out_) co_await refuse(in, 408, "timed out: the body of the request did not arrive");
    in.keep_alive = false;
    co_return false;
  }
  deadline_ = 0;
  if (in.body_file && !co_await move_to_file(in)) co_return false;
  in.request.body_file = std::move(in.body_file);
  in.request.body = std::move(parser.get().body());
  co_return true;
}

// Handles the part of the body that has arrived, on a thread that may block. False when the request was refused.
asio::awaitable<bool> Connection::move_to_file(Incoming& in) {
  const auto& options = core_.options;
  auto exchange = std::make_shared<Exchange>();
  auto part = std::make_shared<std::string>(std::move(in.parser.get().body()));
  in.parser.get().body().clear();
  hold_file_bytes(file_bytes_ + static_cast<std::int64_t>(part->size()));
  if (core_.file_bytes > options.files_max) {
    co_await refuse(in, 503, "the server is receiving too many large bodies; try again");
    co_return false;
  }
  deadline_ = 0;
  pending_ = exchange;
  auto made = std::make_shared<std::shared_ptr<NamelessFile>>(in.body_file);
  // It borrows nothing: the server may be gone when its turn comes.
  const bool posted =
      core_.pool.post([exchange, part, made, directory = options.file_directory, free_min = options.disk_free_min] {
        const auto written = append_to(*made, directory, free_min, *part);
        exchange->answer({.status = written ? 200 : 503, .body = written ? "" : written.error().message});
      });
  if (posted) co_await wait_for(*exchange, lane_.context);
  pending_.reset();
  const auto answer = posted ? exchange->take() : std::nullopt;
  if (answer && answer->status == 200) {
    in.body_file = *made;
    co_return true;
  }
  if (!posted) {
    co_await refuse(in, 503, "too many requests wait already; try again");
  } else if (answer) {
    log::warn("a large body could not be stored", {{"request", in.request.request_id}, {"reason", answer->body}});
    co_await refuse(in, 503, "there is no room for a body of this size at present; try again");
  } else {
    in.keep_alive = false;  // we stop
  }
  co_return false;
}

asio::awaitable<bool> Connection::answer(Incoming& in, const Route& route) {
  if (in.request.method == Method::get) client_of(in);  // whom send() asks for, when the request is gone
  auto exchange = std::make_shared<Exchange>();
  pending_ = exchange;
  auto gone = route.held ? std::make_shared<std::atomic<bool>>(false) : nullptr;
  in.request.client_gone = gone;
  Request kept;  // what the answer needs of the request
  kept.method = in.request.method;
  kept.request_id = in.request.request_id;
  kept.path = in.request.path;
  kept.client_address = in.request.client_address;
  if (const auto* origin = in.request.header("Origin")) kept.headers.push_back({"Origin", *origin});
  if (asks_for_web_socket(in.request)) kept.headers = in.request.headers;
  core_.dispatch(route, std::move(in.request), exchange);
  in.request = std::move(kept);
  if (!exchange->over()) {
    if (gone && unread() == 0) watch_client(exchange, gone);
    co_await wait_for(*exchange, lane_.context);
    if (gone) {
      error_code ignored;
      socket_.cancel(ignored);  // the watch
    }
  }
  pending_.reset();
  hold_body_bytes(0);
  hold_file_bytes(0);
  core_.usage.hold_body(in.hold, 0);
  auto response = exchange->take();
  if (!response) co_return false;
  if (response->stream) in.hold = {};  // streams have bounds of their own
  if (response->stream) co_return co_await open_stream(in, std::move(*response));
  co_return co_await send(in, std::move(*response));
}

// Becomes readable: either the next request, which may wait, or the end of the client.
void Connection::watch_client(std::shared_ptr<Exchange> exchange, std::shared_ptr<std::atomic<bool>> gone) {
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this(), exchange = std::move(exchange), gone = std::move(gone)](error_code e) {
                       if (e || exchange->over()) return;
                       char byte = 0;
                       const auto count = ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
                       if (count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) *gone = true;
                     });
}

asio::awaitable<bool> Connection::open_stream(Incoming& in, Response response) {
  place_->known = true;  // or ended by the stream itself, which has bounds of its own
  auto stream = response.stream;
  if (response.status == 101 && unread() == 0) {
    note_answer(in, response.status);
    Request request = std::move(in.request);
    co_await converse(std::move(request), std::move(stream));
    co_return false;
  }
  if (response.status == 101) {
    stream->hung_up();
    co_return co_await refuse(in, 400, "the client sent data before the WebSocket was open");
  }
  if (in.request.method == Method::head) {
    stream->hung_up();
    response.stream.reset();
    co_return co_await send(in, std::move(response));
  }
  const bool chunked = !in.http_1_0;
  in.keep_alive = in.keep_alive && chunked && !core_.stopping;
  core_.add_common_headers(in.request, response);
  auto head = core_.response_head(response, in.keep_alive, in.http_1_0);
  note_answer(in, response.status);
  const bool ended_well = co_await speak(std::move(stream), std::move(head), chunked);
  co_return ended_well&& in.keep_alive && !core_.stopping;
}

// Any error that the connection itself finds.
asio::awaitable<bool> Connection::refuse(Incoming& in, int status, std::string why) {
  auto response = core_.error_form(status, why);
  if (status == 503) response.headers.push_back({"Retry-After", "1"});
  const bool broken = status == 400 || status == 408 || status == 413 || status == 431 || status == 503;
  if (broken) in.keep_alive = false;
  const bool kept = co_await send(in, std::move(response));
  in.keep_alive = in.keep_alive && kept;
  co_return kept;
}

// The client is at its bound: nothing is wrong with the request itself.
asio::awaitable<bool> Connection::refuse_full(Incoming& in, const Usage::Full& full) {
  auto response = core_.error_form(full.status, full.why);
  response.headers.push_back({"Retry-After", std::to_string(full.retry_after)});
  if (const auto more = core_.full_lines.pass(core_.clock.steady_now())) {
    log::warn("a client holds too much", {{"request", in.request.request_id},
                                          {"client", in.request.client_address},
                                          {"status", full.status},
                                          {"why", full.why},
                                          {"more", *more}});
  }
  co_return co_await send(in, std::move(response));
}

asio::awaitable<bool> Connection::send(Incoming& in, Response response) {
  Usage::Hold answer_hold;
  // The answer to a change is sent in any case: such answers are short, and repeating it would be wrong.
  if (in.request.method == Method::get && response.bytes().size() > kSmallAnswer) {
    // One that was kept ready is open while it is read, too: so many connections may wait for a client.
    if (in.hold.holds_nothing()) {
      auto opened = core_.usage.open_request(client_of(in), false);
      if (!opened) {
        response = {};
        co_return co_await refuse_full(in, opened.error());
      }
      in.hold = std::move(*opened);
    }
    auto held = core_.usage.send(client_of(in), response);
    if (!held) {
      response = {};
      co_return co_await refuse_full(in, held.error());
    }
    answer_hold = std::move(*held);
  }
  auto& parser = in.parser;
  if (!parser.is_done()) {
    // A body that is here already is dropped; for one still on its way the connection ends instead.
    const auto left = parser.is_header_done() ? parser.content_length_remaining() : boost::none;
    if (left && *left <= unread()) {
      begin_ += static_cast<std::size_t>(*left);
    } else {
      in.keep_alive = false;
      lingers_ = true;
    }
  }
  if (core_.stopping) in.keep_alive = false;
  core_.add_common_headers(in.request, response);
  auto head = core_.response_head(response, in.keep_alive, in.http_1_0);
  note_answer(in, response.status);
  const auto body = in.request.method == Method::head ? std::string_view() : response.bytes();
  const bool written = co_await write(std::move(head), body);
  co_return written&& in.keep_alive;
}

void Connection::note_answer(const Incoming& in, int status) {
  const Duration taken = core_.clock.steady_now() - in.started;
  if (core_.hear_answer) core_.hear_answer({in.request.method, in.route, status, taken});
  // The path without its query, in which a ticket may stand.
  log::debug("request answered", {{"request", in.request.request_id},
                                  {"method", name_of(in.request.method)},
                                  {"path", in.request.path},
                                  {"status", status},
                                  {"micros", std::chrono::duration_cast<std::chrono::microseconds>(taken).count()},
                                  {"client", in.request.client_address}});
}

}  // namespace autograder::http
