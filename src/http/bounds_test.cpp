// Bounds of the things that clients hold of a server: connections, open requests, answers that they do not read.
#include <thread>

#include "http/testing/server_fixture.h"

namespace autograder::http {
namespace {

// A client whose user is what its Authorization says.
std::string named_user(const Request& request) {
  const auto* name = request.header("Authorization");
  return name == nullptr ? "" : *name;
}

TEST_F(ServerTest, refusesConnectionsWhereAllOthersAreBusy) {
  options_.connections_max = 1;
  options_.user_of = named_user;
  start();
  auto first = client();
  first.send(request_text("GET", "/held", "", {"Authorization: ada"}));
  auto reply = held_.get_future().get();
  auto second = client();
  const auto answer = second.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "1");
  reply({.body = "done"});
  EXPECT_EQ(first.read().body, "done");
}

TEST_F(ServerTest, anIdleNewcomerGoesForANewerOneAndWhoIsKnownStays) {
  options_.connections_max = 3;
  options_.connections_an_address_max = 2;
  options_.user_of = named_user;
  start();
  auto known = client();
  EXPECT_EQ(known.ask("GET", "/io", "", {"Authorization: ada"}).status, 200);
  auto idle = client();
  EXPECT_EQ(idle.ask("GET", "/io").status, 200);
  auto newer = client();
  EXPECT_EQ(newer.ask("GET", "/io").status, 200);
  EXPECT_TRUE(idle.ends());
  EXPECT_EQ(known.ask("GET", "/io").status, 200);
}

TEST_F(ServerTest, refusesAnswersWhileThoseSentAreNotRead) {
  options_.user_of = named_user;
  options_.usage.answers_a_user = 4'000'000;
  start();
  auto slow = client();
  slow.send(request_text("GET", "/large", "", {"Authorization: ada"}));
  while (server_->answer_bytes() == 0) std::this_thread::yield();
  auto again = client();
  const auto refused = again.ask("GET", "/large", "", {"Authorization: ada"});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "5");
  EXPECT_EQ(again.ask("GET", "/io", "", {"Authorization: ada"}).status, 200) << "the connection lives on";
  EXPECT_EQ(client().ask("GET", "/large", "", {"Authorization: bob"}).status, 200);
  EXPECT_EQ(slow.read().body.size(), 3'000'000u);
  while (server_->answer_bytes() > 0) std::this_thread::yield();
  EXPECT_EQ(again.ask("GET", "/large", "", {"Authorization: ada"}).status, 200);
}

TEST_F(ServerTest, givesAReaderUpThatTakesNothing) {
  options_.timeouts.write = milliseconds(100);
  start();
  auto stuck = client();
  stuck.send(request_text("GET", "/large"));
  while (server_->answer_bytes() == 0) std::this_thread::yield();
  const auto begin = clock_.steady_now();
  while (server_->answer_bytes() > 0) std::this_thread::yield();
  EXPECT_LT(clock_.steady_now() - begin, std::chrono::seconds(60)) << "it had 183 s for the whole answer";
  EXPECT_LT(stuck.read_bytes(4'000'000).size(), 3'000'000u);
}

TEST_F(ServerTest, refusesRequestsOverThoseThatAreOpen) {
  options_.user_of = named_user;
  options_.usage.requests_a_user = 1;
  start();
  auto first = client();
  first.send(request_text("GET", "/held", "", {"Authorization: ada"}));
  auto reply = held_.get_future().get();
  auto second = client();
  const auto refused = second.ask("GET", "/pool", "", {"Authorization: ada"});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(second.ask("GET", "/pool", "", {"Authorization: bob"}).status, 200);
  reply({.body = "done"});
  EXPECT_EQ(first.read().body, "done");
  EXPECT_EQ(second.ask("GET", "/pool", "", {"Authorization: ada"}).status, 200);
}

}  // namespace
}  // namespace autograder::http
