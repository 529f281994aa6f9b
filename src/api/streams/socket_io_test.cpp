// Socket.IO's requests by hand: what the library does when all is well is tested end to end with the library.
#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"
#include "api/testing/web_socket_client.h"
#include "api/wire/engine_io.h"

namespace autograder::testing {
namespace {

using std::chrono::seconds;
constexpr const char* kPolling = "/socket.io/?EIO=4&transport=polling";

class SocketIoTest : public ApiFixture {
 protected:
  Answer get(const std::string& target, const std::vector<std::string>& headers = {}) {
    const auto answer = HttpClient(api_->port()).ask("GET", target, {}, headers);
    observe("GET", target, answer.status);
    return answer;
  }
  Answer post(const std::string& target, const std::string& body, std::vector<std::string> headers = {}) {
    headers.push_back("Content-Type: text/plain;charset=UTF-8");
    const auto answer = HttpClient(api_->port()).ask("POST", target, body, headers);
    observe("POST", target, answer.status);
    return answer;
  }
  std::string open() {
    const auto body = get(kPolling).body;
    const auto begin = body.find(R"("sid":")") + 7;
    return std::string(kPolling) + "&sid=" + body.substr(begin, body.find('"', begin) - begin);
  }
  std::string sign_in(const std::string& token) {
    const auto session = open();
    EXPECT_EQ(post(session, R"(40{"token":")" + token + "\"}").body, "ok");
    EXPECT_EQ(get(session).body.substr(0, 9), R"(40{"sid":)");
    return session;
  }
  // What the session says next, over as many polls as it takes, up to where `part` stands.
  std::string poll_for(const std::string& session, std::string_view part) {
    std::string heard;
    while (heard.find(part) == std::string::npos) {
      const auto answer = get(session);
      if (answer.status != 200) return heard;
      heard += answer.body;
    }
    return heard;
  }
};

TEST(EngineIo, readsPackets) {
  using namespace api::engine_io;
  const auto event = parse_packet(R"(212["subscribe","x"])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->ack, "12");
  EXPECT_EQ(event->json, R"(["subscribe","x"])");
  const auto room = parse_packet(R"(0/admin?a=b,{"token":"t"})");
  ASSERT_TRUE(room);
  EXPECT_EQ(room->room, "/admin");
  EXPECT_EQ(room->json, R"({"token":"t"})");
  for (const char* bad : {"", "3", "5", "x", "21234567890123456[]"}) EXPECT_FALSE(parse_packet(bad)) << bad;
  EXPECT_EQ(split("a\x1e"
                  "b\x1e"),
            (std::vector<std::string_view>{"a", "b", ""}));
}

TEST_F(SocketIoTest, opensASession) {
  start();
  const auto answer = get(kPolling);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.front(), '0');
  EXPECT_NE(answer.body.find(R"("upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000)"),
            std::string::npos);
}

TEST_F(SocketIoTest, saysWhyItRefuses) {
  options_.cors_origins = {"https://lab.example"};
  start();
  const std::vector<std::string> evil{"Origin: https://evil.example"};
  EXPECT_EQ(get("/socket.io/?EIO=3&transport=polling").body, R"({"code":5,"message":"Unsupported protocol version"})");
  EXPECT_EQ(get("/socket.io/?EIO=4&transport=smoke").body, R"({"code":0,"message":"Transport unknown"})");
  EXPECT_EQ(get("/socket.io/?EIO=4&transport=websocket").body, R"({"code":3,"message":"Bad request"})");
  EXPECT_EQ(get(std::string(kPolling) + "&sid=none").body, R"({"code":1,"message":"Session ID unknown"})");
  EXPECT_EQ(post(kPolling, "40").body, R"({"code":2,"message":"Bad handshake method"})");
  EXPECT_EQ(get(kPolling, evil).status, 403);
  EXPECT_EQ(post(kPolling, "40", evil).status, 403);
  EXPECT_EQ(get(kPolling, {"Origin: https://lab.example"}).header("access-control-allow-origin"),
            "https://lab.example");
}

TEST_F(SocketIoTest, tellsOfASubmission) {
  start();
  const auto id = submit(student_, add_problem());
  const auto session = sign_in(student_);
  post(session, R"(427["subscribe",")" + id + "\"]");
  auto heard = poll_for(session, "QUEUED");
  // The state may come before the answer to the event, and then the answer is of the next poll.
  if (heard.find("437[") == std::string::npos) heard += poll_for(session, "437[");
  EXPECT_NE(heard.find(R"(437[{"ok":true}])"), std::string::npos) << heard;
  EXPECT_NE(heard.find(R"(42["status",{"type":"status","submissionId":")" + id), std::string::npos) << heard;
  Report report;
  report.verdict = Verdict::accepted;
  report.score = 100;
  judge_next(report);
  EXPECT_NE(poll_for(session, "\"AC\"").find(R"("score":100)"), std::string::npos);
}

TEST_F(SocketIoTest, refusesBadTokensAndForeignSubmissions) {
  start();
  const auto id = submit(other_, add_problem());
  auto session = open();
  for (const char* auth : {"40", "40{}", R"(40{"token":"a.b.c"})", R"(40{"ticket":"x"})", "40nonsense"}) {
    post(session, auth);
    EXPECT_TRUE(poll_for(session, "44").starts_with(R"(44{"message":"You are not signed in","data":{)")) << auth;
  }
  post(session, R"(42["subscribe",")" + id + "\"]");
  post(session, R"(40/admin,{"token":"x"})");
  EXPECT_NE(poll_for(session, "44/admin,").find(R"(44/admin,{"message":"Invalid namespace"})"), std::string::npos);
  session = sign_in(student_);
  post(session, R"(42["subscribe",")" + id + "\"]");
  EXPECT_NE(poll_for(session, "42").find(R"(42["error",{"type":"error","submissionId":")" + id + R"(","status":404)"),
            std::string::npos);
  post(session, R"(421["subscribe",")" + id + "\"]");
  EXPECT_NE(poll_for(session, "43").find(R"(431[{"ok":false,"status":404)"), std::string::npos);
  post(session, R"(422["delete","everything"])");
  EXPECT_NE(poll_for(session, "43").find(R"(432[{"ok":false,"status":400)"), std::string::npos);
}

TEST_F(SocketIoTest, endsOverNonsense) {
  start();
  for (const char* bad : {"", "9", "b4AA", "450-[]", "4", "421", "2hello", "5"}) {
    const auto session = sign_in(student_);
    const auto answer = post(session, bad);
    if (std::string_view(bad) != "421") {  // an event without a name is answered
      EXPECT_EQ(answer.status, 400) << bad;
      EXPECT_EQ(get(session).status, 400) << bad;
    }
  }
  const auto session = sign_in(student_);
  EXPECT_EQ(post(session, "4" + std::string(17'000, 'x')).status, 400);
  EXPECT_EQ(post(open(), std::string(70'000, 'x')).status, 413);
}

TEST_F(SocketIoTest, pingsAndForgetsWhoIsSilent) {
  start();
  const auto session = sign_in(student_);
  clock_.advance(seconds(26));
  EXPECT_EQ(get(session).body, "2");
  EXPECT_EQ(post(session, "3").body, "ok");
  clock_.advance(seconds(26));
  EXPECT_EQ(get(session).body, "2");
  clock_.advance(seconds(21));
  EXPECT_EQ(get(session).body.back(), '1');
  while (get(session).status == 200) {
  }
}

TEST_F(SocketIoTest, endsWithItsToken) {
  start();
  const auto session = sign_in(student_);
  HttpClient client(api_->port());
  client.send(request_text("GET", session));
  expect(200, "POST", "/auth/logout", student_);
  EXPECT_EQ(client.read().body, "41");
  EXPECT_EQ(get(session).body, "1");
  const auto unsigned_one = open();
  clock_.advance(seconds(11));
  EXPECT_EQ(get(unsigned_one).body, "1");
}

TEST_F(SocketIoTest, twoPollsOfOneSessionEndIt) {
  start();
  const auto session = sign_in(student_);
  HttpClient first(api_->port());
  first.send(request_text("GET", session));
  // Whichever comes second is refused, and ends the other.
  const auto second = get(session);
  const auto other = first.read();
  EXPECT_EQ(second.status + other.status, 200 + 400);
  EXPECT_EQ((second.status == 200 ? second : other).body, "1");
}

TEST_F(SocketIoTest, changesToAWebSocket) {
  start();
  const auto id = submit(student_, add_problem());
  const auto session = sign_in(student_);
  const auto sid = session.substr(session.find("&sid="));
  HttpClient poll(api_->port());
  poll.send(request_text("GET", session));
  const auto target = "/socket.io/?EIO=4&transport=websocket" + sid;
  WebSocketClient socket(api_->port(), target);
  observe("GET", target, socket.status());
  ASSERT_EQ(socket.status(), 101);
  socket.say("2probe");
  EXPECT_EQ(socket.hear(), "3probe");
  EXPECT_EQ(poll.read().body, "6");
  socket.say("5");
  socket.say(R"(42["subscribe",")" + id + "\"]");
  EXPECT_EQ(socket.hear().substr(0, 12), R"(42["status",)");
  EXPECT_EQ(get(session).status, 400) << "it polls no more, and a client that does shares it";
  EXPECT_EQ(socket.hear(), "");
  EXPECT_EQ(socket.closed_with(), 1002);
}

TEST_F(SocketIoTest, hasAWebSocketFromTheBeginning) {
  options_.timeouts.drain = std::chrono::milliseconds(200);  // nobody here answers the end of a WebSocket meanwhile
  start();
  const auto id = submit(student_, add_problem());
  WebSocketClient socket(api_->port(), "/socket.io/?EIO=4&transport=websocket");
  ASSERT_EQ(socket.status(), 101);
  EXPECT_NE(socket.hear().find(R"("upgrades":[])"), std::string::npos);
  socket.say(R"(40{"token":")" + student_ + "\"}");
  EXPECT_EQ(socket.hear().substr(0, 2), "40");
  socket.say(R"(42["subscribe",")" + id + "\"]");
  EXPECT_NE(socket.hear().find("QUEUED"), std::string::npos);
  clock_.advance(seconds(26));
  EXPECT_EQ(socket.hear(), "2");
  socket.say("3");
  api_->stop();
  EXPECT_EQ(socket.hear(), "") << "no word of a sign-out: the client is to connect again";
  EXPECT_EQ(socket.closed_with(), 1001);
}

TEST_F(SocketIoTest, aStopAnswersPolls) {
  start();
  const auto session = sign_in(student_);
  HttpClient client(api_->port());
  client.send(request_text("GET", "/version") + request_text("GET", session));
  EXPECT_EQ(client.read().status, 200);
  api_->stop();
  const auto answer = client.read();
  // Read before the stop it is answered; later the session is unknown, or the connection has ended.
  if (answer.status == 200) {
    EXPECT_EQ(answer.body.back(), '1') << answer.body;
  }
}

TEST_F(SocketIoTest, theOldestThatHasNotSignedInGoesForANewerOne) {
  options_.rate_limits = true;
  start();
  const auto signed_in = sign_in(student_);
  std::vector<std::string> sessions;
  for (int i = 0; i < 258; ++i) sessions.push_back(open());
  EXPECT_EQ(get(sessions.front()).status, 400) << "one address has 256 of them";
  EXPECT_EQ(post(sessions.back(), R"(40{"token":")" + other_ + "\"}").body, "ok");
  EXPECT_EQ(get(sessions.back()).body.substr(0, 9), R"(40{"sid":)");
  EXPECT_EQ(post(signed_in, "3").status, 200);
}

}  // namespace
}  // namespace autograder::testing
