// Waits, in a coroutine, until something that is armed rings. Only for the files that speak to Asio.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace autograder::http {

// Completes on `context` when `armed.arm(f)` calls f. Nothing is captured on the way: g++ 12 destroys the captures of a
// temporary in a co_await expression twice.
template <class Armed>
boost::asio::awaitable<void> wait_for(Armed& armed, boost::asio::io_context& context) {
  auto arm = [](auto handler, Armed* waited, boost::asio::io_context* loop) {
    waited->arm([loop, held = std::move(handler)]() mutable { boost::asio::post(*loop, std::move(held)); });
  };
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(arm, boost::asio::use_awaitable,
                                                                                      &armed, &context);
}

}  // namespace autograder::http
