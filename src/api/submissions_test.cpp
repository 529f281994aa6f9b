#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <future>
#include <thread>

#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

class SubmissionsTest : public ApiFixture {
 protected:
  // The first test is public, the second private; the second decides.
  static Report wrong_on_a_private_test() {
    Report report;
    report.verdict = Verdict::wrong_answer;
    report.output = "the secret's output";
    report.output_visibility = Visibility::hidden;
    report.message = "the secret's difference";
    report.admin_detail = "for admins";
    for (const auto visibility : {Visibility::visible, Visibility::hidden}) {
      TestReport test;
      test.index = static_cast<int>(report.tests.size()) + 1;
      test.verdict = visibility == Visibility::visible ? Verdict::accepted : Verdict::wrong_answer;
      test.visibility = visibility;
      test.cpu_time_ms = 31;
      test.memory_kb = 4000;
      test.input = visibility == Visibility::visible ? "shown" : "the secret's input";
      test.expected = test.output = test.message = test.input;
      report.tests.push_back(test);
    }
    return report;
  }
  static Report accepted() {
    Report report;
    report.verdict = Verdict::accepted;
    report.score = 100;
    return report;
  }
  // Asks for a submission that waits; returns when it was read and, once the answer is held, looked at.
  void send_and_wait_for_a_look(HttpClient& client, const std::string& id) {
    const int before = storage_->plan().calls();
    client.send(request_text("GET", "/submission/" + id + "?wait=60", "", {"Authorization: Bearer " + student_}));
    EXPECT_TRUE(storage_->plan().wait_for_calls(before + 2, std::chrono::seconds(30)));
  }
};

TEST_F(SubmissionsTest, goFromQueuedToAVerdict) {
  start();
  const auto problem = add_problem();
  const auto id = submit(student_, problem);
  const auto waiting = expect(200, "GET", "/submission/" + id, student_);
  EXPECT_EQ(text_at(waiting, "status"), "QUEUED");
  EXPECT_EQ(text_at(waiting, "code"), "print(1)");
  EXPECT_EQ(waiting.at("queue").at("position").as_int64(), 1);
  EXPECT_TRUE(waiting.at("score").is_null());
  EXPECT_EQ(text_at(waiting.at("queue"), "reason"),
            "no running worker can judge python; an administrator must start one");
  WorkerRow worker;
  worker.id = ids_.next<WorkerId>();
  worker.last_seen = clock_.now();
  worker.languages.resize(1);
  worker.languages[0].id = "python";
  worker.languages[0].available = true;
  ASSERT_TRUE(database_->workers().heartbeat(worker));
  clock_.advance(std::chrono::seconds(1));
  const auto next = expect(200, "GET", "/submission/" + id, student_);
  EXPECT_EQ(text_at(next.at("queue"), "reason"), "next in the queue");
  judge_next(accepted());
  const auto judged = expect(200, "GET", "/submission/" + id + "?wait=60", student_);
  EXPECT_EQ(text_at(judged, "status"), "AC");
  EXPECT_EQ(judged.at("score").to_number<double>(), 100);
  EXPECT_FALSE(judged.as_object().contains("queue"));
  const auto some = expect(200, "GET", "/submission/" + id + "?fields=status,score", student_);
  EXPECT_EQ(some.as_object().size(), 3u);
}

TEST_F(SubmissionsTest, answerToCreateSaysWhereItIs) {
  start();
  const auto problem = add_problem();
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": "int main() {}"})";
  const auto answer = ask("POST", "/submission/create", student_, body);
  EXPECT_EQ(answer.status, 201);
  EXPECT_NE(answer.body.find(R"("status":"QUEUED")"), std::string::npos);
  EXPECT_EQ(ask("GET", answer.header("location"), student_).status, 200);
}

TEST_F(SubmissionsTest, refusesBadOnes) {
  start();
  const auto problem = add_problem();
  const auto cpp_alone = add_problem(R"(, "languages": ["cpp"])");
  const auto draft = add_problem(R"(, "published": false)");
  const auto gone = add_problem();
  expect(200, "DELETE", "/problems/" + gone, admin_);
  const auto body = [](const std::string& id, const std::string& language, const std::string& code) {
    return R"({"problemId": ")" + id + R"(", "language": ")" + language + R"(", "code": ")" + code + "\"}";
  };
  struct Row {
    int status;
    std::string body;
    const char* field;
  };
  const Row rows[] = {
      {400, "nonsense", "JSON"},
      {400, std::string(10'000, '['), "deeper than 64"},
      {400, R"({"problemId": ")" + problem + R"(", "language": "cpp"})", "code: required"},
      {400, R"({"problemId": 5, "language": "cpp", "code": "x"})", "problemId: must be a string"},
      {400, R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": ["x"]})", "code: must be a string"},
      {400, R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": "x", "userId": "y"})", "userId: unknown"},
      {400, body(problem, "cpp", "\\ud800"), "JSON"},
      {422, body("short", "cpp", "x"), "problemId"},
      {422, body(problem, "cpp", ""), "code: must not be empty"},
      {422, body(problem, "cpp", "a\\u0000b"), "code: contains a NUL"},
      {422, body(problem, "cpp", std::string(64 * 1024 + 1, 'x')), "code: over 65536 bytes"},
      {422, body(problem, "cobol", "x"), "language: must be one of cpp, python"},
      {422, body(problem, "", "x"), "language"},
      {422, body(cpp_alone, "python", "x"), "language: this problem accepts cpp"},
      {404, body(std::string(24, 'a'), "cpp", "x"), "problemId"},
      {404, body(draft, "cpp", "x"), "problemId"},
      {404, body(gone, "cpp", "x"), "problemId"},
  };
  for (const auto& row : rows) {
    const auto error = text_at(expect(row.status, "POST", "/submission/create", student_, row.body), "error");
    EXPECT_NE(error.find(row.field), std::string::npos) << row.body.substr(0, 200) << " -> " << error;
  }
  expect(404, "POST", "/submission/create", admin_, body(gone, "cpp", "x"));
  expect(413, "POST", "/submission/create", student_, std::string(6 * (64 * 1024 + 24 + 160) + 64 * 1024 + 1, ' '));
  EXPECT_EQ(database_->jobs().depth()->waiting, 0);
}

TEST_F(SubmissionsTest, hidePrivateTestsFromStudents) {
  start();
  const auto id = submit(student_, add_problem());
  judge_next(wrong_on_a_private_test());
  const auto answer = ask("GET", "/submission/" + id, student_);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("for admins"), std::string::npos);
  EXPECT_NE(answer.body.find("shown"), std::string::npos);
  const auto seen = expect(200, "GET", "/submission/" + id, student_);
  ASSERT_EQ(seen.at("tests").as_array().size(), 2u);
  EXPECT_EQ(text_at(seen.at("tests").as_array()[1], "status"), "WA");
  EXPECT_EQ(seen.at("tests").as_array()[1].at("timeMs").as_int64(), 31);
  const auto all = ask("GET", "/submission/" + id, admin_).body;
  EXPECT_NE(all.find("the secret's input"), std::string::npos);
  EXPECT_NE(all.find("for admins"), std::string::npos);
}

TEST_F(SubmissionsTest, belongToTheirOwner) {
  start();
  const auto id = submit(student_, add_problem());
  expect(404, "GET", "/submission/" + id, other_);
  expect(404, "GET", "/submission/" + id + "?wait=60", other_);
  expect(404, "GET", "/submission/" + std::string(24, 'a'), student_);
  expect(200, "GET", "/submission/" + id, admin_);
  EXPECT_EQ(expect(200, "GET", "/submission/getSubmission", other_).as_array().size(), 0u);
}

TEST_F(SubmissionsTest, stayReadableWhenTheirProblemIsDeleted) {
  start();
  const auto problem = add_problem();
  const auto id = submit(student_, problem);
  expect(200, "DELETE", "/problems/" + problem, admin_);
  expect(200, "GET", "/submission/" + id, student_);
}

TEST_F(SubmissionsTest, waitEndsWithTheVerdictByItsBell) {
  options_.wait_look_every = std::chrono::hours(1);
  start();
  const auto id = submit(student_, add_problem());
  HttpClient client(api_->port());
  send_and_wait_for_a_look(client, id);
  judge_next(accepted());
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find(R"("status":"AC")"), std::string::npos);
}

TEST_F(SubmissionsTest, aVerdictIsKeptForThoseWhoMaySeeItAndForNobodyElse) {
  start();
  const auto id = submit(student_, add_problem());
  const auto path = "/submission/" + id;
  judge_next(wrong_on_a_private_test());
  for (int i = 0; i < 2; ++i) {
    const auto own = ask("GET", path, student_);
    EXPECT_EQ(own.body.find("secret"), std::string::npos);
    EXPECT_EQ(ask("GET", path + "?wait=5", student_).body, own.body);
    EXPECT_NE(ask("GET", path, admin_).body.find("the secret's input"), std::string::npos);
    expect(404, "GET", path, other_);
    expect(401, "GET", path);
    expect(422, "GET", path + "?wait=61", student_);
    expect(422, "GET", path + "?fields=secret", student_);
    EXPECT_EQ(expect(200, "GET", path + "?fields=status", student_).as_object().size(), 2u);
    EXPECT_TRUE(expect(200, "GET", path + "?history=1", student_).as_object().contains("judgings"));
  }
  storage_->plan().fail_calls(1, 1'000'000);
  expect(200, "GET", path, student_);
  expect(503, "GET", path + "?history=1", student_);
}

TEST_F(SubmissionsTest, aKeptVerdictGoesWhenItIsJudgedAgain) {
  start();
  const auto id = submit(student_, add_problem());
  const auto path = "/submission/" + id;
  judge_next(wrong_on_a_private_test());
  EXPECT_EQ(text_at(expect(200, "GET", path, student_), "status"), "WA");
  expect(202, "POST", path + "/rejudge", admin_);
  EXPECT_EQ(text_at(expect(200, "GET", path, student_), "status"), "QUEUED");
  judge_next(accepted());
  EXPECT_EQ(text_at(expect(200, "GET", path, student_), "status"), "AC");
  EXPECT_EQ(text_at(expect(200, "GET", path, student_), "status"), "AC");
  // By somebody beside us who rings no bell: seen within a second or so.
  ASSERT_TRUE(database_->submissions().rejudge(*SubmissionId::parse(id), ids_.next<JobId>(), clock_.now()));
  const auto seen = [&] { return text_at(expect(200, "GET", path, student_), "status") == "QUEUED"; };
  for (int i = 0; i < 100'000 && !seen(); ++i) {
  }
  EXPECT_TRUE(seen());
}

TEST_F(SubmissionsTest, waitEndsWithTheVerdictThoughTheBellIsLost) {
  start();
  const auto id = submit(student_, add_problem());
  HttpClient client(api_->port());
  send_and_wait_for_a_look(client, id);
  judge_next(accepted(), Bell::lost);
  EXPECT_NE(client.read().body.find(R"("status":"AC")"), std::string::npos);
}

TEST_F(SubmissionsTest, waitEndsWhenItIsOver) {
  start();
  const auto id = submit(student_, add_problem());
  const auto answer = expect(200, "GET", "/submission/" + id + "?wait=1", student_);
  EXPECT_EQ(text_at(answer, "status"), "QUEUED");
  for (const char* bad : {"-1", "61", "x", ""}) expect(422, "GET", "/submission/" + id + "?wait=" + bad, student_);
  expect(422, "GET", "/submission/" + id + "?fields=secret", student_);
}

TEST_F(SubmissionsTest, waitEndsForAClientThatEndsItsSide) {
  start();
  const auto id = submit(student_, add_problem());
  HttpClient client(api_->port());
  client.send(request_text("GET", "/submission/" + id + "?wait=60", "", {"Authorization: Bearer " + student_}));
  client.shut_down_sending();
  EXPECT_NE(client.read().body.find("QUEUED"), std::string::npos) << "long before the minute is over";
}

TEST_F(SubmissionsTest, waitEndsWhenTheServerStops) {
  start();
  const auto id = submit(student_, add_problem());
  HttpClient client(api_->port());
  const std::string held =
      request_text("GET", "/submission/" + id + "?wait=60", "", {"Authorization: Bearer " + student_});
  client.send(request_text("GET", "/version") + held);
  EXPECT_EQ(client.read().status, 200);
  api_->stop();
  const auto answer = client.read();
  // Read before the stop, it is answered with the state of now; later, the connection has ended without a word.
  if (answer.status != 0) {
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("QUEUED"), std::string::npos);
  }
}

TEST_F(SubmissionsTest, waitsAreBoundedForAUser) {
  options_.waiters_a_user_max = 1;
  start();
  const auto id = submit(student_, add_problem());
  const auto target = "/submission/" + id + "?wait=60";
  HttpClient first(api_->port());
  HttpClient second(api_->port());
  const auto text = request_text("GET", target, "", {"Authorization: Bearer " + student_});
  first.send(text);
  second.send(text);
  auto one = std::async(std::launch::async, [&] { return first.read().status; });
  auto two = std::async(std::launch::async, [&] { return second.read().status; });
  const auto ready = [](auto& future) {
    return future.wait_for(std::chrono::milliseconds(5)) == std::future_status::ready;
  };
  while (!ready(one) && !ready(two)) {
  }
  judge_next(accepted());
  EXPECT_EQ(one.get() + two.get(), 200 + 429);
  observe("GET", target, 429);
}

TEST_F(SubmissionsTest, aRepeatedKeyGetsTheSameAnswer) {
  start();
  const auto problem = add_problem();
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": "x"})";
  const std::vector<std::string> key{"Idempotency-Key: 8b7c"};
  const auto first = ask("POST", "/submission/create", student_, body, key);
  EXPECT_EQ(first.status, 201);
  clock_.advance(std::chrono::minutes(1));
  judge_next(accepted());
  const auto again = ask("POST", "/submission/create", student_, body, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  const auto spaced = R"({ "code": "x", "language": "cpp", "problemId": ")" + problem + R"(" })";
  EXPECT_EQ(ask("POST", "/submission/create", student_, spaced, key).body, first.body) << "what it says, not its bytes";
  const auto different = R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": "y"})";
  expect(409, "POST", "/submission/create", student_, different, key);
  EXPECT_NE(ask("POST", "/submission/create", other_, body, key).body, first.body) << "keys are a user's own";
  for (const auto& bad : {std::string(129, 'k'), std::string("k\xc3\xa9"), std::string()}) {
    expect(422, "POST", "/submission/create", student_, body, {"Idempotency-Key: " + bad});
  }
}

TEST_F(SubmissionsTest, aRepeatedKeyGetsTheSameAnswerWhateverChangedSince) {
  options_.rate_limits = true;
  start();
  const auto problem = add_problem();
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": "x"})";
  const auto create = [&](std::vector<std::string> headers) {
    return ask("POST", "/submission/create", student_, body, std::move(headers));
  };
  const auto first = create({"Idempotency-Key: k"});
  for (int i = 1; i < 20; ++i) ASSERT_EQ(create({}).status, 201);
  EXPECT_EQ(create({}).status, 429) << "twenty wait";
  EXPECT_EQ(create({"Idempotency-Key: k"}).body, first.body);
  expect(200, "PUT", "/problems/" + problem, admin_, R"({"published": false})");
  EXPECT_EQ(create({}).status, 404);
  EXPECT_EQ(create({"Idempotency-Key: k"}).body, first.body);
  expect(200, "DELETE", "/problems/" + problem, admin_);
  EXPECT_EQ(create({"Idempotency-Key: k"}).body, first.body);
}

TEST_F(SubmissionsTest, theBoundOfCodeIsASetting) {
  options_.code_max = 1024 * 1024;
  start();
  const auto problem = add_problem();
  const auto body = [&](std::size_t size) {
    return R"({"problemId": ")" + problem + R"(", "language": "cpp", "code": ")" + std::string(size, 'x') + "\"}";
  };
  expect(201, "POST", "/submission/create", student_, body(options_.code_max));
  const auto error = expect(422, "POST", "/submission/create", student_, body(options_.code_max + 1));
  EXPECT_NE(text_at(error, "error").find("code: over 1048576 bytes"), std::string::npos);
}

TEST_F(SubmissionsTest, areListedNewestFirst) {
  start();
  const auto problem = add_problem();
  const auto another = add_problem();
  const auto first = submit(student_, problem);
  judge_next(accepted());
  const auto second = submit(student_, another);
  submit(other_, problem);
  const auto own = expect(200, "GET", "/submission/getSubmission", student_);
  ASSERT_EQ(own.as_array().size(), 2u);
  EXPECT_EQ(text_at(own.as_array()[0], "_id"), second);
  EXPECT_FALSE(own.as_array()[0].as_object().contains("tests"));
  EXPECT_EQ(text_at(own.as_array()[0], "code"), "print(1)");
  EXPECT_EQ(expect(200, "GET", "/submission/getSubmission?status=AC", student_).as_array().size(), 1u);
  EXPECT_EQ(expect(200, "GET", "/submission/getSubmission?problemId=" + another, student_).as_array().size(), 1u);
  EXPECT_EQ(expect(200, "GET", "/submission/getSubmission?language=cpp", student_).as_array().size(), 0u);
  EXPECT_EQ(expect(200, "GET", "/submissions", admin_).as_array().size(), 3u);
  EXPECT_EQ(expect(200, "GET", "/submissions?userId=" + student_user_.id.hex() + "&status=AC", admin_)
                .as_array()[0]
                .at("_id"),
            json::value(first));
  EXPECT_EQ(ask("GET", "/submissions?limit=1", admin_).header("x-total-count"), "3");
  for (const char* bad : {"status=OK", "problemId=1", "limit=0", "fields=output"}) {
    expect(422, "GET", std::string("/submission/getSubmission?") + bad, student_);
    expect(422, "GET", std::string("/submissions?") + bad, admin_);
  }
  expect(422, "GET", "/submissions?userId=me", admin_);
}

TEST_F(SubmissionsTest, areListedWithCodeForTheirOwnerUnlessFieldsLeaveItOut) {
  start();
  const auto problem = add_problem();
  submit(student_, problem, "print(1)");
  submit(student_, problem, "print(22)");
  const auto rows = [&](const std::string& target, const std::string& token) {
    return expect(200, "GET", target, token).as_array();
  };
  const auto own = rows("/submission/getSubmission", student_);
  EXPECT_EQ(text_at(own.at(0), "code"), "print(22)");
  EXPECT_EQ(text_at(own.at(1), "code"), "print(1)");
  EXPECT_FALSE(rows("/submission/getSubmission?fields=status", student_).at(0).as_object().contains("code"));
  EXPECT_EQ(rows("/submission/getSubmission?fields=code", student_).at(0).as_object().size(), 2U);
  EXPECT_FALSE(rows("/submissions", admin_).at(0).as_object().contains("code"));
  expect(422, "GET", "/submissions?fields=code", admin_);
}

// What is left out of a page is asked for by itself.
TEST_F(SubmissionsTest, aPageHasEightMegabytesOfCodeAtMost) {
  constexpr std::size_t kLong = 1024 * 1024;
  options_.code_max = kLong;
  start();
  const auto problem = add_problem();
  for (int i = 0; i < 9; ++i) submit(student_, problem, std::string(kLong, 'x'));
  const auto rows = expect(200, "GET", "/submission/getSubmission", student_).as_array();
  ASSERT_EQ(rows.size(), 9U);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(text_at(rows[i], "code").size(), kLong) << i;
  EXPECT_FALSE(rows[8].as_object().contains("code"));
  EXPECT_EQ(text_at(rows[8], "status"), "QUEUED");
}

TEST_F(SubmissionsTest, areLimitedInFlightAndAMinute) {
  options_.rate_limits = true;
  start();
  const auto problem = add_problem();
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "python", "code": "x"})";
  for (int i = 0; i < 20; ++i) expect(201, "POST", "/submission/create", student_, body);
  const auto many = expect(429, "POST", "/submission/create", student_, body);
  EXPECT_NE(text_at(many, "error").find("20 submissions"), std::string::npos);
  for (int i = 0; i < 39; ++i) expect(429, "POST", "/submission/create", student_, body);
  const auto often = ask("POST", "/submission/create", student_, body);
  EXPECT_EQ(often.status, 429);
  EXPECT_NE(often.body.find("at most 60 requests in 60 s"), std::string::npos);
  EXPECT_FALSE(often.header("retry-after").empty());
  expect(201, "POST", "/submission/create", other_, body);
}

TEST_F(SubmissionsTest, answer503WhileTheDatabaseIsAwayAndNothingIsStored) {
  start();
  const auto problem = add_problem();
  expect(200, "GET", "/problems/" + problem, student_);  // what is cached does not need the database
  storage_->plan().fail_calls(1, 1'000'000);
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "python", "code": "x"})";
  expect(503, "POST", "/submission/create", student_, body);
  storage_->plan().fail_calls(1, 1'000'000, {ErrorCode::exhausted, "10000 jobs wait"});
  const auto full = ask("POST", "/submission/create", student_, body);
  EXPECT_EQ(full.status, 503);
  EXPECT_FALSE(full.header("retry-after").empty());
  storage_->plan().heal();
  EXPECT_EQ(database_->jobs().depth()->waiting, 0);
}

TEST_F(SubmissionsTest, rowsCarryNames) {
  start();
  const auto problem = add_problem();
  submit(student_, problem);
  const auto title = text_at(expect(200, "GET", "/problems/" + problem, admin_), "title");
  const auto row = [&](const std::string& path, const std::string& token) {
    return expect(200, "GET", path, token).as_array().at(0);
  };
  auto seen = row("/submissions", admin_);
  EXPECT_EQ(text_at(seen, "userName"), "student");
  EXPECT_EQ(text_at(seen, "problemTitle"), title);
  EXPECT_EQ(text_at(row("/submission/getSubmission", student_), "problemTitle"), title);
  seen = row("/submissions?fields=status", admin_);
  EXPECT_EQ(seen.as_object().size(), 2U);
  // Students hear nothing new of a deleted problem.
  expect(200, "PUT", "/problems/" + problem, admin_, R"({"title": "Secret", "published": false})");
  EXPECT_EQ(text_at(row("/submission/getSubmission", student_), "problemTitle"), "");
  EXPECT_EQ(text_at(row("/submissions", admin_), "problemTitle"), "Secret");
}

}  // namespace
}  // namespace autograder::testing
