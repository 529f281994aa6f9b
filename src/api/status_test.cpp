#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

class StatusTest : public ApiFixture {
 protected:
  void add_worker() {
    WorkerRow worker;
    worker.id = ids_.next<WorkerId>();
    worker.host = "lab-1";
    worker.last_seen = clock_.now();
    worker.languages.resize(2);
    worker.languages[0].id = "python";
    worker.languages[0].name = "Python";
    worker.languages[0].version = "Python 3.11.7";
    worker.languages[0].available = true;
    worker.languages[1].id = "cpp";
    worker.languages[1].name = "C++";
    worker.languages[1].reason = "no g++: install the package g++";
    ASSERT_TRUE(database_->workers().heartbeat(worker));
  }
};

TEST_F(StatusTest, healthFollowsTheWorkers) {
  start();
  auto health = expect(503, "GET", "/health");
  EXPECT_EQ(text_at(health, "sandbox"), "unhealthy");
  EXPECT_EQ(text_at(health, "database"), "healthy");
  EXPECT_EQ(text_at(health, "queue"), "healthy");
  EXPECT_EQ(health.at("timestamp").as_int64(), to_ms(clock_.now()));
  ASSERT_EQ(health.at("reasons").as_array().size(), 1u) << "asked from this host";
  add_worker();
  EXPECT_EQ(ask("GET", "/health").status, 503) << "looked at a second ago at most";
  clock_.advance(std::chrono::seconds(1));
  health = expect(200, "GET", "/health");
  EXPECT_EQ(text_at(health, "sandbox"), "healthy");
  EXPECT_EQ(health.at("uptime").as_int64(), 1);
  ASSERT_EQ(health.at("reasons").as_array().size(), 1u);
  EXPECT_EQ(health.at("reasons").at(0), "language C++: no g++: install the package g++");
  clock_.advance(std::chrono::seconds(21));
  expect(503, "GET", "/health");
}

TEST_F(StatusTest, healthSaysAbsentWhereNoWorkerIsExpected) {
  options_.worker_expected = false;
  start();
  const auto health = expect(200, "GET", "/health");
  EXPECT_EQ(text_at(health, "sandbox"), "absent");
  EXPECT_EQ(health.at("reasons"),
            boost::json::value({"sandbox: no worker was seen in the last 20 s; submissions wait for one"}));
}

TEST_F(StatusTest, languagesHaveTheirNamesBeforeAWorkerReportedThem) {
  options_.language_names = {{"python", "Python"}, {"cpp", "C++"}};
  start();
  const auto languages = expect(200, "GET", "/languages");
  for (const auto& language : languages.as_array()) {
    EXPECT_EQ(text_at(language, "name"), options_.language_names.at(text_at(language, "id")));
  }
  const auto id = submit(student_, add_problem());
  EXPECT_EQ(text_at(expect(200, "GET", "/submission/" + id, student_).at("queue"), "reason"),
            "no running worker can judge Python; an administrator must start one");
}

TEST_F(StatusTest, healthTellsReasonsToAdminsAndToThisHostAlone) {
  start();
  const std::vector<std::string> proxied{"X-Forwarded-For: 203.0.113.9"};
  EXPECT_FALSE(expect(503, "GET", "/health", "", "", proxied).as_object().contains("reasons"));
  EXPECT_FALSE(expect(503, "GET", "/health", student_, "", proxied).as_object().contains("reasons"));
  EXPECT_TRUE(expect(503, "GET", "/health", admin_, "", proxied).as_object().contains("reasons"));
}

TEST_F(StatusTest, healthSaysWhenTheDatabaseIsAway) {
  start();
  storage_->plan().fail_calls(1, 1'000'000);
  const auto health = expect(503, "GET", "/health");
  EXPECT_EQ(text_at(health, "database"), "unhealthy");
  EXPECT_EQ(text_at(health, "queue"), "unhealthy");
}

TEST_F(StatusTest, languagesAreWhatWorkersReported) {
  start();
  add_worker();
  const auto languages = expect(200, "GET", "/languages");
  ASSERT_EQ(languages.as_array().size(), 2u);
  const auto& cpp = languages.as_array()[0];
  EXPECT_EQ(text_at(cpp, "id"), "cpp");
  EXPECT_EQ(cpp.at("available"), false);
  EXPECT_NE(text_at(cpp, "reason").find("no g++"), std::string::npos);
  const auto& python = languages.as_array()[1];
  EXPECT_EQ(text_at(python, "version"), "Python 3.11.7");
  EXPECT_EQ(python.at("available"), true);
}

TEST_F(StatusTest, servesWhatItIs) {
  start();
  EXPECT_EQ(expect(200, "GET", "/version"),
            boost::json::value(
                {{"version", "1.2.3"}, {"registration", {{"open", true}, {"mailDomains", boost::json::array{}}}}}));
  const auto document = ask("GET", "/openapi.yaml");
  EXPECT_EQ(document.status, 200);
  EXPECT_EQ(document.body.substr(0, 14), "openapi: 3.1.0");
  const auto page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.header("content-type").find("text/html"), std::string::npos);
  EXPECT_NE(page.body.find("curl"), std::string::npos);
  EXPECT_NE(page.body.find("\nURL=http://localhost\n"), std::string::npos) << "as the Host field says";
  HttpClient client(api_->port());
  client.send("GET / HTTP/1.1\r\nHost: $(id)\r\n\r\n");
  const auto other = client.read();
  EXPECT_EQ(other.body.find("$(id)"), std::string::npos);
  EXPECT_NE(other.body.find("\nURL=http://127.0.0.1:"), std::string::npos);
  EXPECT_EQ(ask("HEAD", "/version").header("content-length"), std::to_string(ask("GET", "/version").body.size()));
}

TEST_F(StatusTest, anErrorOfOursSaysNothingOfItself) {
  start();
  storage_->plan().fail_calls(1, 1'000'000, {ErrorCode::corrupt, "row 7 of /var/data/x is broken"});
  const auto answer = ask("GET", "/auth/user/me", student_);
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("row 7"), std::string::npos) << answer.body;
}

TEST_F(StatusTest, aSlowRequestIsToldSo) {
  options_.timeouts.body = std::chrono::milliseconds(100);
  start();
  HttpClient client(api_->port());
  client.send(
      "POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
  const auto answer = client.read();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.body.substr(0, 11), "{\"message\":");
  observe("POST", "/auth/login", answer.status);
}

TEST_F(StatusTest, errorsOfTheConnectionHaveTheSameForm) {
  start();
  expect(404, "GET", "/nowhere");
  expect(405, "DELETE", "/version");
  expect(431, "GET", "/version", "", "", {"X-Long: " + std::string(20'000, 'x')});
  expect(400, "GET", "/%zz");
  HttpClient client(api_->port());
  const auto other_type =
      client.ask("POST", "/auth/login", "email=a", {"Content-Type: application/x-www-form-urlencoded"});
  EXPECT_EQ(other_type.status, 415);
  observe("POST", "/auth/login", other_type.status);
  EXPECT_EQ(other_type.body.substr(0, 11), "{\"message\":");
}

TEST_F(StatusTest, refusesASecretThatIsTooShort) {
  options_.token_secret = "short";
  Api api(options_, *storage_, *bus_, *limiter_, *cache_, ids_, metrics_, clock_);
  const auto listening = api.listen();
  ASSERT_FALSE(listening);
  EXPECT_NE(listening.error().message.find("token_secret"), std::string::npos);
}

TEST_F(StatusTest, figuresAreForAdminsAndTheMetricsToken) {
  options_.metrics_token = "a secret of the scraper";
  start();
  expect(401, "GET", "/metrics");
  expect(401, "GET", "/metrics", "a secret of the scrapes");
  expect(403, "GET", "/metrics", student_);
  EXPECT_EQ(ask("GET", "/metrics", options_.metrics_token).status, 200);
  const auto answer = ask("GET", "/metrics", admin_);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(StatusTest, noMetricsTokenIsNoEmptyOne) {
  start();
  expect(401, "GET", "/metrics", "", "", {"Authorization: Bearer "});
}

TEST_F(StatusTest, figuresCountAnswersByRouteAndVerdicts) {
  start();
  const auto problem = add_problem();
  ask("GET", "/problems/" + problem, student_);
  ask("GET", "/nowhere/at/all");
  const auto id = submit(student_, problem);
  submit(student_, problem);
  expect(202, "POST", "/submission/" + id + "/cancel", student_);
  const auto text = "\n" + ask("GET", "/metrics", admin_).body;
  for (const auto* line : {R"(http_requests_total{method="GET",route="/problems/:id",status="200"} 1)",
                           R"(http_requests_total{method="GET",route="none",status="404"} 1)",
                           R"(http_requests_total{method="POST",route="/submission/create",status="201"} 2)",
                           R"(http_request_duration_seconds_count{route="/submission/create"} 2)",
                           R"(submissions_total{language="python",status="CANCELLED"} 1)", "queue_depth 1",
                           "queue_leased 0", R"(autograder_build_info{version="1.2.3"} 1)"}) {
    EXPECT_NE(text.find("\n" + std::string(line) + "\n"), std::string::npos) << line << "\n" << text;
  }
}

TEST_F(StatusTest, figuresMayHaveAPortOfTheirOwn) {
  options_.metrics_address = "127.0.0.1";
  start();
  ASSERT_NE(api_->metrics_port(), 0);
  HttpClient client(api_->metrics_port());
  const auto answer = client.ask("GET", "/metrics");
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("autograder_build_info"), std::string::npos);
  EXPECT_EQ(client.ask("GET", "/version").status, 404) << "nothing else is served there";
  ApiOptions taken = options_;
  taken.metrics_port = api_->metrics_port();
  Metrics others;
  Api second(taken, *storage_, *bus_, *limiter_, *cache_, ids_, others, clock_);
  const auto listening = second.listen();
  ASSERT_FALSE(listening);
  EXPECT_EQ(listening.error().code, ErrorCode::conflict);
}

TEST_F(StatusTest, theVersionSaysWhoMayRegister) {
  options_.registering = {.open = false, .mail_domains = {"example.org"}};
  start();
  const auto registration = expect(200, "GET", "/version").at("registration");
  EXPECT_EQ(registration, boost::json::value({{"open", false}, {"mailDomains", {"example.org"}}}));
}

}  // namespace
}  // namespace autograder::testing
