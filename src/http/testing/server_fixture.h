// A server with its own few routes; replies of /held stay with the test.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <stdexcept>

#include "http/server.h"
#include "http/testing/http_client.h"

namespace autograder::http {

using std::chrono::milliseconds;
using testing::HttpClient;
using testing::request_text;

inline Response plain_error(int status, std::string_view why) {
  return {.status = status, .body = std::string(why)};
}

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    options_.port = 0;
    options_.timeouts = {.header = milliseconds(200),
                         .body = milliseconds(200),
                         .idle = milliseconds(5000),
                         .write = milliseconds(2000),
                         .linger = milliseconds(200),
                         .drain = milliseconds(2000)};
  }
  ~ServerTest() override {
    if (server_) server_->stop();
    if (pool_) pool_->stop();
  }

  void start(std::size_t pool_queue = 16) {
    pool_.emplace("test", 1, pool_queue);
    Router router;
    const auto echo = [](Request request, Reply reply) {
      reply({.body = std::string(name_of(request.method)) + " " + request.path + " " + request.segment + " " +
                     request.body});
    };
    router.add({.method = Method::get, .path = "/io", .runs = Runs::io, .admit = {}, .handle = echo});
    router.add({.method = Method::get, .path = "/pool", .admit = {}, .handle = echo});
    router.add({.method = Method::post,
                .path = "/echo",
                .body_max = 1000,
                .takes = "application/json",
                .admit = {},
                .handle = echo});
    router.add({.method = Method::post,
                .path = "/guarded",
                .body_max = 1'000'000,
                .admit = [](const Request& request) -> std::optional<Response> {
                  if (request.header("Authorization") != nullptr) return std::nullopt;
                  return plain_error(401, "who?");
                },
                .handle = echo});
    router.add({.method = Method::get,
                .path = "/held",
                .runs = Runs::io,
                .held = true,
                .admit = {},
                .handle = [this](Request request, Reply reply) {
                  gone_ = request.client_gone;
                  held_.set_value(std::move(reply));
                }});
    router.add({.method = Method::get, .path = "/throws", .admit = {}, .handle = [](Request, Reply) {
                  throw std::runtime_error("a bug");
                }});
    // Says where the body stood, and gives it back.
    const auto from_file = [](Request request, Reply reply) {
      if (request.body_file == nullptr) return reply({.body = "held " + request.body});
      EXPECT_TRUE(request.body.empty());
      const auto body = request.body_file->read(0, request.body_file->size());
      reply({.body = "file " + body.value_or("cannot be read")});
    };
    router.add({.method = Method::post,
                .path = "/file",
                .body_max = 5'000'000,
                .body_to_file = true,
                .admit = {},
                .handle = from_file});
    router.add(
        {.method = Method::get, .path = "/large", .runs = Runs::io, .admit = {}, .handle = [](Request, Reply reply) {
           reply({.body = std::string(3'000'000, 'x')});
         }});
    server_.emplace(options_, std::move(router), plain_error, clock_, *pool_, *pool_);
    const auto listening = server_->listen();
    ASSERT_TRUE(listening) << listening.error().message;
  }
  HttpClient client() { return HttpClient(server_->port()); }

  const std::vector<std::string> json_{"Content-Type: application/json"};
  ServerOptions options_;
  SystemClock clock_;
  std::optional<ThreadPool> pool_;
  std::optional<Server> server_;
  std::promise<Reply> held_;
  std::shared_ptr<const std::atomic<bool>> gone_;
};

}  // namespace autograder::http
