#include "http/server.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <future>
#include <latch>
#include <limits>

#include "http/testing/server_fixture.h"

namespace autograder::http {
namespace {

TEST_F(ServerTest, answersAgainAndAgainOnOneConnection) {
  start();
  auto client = this->client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.ask("GET", "/io");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /io  ");
    EXPECT_EQ(client.ask("POST", "/echo", "{}", json_).body, "POST /echo  {}");
    EXPECT_EQ(client.ask("GET", "/pool").status, 200);
  }
}

TEST_F(ServerTest, answersPipelinedRequestsInOrder) {
  start();
  auto client = this->client();
  client.send(request_text("GET", "/pool") + request_text("POST", "/echo", "{\"a\": 1}", json_) +
              request_text("GET", "/nothing") + request_text("GET", "/io"));
  EXPECT_EQ(client.read().body, "GET /pool  ");
  EXPECT_EQ(client.read().body, "POST /echo  {\"a\": 1}");
  EXPECT_EQ(client.read().status, 404);
  EXPECT_EQ(client.read().body, "GET /io  ");
}

TEST_F(ServerTest, readsAByteAtATime) {
  start();
  auto client = this->client();
  for (const char byte : request_text("POST", "/echo", "{\"code\": \"x\"}", json_)) client.send({&byte, 1});
  EXPECT_EQ(client.read().body, "POST /echo  {\"code\": \"x\"}");
}

// 3 MB in which no two pieces are alike.
std::string long_body() {
  std::string body;
  for (int i = 0; body.size() < 3'000'000; ++i) body += std::to_string(i) + " ";
  return body;
}

TEST_F(ServerTest, putsALargeBodyIntoAFile) {
  start();
  auto client = this->client();
  const auto body = long_body();
  EXPECT_EQ(client.ask("POST", "/file", body).body, "file " + body);
  EXPECT_EQ(client.ask("POST", "/file", "small").body, "held small") << "on the same connection";
  EXPECT_EQ(client.ask("POST", "/file", body).body, "file " + body);
}

TEST_F(ServerTest, putsALargeBodyInChunksIntoAFile) {
  start();
  auto client = this->client();
  const auto body = long_body();
  client.send("POST /file HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (std::size_t at = 0; at < body.size(); at += 100'000) {
    const auto part = body.substr(at, 100'000);
    std::array<char, 32> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", part.size());
    client.send(size.data() + part + "\r\n");
  }
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.read().body, "file " + body);
}

TEST_F(ServerTest, refusesALargeBodyWithoutRoomForIt) {
  options_.files_max = 1'000'000;
  start();
  auto client = this->client();
  client.send(request_text("POST", "/file", long_body()));
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_EQ(this->client().ask("POST", "/file", "small").status, 200);
}

TEST_F(ServerTest, refusesALargeBodyOnAFullDisk) {
  options_.disk_free_min = std::numeric_limits<std::int64_t>::max();
  start();
  auto client = this->client();
  client.send(request_text("POST", "/file", long_body()));
  EXPECT_EQ(client.read().status, 503);
}

TEST_F(ServerTest, refusesALargeBodyOverItsBound) {
  start();
  auto client = this->client();
  client.send("POST /file HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string part(1'000'000, 'x');
  for (int i = 0; i < 6; ++i) client.send("f4240\r\n" + part + "\r\n");
  EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, headHasNoBodyAndTheSameLength) {
  start();
  auto client = this->client();
  const auto answer = client.ask("HEAD", "/io");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), "10");
  EXPECT_EQ(client.ask("GET", "/io").status, 200);
}

TEST_F(ServerTest, closesForHttp10AndForWhoAsksForIt) {
  start();
  auto old = client();
  old.send("GET /io HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.read().status, 200);
  EXPECT_TRUE(old.ends());
  auto polite = client();
  const auto answer = polite.ask("GET", "/io", "", {"Connection: close"});
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(polite.ends());
  auto kept = client();
  kept.send("GET /io HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.read().header("connection"), "keep-alive");
  EXPECT_EQ(kept.ask("GET", "/io").status, 200);
}

TEST_F(ServerTest, refusesWhatIsNotHttp) {
  start();
  const std::string cases[] = {
      "nonsense\r\n\r\n",
      "GET /io HTTP/9.9\r\n\r\n",
      "GET /io HTTP/1.1\r\n\r\n",  // no Host
      "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /?a=1&a=2 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /io HTTP/1.1\r\nHost x\r\n\r\n",
      "GET /io HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\n{}",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      std::string("\0\1\2\3\r\n\r\n", 8),
  };
  for (const auto& text : cases) {
    auto client = this->client();
    client.send(text);
    EXPECT_EQ(client.read().status, 400) << text;
    EXPECT_TRUE(client.ends()) << text;
  }
}

TEST_F(ServerTest, boundsTheHead) {
  start();
  auto one_field = client();
  EXPECT_EQ(one_field.ask("GET", "/io", "", {"X-Long: " + std::string(20'000, 'x')}).status, 431);
  EXPECT_TRUE(one_field.ends());
  auto target = client();
  EXPECT_EQ(target.ask("GET", "/" + std::string(20'000, 'x')).status, 431);
  auto endless = client();
  endless.send("GET /io HTTP/1.1\r\n");
  for (int i = 0; i < 2000; ++i) endless.send("X-Field-" + std::to_string(i) + ": y\r\n");
  EXPECT_EQ(endless.read().status, 431);
}

TEST_F(ServerTest, boundsTheBodyBeforeAndWhileReading) {
  start();
  auto announced = client();
  announced.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(announced.read().status, 413);
  EXPECT_TRUE(announced.ends());
  auto chunked = client();
  chunked.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) chunked.send("190\r\n" + std::string(400, ' ') + "\r\n");
  EXPECT_EQ(chunked.read().status, 413);
  auto much = client();
  EXPECT_EQ(much.ask("POST", "/echo", std::string(3'000'000, ' '), json_).status, 413);
  auto fits = client();
  EXPECT_EQ(fits.ask("POST", "/echo", std::string(1000, ' '), json_).status, 200);
}

TEST_F(ServerTest, takesChunkedBodies) {
  start();
  auto client = this->client();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\n"
      "Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n");
  EXPECT_EQ(client.read().body, "POST /echo  [1,2]");
  EXPECT_EQ(client.ask("GET", "/io").status, 200);
}

TEST_F(ServerTest, saysContinueToThoseWhoWaitForIt) {
  start();
  auto client = this->client();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read().status, 100);
  client.send("{}");
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerTest, refusesOtherTypesMethodsAndPaths) {
  start();
  auto client = this->client();
  EXPECT_EQ(client.ask("POST", "/echo", "{}", {"Content-Type: text/plain"}).status, 415);
  EXPECT_EQ(client.ask("POST", "/echo", "{}").status, 415);
  const auto wrong = client.ask("DELETE", "/echo");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "POST, OPTIONS");
  EXPECT_EQ(client.ask("BREW", "/echo").status, 405);
  EXPECT_EQ(client.ask("GET", "/echo/../io").status, 404);
}

TEST_F(ServerTest, asksWhoItIsBeforeReadingABody) {
  start();
  auto client = this->client();
  client.send("POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
  EXPECT_EQ(client.read().status, 401);
  EXPECT_TRUE(client.ends());
  auto small = this->client();
  EXPECT_EQ(small.ask("POST", "/guarded", "tiny").status, 401);
  EXPECT_EQ(small.ask("GET", "/io").status, 200) << "a small body that came along does not end the connection";
}

TEST_F(ServerTest, timesOutSlowHeadsAndBodies) {
  start();
  auto head = client();
  head.send("GET /io HTTP/1.1\r\nHost: x");
  EXPECT_EQ(head.read().status, 408);
  EXPECT_TRUE(head.ends());
  auto body = client();
  body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
  EXPECT_EQ(body.read().status, 408);
  EXPECT_TRUE(body.ends());
}

TEST_F(ServerTest, endsIdleConnectionsWithoutAWord) {
  options_.timeouts.idle = milliseconds(100);
  start();
  auto silent = client();
  EXPECT_TRUE(silent.ends());
  auto done = client();
  EXPECT_EQ(done.ask("GET", "/io").status, 200);
  EXPECT_TRUE(done.ends());
}

TEST_F(ServerTest, takesRequestIdsThatAreHarmlessAndMakesOthers) {
  start();
  auto client = this->client();
  EXPECT_EQ(client.ask("GET", "/io", "", {"X-Request-Id: abc-1.2_3"}).header("x-request-id"), "abc-1.2_3");
  for (const auto& bad : {std::string("a b"), std::string(65, 'a'), std::string("x\ty")}) {
    const auto made = client.ask("GET", "/io", "", {"X-Request-Id: " + bad}).header("x-request-id");
    EXPECT_EQ(made.size(), 16u) << bad;
  }
  EXPECT_EQ(client.ask("GET", "/nothing", "", {"X-Request-Id: abc"}).header("x-request-id"), "abc");
}

TEST_F(ServerTest, answersCorsForListedOriginsAlone) {
  options_.cors_origins = {"https://lab.example"};
  options_.cors_exposed = "X-Total-Count";
  options_.cors_allowed = "Idempotency-Key";
  start();
  auto client = this->client();
  const auto listed = client.ask("GET", "/io", "", {"Origin: https://lab.example"});
  EXPECT_EQ(listed.header("access-control-allow-origin"), "https://lab.example");
  EXPECT_NE(listed.header("access-control-expose-headers").find("X-Total-Count"), std::string::npos);
  EXPECT_EQ(listed.header("vary"), "Origin");
  EXPECT_EQ(client.ask("GET", "/io", "", {"Origin: https://evil.example"}).header("access-control-allow-origin"), "");
  const auto preflight = client.ask("OPTIONS", "/echo", "",
                                    {"Origin: https://lab.example", "Access-Control-Request-Method: POST",
                                     "Access-Control-Request-Headers: authorization"});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.header("access-control-allow-methods"), "POST, OPTIONS");
  EXPECT_NE(preflight.header("access-control-allow-headers").find("Idempotency-Key"), std::string::npos);
  const auto refused =
      client.ask("OPTIONS", "/echo", "", {"Origin: https://evil.example", "Access-Control-Request-Method: POST"});
  EXPECT_EQ(refused.header("access-control-allow-origin"), "");
  EXPECT_EQ(refused.header("access-control-allow-methods"), "");
  EXPECT_EQ(client.ask("POST", "/echo", "x", {"Origin: https://lab.example"}).header("access-control-allow-origin"),
            "https://lab.example")
      << "errors too";
}

TEST_F(ServerTest, answers500WhenAHandlerThrows) {
  start();
  EXPECT_EQ(client().ask("GET", "/throws").status, 500);
}

TEST_F(ServerTest, answers503WhenThePoolIsFull) {
  start(1);
  std::latch busy(1);
  std::latch release(1);
  ASSERT_TRUE(pool_->post([&] {
    busy.count_down();
    release.wait();
  }));
  busy.wait();
  auto first = client();
  auto second = client();
  first.send(request_text("GET", "/pool"));
  second.send(request_text("GET", "/pool"));
  // One of the two fits into the queue; the other is told at once.
  std::future<int> one = std::async(std::launch::async, [&] { return first.read().status; });
  std::future<int> two = std::async(std::launch::async, [&] {
    const auto answer = second.read();
    return answer.status;
  });
  while (one.wait_for(milliseconds(5)) != std::future_status::ready &&
         two.wait_for(milliseconds(5)) != std::future_status::ready) {
  }
  release.count_down();
  EXPECT_EQ(one.get() + two.get(), 200 + 503);
}

TEST_F(ServerTest, tellsAHeldRequestThatItsClientIsGone) {
  start();
  auto held = held_.get_future();
  auto client = std::make_unique<HttpClient>(server_->port());
  client->send(request_text("GET", "/held"));
  auto reply = held.get();
  EXPECT_FALSE(*gone_);
  client.reset();
  while (!*gone_) std::this_thread::yield();
  reply({});
}

TEST_F(ServerTest, answersLateFromAnotherThreadAndGoesOn) {
  start();
  auto held = held_.get_future();
  auto client = this->client();
  client.send(request_text("GET", "/held") + request_text("GET", "/io"));
  std::thread([reply = held.get()]() mutable { reply({.status = 201}); }).join();
  EXPECT_EQ(client.read().status, 201);
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(ServerTest, sendsLargeAnswersWhole) {
  start();
  EXPECT_EQ(client().ask("GET", "/large").body.size(), 3'000'000u);
}

TEST_F(ServerTest, stopLetsWhatIsInFlightEnd) {
  start();
  auto held = held_.get_future();
  auto busy = client();
  auto idle = client();
  EXPECT_EQ(idle.ask("GET", "/io").status, 200);
  busy.send(request_text("GET", "/held"));
  auto reply = held.get();
  server_->stop([&] { reply({.status = 200}); });
  const auto answer = busy.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(idle.ends());
}

TEST_F(ServerTest, stopGivesUpOnWhatNeverEnds) {
  options_.timeouts.drain = milliseconds(50);
  start();
  auto held = held_.get_future();
  auto client = this->client();
  client.send(request_text("GET", "/held"));
  auto reply = held.get();
  server_->stop();
  EXPECT_TRUE(client.ends());
  server_.reset();
  reply({});  // nobody hears it, and nothing breaks
}

TEST_F(ServerTest, saysWhenThePortIsTaken) {
  start();
  ServerOptions same = options_;
  same.port = server_->port();
  Server second(same, Router{}, plain_error, clock_, *pool_, *pool_);
  const auto listening = second.listen();
  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().code, ErrorCode::conflict);
  EXPECT_NE(listening.error().message.find("EADDRINUSE"), std::string::npos);
}

TEST_F(ServerTest, refusesAddressesThatAreNone) {
  options_.address = "localhost";
  pool_.emplace("test", 1, 1);
  Server server(options_, Router{}, plain_error, clock_, *pool_, *pool_);
  ASSERT_FALSE(server.listen());
}

}  // namespace
}  // namespace autograder::http
