#include "http/server.h"

#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "foundation/check.h"
#include "foundation/log.h"
#include "http/connection.h"

namespace autograder::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

// Bytes that the kernel keeps of one connection's answers, and of those it has not sent. Enough for 40 Mbit/s over 100 ms.
constexpr int kSendBuffer = 256 * 1024;  // the kernel doubles it
constexpr int kUnsentMax = 128 * 1024;
using UnsentMax = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

// Fine enough for the shortest time-out, coarse enough to cost nothing.
milliseconds tick_for(const Timeouts& timeouts) {
  const auto shortest = std::min({timeouts.header, timeouts.body, timeouts.idle, timeouts.write, timeouts.linger});
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

}  // namespace

struct Server::State {
  State(ServerOptions options, Router router, ErrorForm form, const Clock& clock, ThreadPool& pool, ThreadPool& words)
      : core(std::move(options), std::move(router), std::move(form), clock, pool, words) {
    const int count = std::max(1, core.options.io_threads);
    for (int i = 0; i < count; ++i) lanes.push_back(std::make_unique<Lane>(tick_for(core.options.timeouts)));
  }

  asio::awaitable<void> accept();
  asio::awaitable<void> sweep(Lane& lane);
  asio::awaitable<void> repeat(milliseconds interval, std::function<void()> work);
  std::shared_ptr<Place> place_of(const tcp::socket& socket, Lane& lane);
  void turn_away(tcp::socket socket, const std::string& address);
  void make_room(const std::vector<std::shared_ptr<Place>>& leave);
  void adopt(tcp::socket socket, const std::shared_ptr<Place>& place, Lane& lane);
  void run(Lane& lane, int index);
  // Runs `what` on every lane's thread for each of its connections.
  void each_connection(void (Connection::*what)());
  void wait_until_empty(milliseconds at_most);

  Core core;
  std::vector<std::unique_ptr<Lane>> lanes;
  std::optional<tcp::acceptor> acceptor;  // of lane 0
  std::vector<std::pair<milliseconds, std::function<void()>>> repeated;
  std::vector<std::thread> threads;
  std::size_t next_lane = 0;
  std::uint16_t port = 0;
  std::atomic<bool> ended{false};
};

asio::awaitable<void> Server::State::accept() {
  asio::steady_timer pause(lanes[0]->context);
  while (!core.stopping) {
    Lane& lane = *lanes[next_lane++ % lanes.size()];
    error_code error;
    tcp::socket socket =
        co_await acceptor->async_accept(lane.context, asio::redirect_error(asio::use_awaitable, error));
    if (core.stopping || error == asio::error::operation_aborted) co_return;
    if (error) {
      if (const auto more = core.full_lines.pass(core.clock.steady_now())) {
        log::warn("accepting a connection failed", {{"why", error.message()}, {"more", *more}});
      }
      pause.expires_after(milliseconds(100));  // out of descriptors, most likely
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    auto place = place_of(socket, lane);
    auto entry = core.door.enter(place);
    if (!entry.admitted) {
      turn_away(std::move(socket), place->address);
      continue;
    }
    make_room(entry.leave);
    ++core.connections;
    auto held = std::make_shared<tcp::socket>(std::move(socket));
    asio::post(lane.context, [this, held, place = std::move(place), &lane] { adopt(std::move(*held), place, lane); });
  }
}

std::shared_ptr<Place> Server::State::place_of(const tcp::socket& socket, Lane& lane) {
  error_code error;
  auto address = socket.remote_endpoint(error).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  auto place = std::make_shared<Place>();
  place->peer = address.to_string();
  place->address = subscriber_of(place->peer);
  place->proxied = core.proxies.trusts_peer(place->peer);
  place->lane = &lane;
  place->since = core.clock.steady_now().time_since_epoch().count();
  return place;
}

void Server::State::turn_away(tcp::socket socket, const std::string& address) {
  auto busy = core.error_form(503, "too many connections are open; try again");
  busy.headers.push_back({"Retry-After", "1"});
  const auto text = core.response_head(busy, false, false) + std::string(busy.bytes());
  error_code error;
  socket.non_blocking(true, error);
  socket.write_some(asio::buffer(text), error);
  if (const auto more = core.full_lines.pass(core.clock.steady_now())) {
    log::warn("a connection was refused: too many are open",
              {{"client", address}, {"open", core.connections.load()}, {"more", *more}});
  }
}

void Server::State::make_room(const std::vector<std::shared_ptr<Place>>& leave) {
  if (leave.empty()) return;
  for (const auto& place : leave) {
    asio::post(place->lane->context, [place] {
      // One that was not taken up yet sees by itself that it leaves.
      if (place->connection != nullptr) place->connection->abandon();
    });
  }
  if (const auto more = core.full_lines.pass(core.clock.steady_now())) {
    log::warn("connections were ended to make room for newer ones", {{"ended", leave.size()},
                                                                     {"client", leave.front()->address},
                                                                     {"open", core.connections.load()},
                                                                     {"more", *more}});
  }
}

void Server::State::adopt(tcp::socket socket, const std::shared_ptr<Place>& place, Lane& lane) {
  auto connection = std::make_shared<Connection>(std::move(socket), place, lane, core);
  if (place->leaving) return;
  asio::co_spawn(lane.context, connection->run(), asio::detached);
}

asio::awaitable<void> Server::State::sweep(Lane& lane) {
  while (!ended) {
    lane.sweep.expires_after(lane.tick_length);
    error_code error;
    co_await lane.sweep.async_wait(asio::redirect_error(asio::use_awaitable, error));
    ++lane.now_tick;
    for (auto* connection : lane.connections) connection->check_deadline();
  }
}

asio::awaitable<void> Server::State::repeat(milliseconds interval, std::function<void()> work) {
  asio::steady_timer timer(lanes[0]->context);
  while (!ended) {
    timer.expires_after(interval);
    error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (!ended) work();
  }
}

void Server::State::run(Lane& lane, int index) {
  pthread_setname_np(pthread_self(), ("http-" + std::to_string(index)).c_str());
  for (;;) {
    try {
      lane.context.run();
      return;
    } catch (const std::exception& error) {
      log::error("an I/O thread caught an exception", {{"what", error.what()}});
    }
  }
}

void Server::State::each_connection(void (Connection::*what)()) {
  for (auto& lane : lanes) {
    asio::post(lane->context, [lane = lane.get(), what] {
      // Ending one may destroy it and so change the set.
      std::vector<std::shared_ptr<Connection>> all;
      for (auto* connection : lane->connections) all.push_back(connection->shared_from_this());
      for (const auto& connection : all) (connection.get()->*what)();
    });
  }
}

void Server::State::wait_until_empty(milliseconds at_most) {
  constexpr milliseconds kLook{5};
  for (milliseconds waited{0}; core.connections > 0 && waited < at_most; waited += kLook) {
    std::this_thread::sleep_for(kLook);
  }
}

Server::Server(ServerOptions options, Router router, ErrorForm error_form, const Clock& clock, ThreadPool& pool,
               ThreadPool& passwords)
    : state_(std::make_unique<State>(std::move(options), std::move(router), std::move(error_form), clock, pool,
                                     passwords)) {}

Server::~Server() {
  stop();
}

void Server::every(milliseconds interval, std::function<void()> work) {
  CHECK(state_->threads.empty());
  state_->repeated.emplace_back(interval, std::move(work));
}

void Server::on_answer(std::function<void(const Answered&)> hear) {
  CHECK(state_->threads.empty());
  state_->core.hear_answer = std::move(hear);
}

Result<> Server::listen() {
  auto& state = *state_;
  const auto& options = state.core.options;
  CHECK(state.threads.empty());
  AG_ASSIGN(state.core.proxies, TrustedProxies::parse(options.trusted_proxies));
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return fail(ErrorCode::invalid, "listening: \"" + options.address + "\" is not an IP address");
  const tcp::endpoint endpoint(address, options.port);
  const std::string where = options.address + " port " + std::to_string(options.port);
  tcp::acceptor acceptor(state.lanes[0]->context);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  // Connections inherit these. What a slow reader does not take waits with us, where it is counted.
  if (!error) acceptor.set_option(asio::socket_base::send_buffer_size(kSendBuffer), error);
  if (!error) acceptor.set_option(UnsentMax(kUnsentMax), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  if (error == asio::error::address_in_use) {
    return fail(ErrorCode::conflict, "listening on " + where +
                                         ": EADDRINUSE: another program has this port; end it, or choose another port");
  }
  if (error) return fail_errno("listening on " + where, error.value());
  state.port = acceptor.local_endpoint(error).port();
  state.acceptor.emplace(std::move(acceptor));
  for (auto& lane : state.lanes) asio::co_spawn(lane->context, state.sweep(*lane), asio::detached);
  for (auto& [interval, work] : state.repeated) {
    asio::co_spawn(state.lanes[0]->context, state.repeat(interval, work), asio::detached);
  }
  asio::co_spawn(state.lanes[0]->context, state.accept(), asio::detached);
  for (int i = 0; i < static_cast<int>(state.lanes.size()); ++i) {
    state.threads.emplace_back([&state, i] { state.run(*state.lanes[static_cast<std::size_t>(i)], i); });
  }
  return {};
}

std::uint16_t Server::port() const {
  return state_->port;
}

std::size_t Server::answer_bytes() {
  return state_->core.usage.answer_bytes();
}

const Router& Server::router() const {
  return state_->core.router;
}

void Server::stop(const std::function<void()>& before_drain) {
  auto& state = *state_;
  if (state.threads.empty()) return;
  state.core.stopping = true;
  asio::post(state.lanes[0]->context, [&state] {
    error_code ignored;
    state.acceptor->close(ignored);
  });
  state.each_connection(&Connection::close_if_idle);
  if (before_drain) before_drain();
  state.wait_until_empty(state.core.options.timeouts.drain);
  state.each_connection(&Connection::abandon);
  state.wait_until_empty(milliseconds(1000));
  state.ended = true;
  for (auto& lane : state.lanes) lane->context.stop();
  for (auto& thread : state.threads) thread.join();
  state.threads.clear();
}

}  // namespace autograder::http
