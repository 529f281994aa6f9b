// One I/O thread's event loop with its connections and a coarse timer. Only for the files that speak to Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <unordered_set>

namespace autograder::http {

class Connection;

// Time-outs are compared with a counter of ticks: one timer a lane instead of one an operation.
struct Lane {
  explicit Lane(std::chrono::milliseconds tick) : context(1), sweep(context), tick_length(tick) {}

  std::uint64_t tick_after(std::chrono::milliseconds span) const {
    return now_tick + static_cast<std::uint64_t>(span / tick_length) + 1;
  }

  boost::asio::io_context context;
  boost::asio::steady_timer sweep;
  const std::chrono::milliseconds tick_length;
  std::uint64_t now_tick = 0;                   // on the lane's thread
  std::unordered_set<Connection*> connections;  // on the lane's thread
};

}  // namespace autograder::http
