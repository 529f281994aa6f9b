#include <future>
#include <thread>

#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

class RunsTest : public ApiFixture {
 protected:
  // Called by the bell of the queue.
  std::future<void> queued() {
    auto rung = std::make_shared<std::promise<void>>();
    auto once = std::make_shared<std::atomic<bool>>(false);
    subscription_ = bus_->subscribe([rung, once](const Event& event) {
      if (event.kind == Event::Kind::queued && !once->exchange(true)) rung->set_value();
    });
    return rung->get_future();
  }
  // Asks, and meanwhile does the run as a worker would.
  boost::json::value run(const std::string& path, const std::string& token, const std::string& body, RunResult result) {
    auto bell = queued();
    auto answer = std::async(std::launch::async, [&] { return expect(200, "POST", path, token, body); });
    bell.get();
    LeaseRequest request;
    request.worker = ids_.next<WorkerId>();
    request.kinds = {JobKind::run, JobKind::rerun};
    request.languages = options_.languages;
    const auto lease = database_->jobs().lease(request);
    EXPECT_TRUE(lease && *lease);
    row_ = **database_->runs().find(std::get<RunId>((*lease)->job.subject));
    std::promise<void> finished;
    database_->jobs().finish(**lease, std::move(result), [&](Result<> done) {
      EXPECT_TRUE(done);
      finished.set_value();
    });
    finished.get_future().get();
    bus_->publish({Event::Kind::judged, (*lease)->job.subject, {}});
    return answer.get();
  }
  std::unique_ptr<Subscription> subscription_;
  RunRow row_;
};

TEST_F(RunsTest, aProgramRunsWithoutASubmission) {
  start();
  const auto seen = run("/run", student_, R"x({"language": "python", "code": "print(1)", "customInput": "2 7\n9\n"})x",
                        {Verdict::accepted, "0 1\n", false, false, "", 234, 300, 11'500});
  EXPECT_EQ(seen, boost::json::value({{"output", "0 1\n"},
                                      {"executionTime", "0.23s"},
                                      {"memoryUsed", "12MB"},
                                      {"executionTimeMs", 234},
                                      {"memoryKb", 11'500},
                                      {"status", "AC"},
                                      {"message", ""}}));
  EXPECT_EQ(row_.user, student_user_.id);
  EXPECT_EQ(row_.code, "print(1)");
  EXPECT_EQ(row_.input, "2 7\n9\n");
  EXPECT_FALSE(row_.limits);
  EXPECT_EQ(expect(200, "GET", "/submission/getSubmission", student_).as_array().size(), 0u);
}

TEST_F(RunsTest, aSubmissionRunsAgainUnderItsProblemsLimits) {
  start();
  const auto id = submit(student_, add_problem(R"(, "limits": {"timeLimitMs": 700})"));
  const auto path = "/submission/" + id + "/rerun";
  for (const auto& token : {student_, admin_}) {
    const auto seen = run(path, token, R"({"customInput": "\u0000"})",
                          {Verdict::runtime_error, "x", true, true, "exit code 1", 0, 0, 0});
    EXPECT_EQ(text_at(seen, "status"), "RE");
    EXPECT_EQ(text_at(seen, "message"), "exit code 1");
    EXPECT_EQ(text_at(seen, "executionTime"), "0.00s");
    EXPECT_EQ(seen.at("outputLossy"), true);
    EXPECT_EQ(seen.at("outputTruncated"), true);
    EXPECT_EQ(row_.input, std::string(1, '\0'));
    EXPECT_EQ(row_.limits->time, std::chrono::milliseconds(700));
  }
  const auto patient = submit(student_, add_problem(R"(, "limits": {"timeLimitMs": 60000})"));
  run("/submission/" + patient + "/rerun", student_, R"({"customInput": ""})", {});
  EXPECT_EQ(row_.limits->time, std::chrono::seconds(10)) << "so that it ends before its answer is due";
  expect(404, "POST", path, other_, R"({"customInput": ""})");
  expect(404, "POST", "/submission/" + std::string(24, 'a') + "/rerun", student_, R"({"customInput": ""})");
  expect(400, "POST", path, student_, "{}");
  expect(422, "POST", path, student_, R"({"customInput": ")" + std::string(1024 * 1024 + 1, 'x') + "\"}");
  expect(401, "POST", path);
}

TEST_F(RunsTest, badOnesAreRefused) {
  start();
  expect(401, "POST", "/run");
  expect(400, "POST", "/run", student_, R"({"language": "python", "code": "x"})");
  expect(422, "POST", "/run", student_, R"({"language": "cobol", "code": "x", "customInput": ""})");
  expect(422, "POST", "/run", student_, R"({"language": "python", "code": "", "customInput": ""})");
  storage_->plan().fail_calls(1);
  expect(503, "POST", "/run", student_, R"({"language": "python", "code": "x", "customInput": ""})");
}

TEST_F(RunsTest, oneThatNobodyDoesAnswers503WhenTheServerStops) {
  start();
  auto bell = queued();
  auto answer = std::async(std::launch::async, [&] {
    return ask("POST", "/run", student_, R"({"language": "python", "code": "x", "customInput": ""})");
  });
  bell.get();
  api_->stop();
  const auto said = answer.get();
  EXPECT_EQ(said.status, 503);
  EXPECT_EQ(said.header("retry-after"), "5");
}

TEST_F(RunsTest, whatNobodyCanBeToldIsNotBegun) {
  options_.wait_max = std::chrono::milliseconds(300);
  options_.waiters_a_user_max = 1;
  start();
  const auto waiting = [&] { return database_->jobs().depth()->waiting; };
  const auto none_waits = [&] {
    for (int i = 0; i < 100'000 && waiting() != 0; ++i) expect(200, "GET", "/version");
    return waiting() == 0;
  };
  const std::string body = R"({"language": "python", "code": "x", "customInput": ""})";
  const auto late = ask("POST", "/run", student_, body);
  EXPECT_EQ(late.status, 503);
  EXPECT_EQ(late.header("retry-after"), "5");
  EXPECT_NE(late.body.find("timed out: no worker ran the program"), std::string::npos);
  EXPECT_TRUE(none_waits());
  api_->stop();
  options_.wait_max = std::chrono::minutes(1);
  start();
  auto bell = queued();
  HttpClient held(api_->port());
  held.send(
      request_text("POST", "/run", body, {"Content-Type: application/json", "Authorization: Bearer " + student_}));
  bell.get();
  EXPECT_EQ(ask("POST", "/run", student_, body).status, 429) << "one answer is held already";
  held.shut_down_sending();
  EXPECT_TRUE(none_waits());
}

TEST_F(RunsTest, oneOfAUserAtATime) {
  options_.rate_limits = true;
  start();
  const std::string body = R"({"language": "python", "code": "x", "customInput": ""})";
  const auto seen = [&](const std::string& token) {
    auto bell = queued();
    auto answer = std::async(std::launch::async, [&] { return ask("POST", "/run", token, body); });
    bell.get();
    const auto second = ask("POST", "/run", token, body);
    EXPECT_EQ(second.status, 429);
    EXPECT_EQ(second.header("retry-after"), "2");
    EXPECT_NE(second.body.find("only one runs at a time"), std::string::npos);
    return answer;
  };
  auto first = seen(student_);
  auto of_another = seen(other_);
  api_->stop();
  EXPECT_EQ(first.get().status, 503);
  EXPECT_EQ(of_another.get().status, 503);
}

TEST_F(RunsTest, areLimitedAMinute) {
  options_.rate_limits = true;
  start();
  const auto id = submit(student_, add_problem());
  const auto body = R"({"language": "python", "code": "x", "customInput": ""})";
  for (int i = 0; i < 30; ++i) run("/run", student_, body, {});
  expect(429, "POST", "/run", student_, body);
  expect(429, "POST", "/submission/" + id + "/rerun", student_, R"({"customInput": ""})");
  run("/run", other_, body, {});
}

}  // namespace
}  // namespace autograder::testing
