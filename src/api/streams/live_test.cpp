// Streams and WebSockets as their clients see them; Socket.IO is in socket_io_test.cpp.
#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"
#include "api/testing/web_socket_client.h"
#include "domain/report_codec.h"
#include "live/strips.h"

namespace autograder::testing {
namespace {

using std::chrono::seconds;

class LiveTest : public ApiFixture {
 protected:
  // A strip of so many tests, the last one private.
  static Report strip(int tests) {
    Report report;
    report.verdict = Verdict::accepted;
    for (int i = 1; i <= tests; ++i) {
      TestReport test;
      test.index = i;
      test.verdict = Verdict::accepted;
      test.cpu_time_ms = 10 * i;
      test.memory_kb = 4000;
      test.visibility = i == tests ? Visibility::hidden : Visibility::visible;
      test.input = test.expected = test.output = test.message = "secret";
      report.tests.push_back(test);
    }
    return report;
  }
  static Report judged(int tests) {
    Report report = strip(tests);
    report.score = 100;
    report.output = report.message = report.admin_detail = "secret";
    return report;
  }
  // As QueuedBus does, which workers announce by.
  void progress(const std::string& id, int tests) {
    const auto submission = *SubmissionId::parse(id);
    const auto text = encode_report(strip(tests));
    EXPECT_TRUE(keep_strip(*cache_, submission, text));
    bus_->publish({Event::Kind::progress, submission, text});
  }
  std::string ticket(const std::string& token) { return text_at(expect(200, "POST", "/auth/ticket", token), "ticket"); }

  // The stream of a submission, its head read.
  HttpClient open(const std::string& id, const std::string& token) {
    HttpClient client(api_->port());
    const auto target = "/submission/" + id + "/events";
    client.send(request_text("GET", target, "", {"Authorization: Bearer " + token}));
    const auto head = client.read();
    observe("GET", target, head.status);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-type"), "text/event-stream; charset=utf-8");
    return client;
  }
  static std::string event(HttpClient& client) {
    client.read_until("data: ");
    return client.read_until("\n\n");
  }
  WebSocketClient connect(const std::string& target, std::vector<std::string> headers = {}) {
    WebSocketClient client(api_->port(), target, std::move(headers));
    observe("GET", target, client.status());
    return client;
  }
  static std::string subscribing(const std::string& id) {
    return R"({"type": "subscribe", "submissionId": ")" + id + "\"}";
  }
};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(LiveTest, aStreamBeginsWithNowAndEndsWithTheVerdict) {
  start();
  const auto id = submit(student_, add_problem());
  auto client = open(id, student_);
  EXPECT_EQ(event(client), R"({"type":"status","submissionId":")" + id +
                               R"(","status":"QUEUED","score":null,"tests":[]})"
                               "\n\n");
  progress(id, 2);
  const auto running = event(client);
  EXPECT_TRUE(holds(running, R"("status":"RUNNING","score":null)")) << running;
  EXPECT_TRUE(
      holds(running, R"({"index":2,"status":"AC","timeMs":20,"memoryKb":4000,"weight":1,"visibility":"private"})"));
  judge_next(judged(3));
  const auto verdict = event(client);
  EXPECT_TRUE(holds(verdict, R"("status":"AC","score":100)")) << verdict;
  EXPECT_TRUE(holds(verdict, R"("index":3)"));
  EXPECT_FALSE(holds(running + verdict, "secret"));
  EXPECT_EQ(client.read_until("0\r\n\r\n"), "\r\n0\r\n\r\n");
  EXPECT_EQ(client.ask("GET", "/version").status, 200) << "the connection lives on";
}

TEST_F(LiveTest, aStreamOfWhatIsJudgedEndsAtOnce) {
  start();
  const auto id = submit(student_, add_problem());
  judge_next(judged(1));
  auto client = open(id, admin_);
  EXPECT_TRUE(holds(event(client), R"("status":"AC")"));
  EXPECT_FALSE(client.read_until("0\r\n\r\n").empty());
}

TEST_F(LiveTest, whoComesInTheMiddleHearsTheStripSoFar) {
  start();
  const auto id = submit(student_, add_problem());
  LeaseRequest request;
  request.worker = ids_.next<WorkerId>();
  request.kinds = {JobKind::judge};
  request.languages = options_.languages;
  ASSERT_TRUE(database_->jobs().lease(request).value());
  progress(id, 4);
  auto client = open(id, student_);
  EXPECT_TRUE(holds(event(client), R"("index":4)"));
}

TEST_F(LiveTest, aLostBellIsMadeUpFor) {
  start();
  const auto id = submit(student_, add_problem());
  auto client = open(id, student_);
  EXPECT_TRUE(holds(event(client), "QUEUED"));
  judge_next(judged(1), Bell::lost);
  clock_.advance(seconds(3));
  EXPECT_TRUE(holds(event(client), R"("status":"AC")"));
}

TEST_F(LiveTest, aSilentStreamShowsThatItLives) {
  start();
  const auto id = submit(student_, add_problem());
  auto client = open(id, student_);
  event(client);
  clock_.advance(seconds(16));
  EXPECT_FALSE(client.read_until(": waiting\n\n").empty());
}

TEST_F(LiveTest, aStreamClosesWhenItsTokenEnds) {
  start();
  const auto id = submit(student_, add_problem());
  auto signed_out = open(id, student_);
  event(signed_out);
  auto admins = open(id, admin_);
  event(admins);
  expect(200, "POST", "/auth/logout", student_);
  EXPECT_FALSE(signed_out.read_until("0\r\n\r\n").empty());
  // The other one's token stands until it expires.
  progress(id, 1);
  EXPECT_TRUE(holds(event(admins), "RUNNING"));
  clock_.advance(std::chrono::hours(12));
  EXPECT_FALSE(admins.read_until("0\r\n\r\n").empty());
}

TEST_F(LiveTest, disablingClosesThoughTheBellIsLost) {
  start();
  const auto id = submit(student_, add_problem());
  auto client = open(id, student_);
  event(client);
  User user = **database_->users().find(student_user_.id);
  user.disabled = true;
  ASSERT_TRUE(database_->users().update(user));
  EXPECT_FALSE(client.read_until("0\r\n\r\n").empty());
}

TEST_F(LiveTest, ticketsOpenOneStream) {
  start();
  const auto id = submit(student_, add_problem());
  const auto path = "/submission/" + id + "/events?ticket=";
  const auto once = ticket(student_);
  EXPECT_EQ(ask("GET", path + once).status, 200);
  expect(401, "GET", path + once);
  expect(401, "GET", path + "nonsense");
  expect(404, "GET", path + ticket(other_));
  EXPECT_EQ(ask("HEAD", path + ticket(student_)).status, 200);
  const auto late = ticket(student_);
  clock_.advance(seconds(31));
  expect(401, "GET", path + late);
  const auto revoked = ticket(student_);
  expect(200, "POST", "/auth/logout", student_);
  expect(401, "GET", path + revoked);
}

TEST_F(LiveTest, streamsOfOneUserAreBounded) {
  options_.streams_a_user_max = 1;
  start();
  const auto id = submit(student_, add_problem());
  auto first = open(id, student_);
  const auto full = ask("GET", "/submission/" + id + "/events", student_);
  EXPECT_EQ(full.status, 429);
  EXPECT_FALSE(full.header("retry-after").empty());
  EXPECT_EQ(connect("/ws", {"Authorization: Bearer " + student_}).status(), 429);
  auto others = open(id, admin_);
}

TEST_F(LiveTest, aStopEndsStreamsInOrder) {
  options_.timeouts.drain = std::chrono::milliseconds(200);  // nobody here answers the end of a WebSocket meanwhile
  start();
  const auto id = submit(student_, add_problem());
  auto stream = open(id, student_);
  auto socket = connect("/ws?ticket=" + ticket(student_));
  event(stream);
  api_->stop();
  EXPECT_FALSE(stream.read_until("0\r\n\r\n").empty());
  EXPECT_EQ(socket.hear(), "");
  EXPECT_EQ(socket.closed_with(), 1001);
}

TEST_F(LiveTest, oneSocketHearsOfSeveralSubmissions) {
  start();
  const auto problem = add_problem();
  const auto first = submit(student_, problem);
  const auto second = submit(student_, problem);
  auto socket = connect("/ws?ticket=" + ticket(student_));
  ASSERT_EQ(socket.status(), 101);
  socket.say(subscribing(first));
  EXPECT_TRUE(holds(socket.hear(), first));
  socket.say(subscribing(second));
  EXPECT_TRUE(holds(socket.hear(), second));
  progress(second, 1);
  EXPECT_TRUE(holds(socket.hear(), second));
  judge_next(judged(1));
  const auto verdict = socket.hear();
  EXPECT_TRUE(holds(verdict, first) && holds(verdict, R"("status":"AC")")) << verdict;
  socket.say(R"({"type": "unsubscribe", "submissionId": ")" + second + "\"}");
  socket.say(subscribing(first));
  EXPECT_TRUE(holds(socket.hear(), first));
  judge_next(judged(1));
  socket.say(subscribing(second));
  EXPECT_TRUE(holds(socket.hear(), R"("status":"AC")")) << "the state of now, and once";
}

TEST_F(LiveTest, aSocketSignsInByItsFirstMessage) {
  start();
  const auto id = submit(student_, add_problem());
  auto socket = connect("/ws");
  ASSERT_EQ(socket.status(), 101);
  socket.say(subscribing(id));
  EXPECT_TRUE(holds(socket.hear(), R"("status":401)"));
  socket.say(R"({"type": "auth", "token": ")" + student_ + "\"}");
  socket.say(subscribing(id));
  EXPECT_TRUE(holds(socket.hear(), R"("status":"QUEUED")"));
  auto wrong = connect("/ws");
  wrong.say(R"({"type": "auth", "token": "a.b.c"})");
  EXPECT_TRUE(holds(wrong.hear(), R"("status":401)"));
  EXPECT_EQ(wrong.hear(), "");
  EXPECT_EQ(wrong.closed_with(), 4401);
  auto silent = connect("/ws");
  clock_.advance(seconds(11));
  EXPECT_EQ(silent.hear(), "");
  EXPECT_EQ(silent.closed_with(), 4401);
}

TEST_F(LiveTest, aSocketIsToldWhatItMayNotHear) {
  start();
  const auto id = submit(other_, add_problem());
  auto socket = connect("/ws?ticket=" + ticket(student_));
  for (const auto& wanted : {id, std::string(24, 'a'), std::string("short")}) {
    socket.say(subscribing(wanted));
    const auto error = socket.hear();
    EXPECT_TRUE(holds(error, R"("type":"error","submissionId":")" + wanted + R"(","status":404)")) << error;
  }
  progress(id, 1);
  for (const char* bad : {"{", "[]", R"({"type": "cheer"})", R"({"type": "subscribe"})", R"({"type": "auth"})"}) {
    socket.say(bad);
    EXPECT_TRUE(holds(socket.hear(), R"("type":"error","status":4)")) << bad;
  }
  auto admins = connect("/ws?ticket=" + ticket(admin_));
  admins.say(subscribing(id));
  EXPECT_TRUE(holds(admins.hear(), id));
}

TEST_F(LiveTest, aSocketIsRefusedBeforeItOpens) {
  options_.cors_origins = {"https://lab.example"};
  start();
  expect(426, "GET", "/ws");
  EXPECT_EQ(connect("/ws?ticket=used").status(), 401);
  EXPECT_EQ(connect("/ws", {"Authorization: Bearer nonsense"}).status(), 401);
  EXPECT_EQ(connect("/ws", {"Origin: https://evil.example"}).status(), 403);
  EXPECT_EQ(connect("/ws", {"Origin: null"}).status(), 403);
  EXPECT_EQ(connect("/ws", {"Origin: https://lab.example"}).status(), 101);
  EXPECT_EQ(connect("/ws", {"Origin: http://localhost"}).status(), 101) << "our own page: the host that was asked";
}

TEST_F(LiveTest, aSocketClosesWhenItsTokenEnds) {
  start();
  auto socket = connect("/ws?ticket=" + ticket(student_));
  expect(200, "POST", "/auth/logout", student_);
  EXPECT_EQ(socket.hear(), "");
  EXPECT_EQ(socket.closed_with(), 4401);
}

TEST_F(LiveTest, aSocketThatSaysTooMuchIsClosed) {
  start();
  auto long_message = connect("/ws");
  long_message.say(std::string(20'000, 'x'));
  EXPECT_EQ(long_message.hear(), "");
  EXPECT_EQ(long_message.closed_with(), 1009);
  auto many = connect("/ws?ticket=" + ticket(student_));
  const auto problem = add_problem();
  for (int i = 0; i < 20; ++i) {
    many.say(subscribing(submit(student_, problem)));
    EXPECT_TRUE(holds(many.hear(), "QUEUED"));
  }
  many.say(subscribing(submit(student_, problem)));
  EXPECT_TRUE(holds(many.hear(), R"("status":429)"));
}

// Nothing is read while a thousand changes come: what is then read is little, and the newest is there.
TEST_F(LiveTest, aSlowReaderGetsTheNewest) {
  start();
  const auto id = submit(student_, add_problem());
  auto slow = open(id, student_);
  auto quick = open(id, admin_);
  event(slow);
  event(quick);
  constexpr int kTests = 400;  // some 40 KiB an event, 40 MB in all
  const auto strip_of_many = encode_report(strip(kTests));
  for (int i = 0; i < 1000; ++i) {
    bus_->publish({Event::Kind::progress, *SubmissionId::parse(id), strip_of_many});
  }
  judge_next(judged(1));
  std::string verdict;
  int heard = 0;
  while (!holds(verdict, R"("status":"AC")")) {
    verdict = event(slow);
    ASSERT_FALSE(verdict.empty());
    ++heard;
  }
  EXPECT_LT(heard, 500) << "what was not read was not kept";
  while (!holds(verdict = event(quick), R"("status":"AC")")) ASSERT_FALSE(verdict.empty());
}

}  // namespace
}  // namespace autograder::testing
