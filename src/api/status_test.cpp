#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/testing/api_fixture.h"

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
    ASSERT_TRUE(memory_->workers().heartbeat(worker));
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
  clock_.advance(std::chrono::seconds(21));
  expect(503, "GET", "/health");
}

TEST_F(StatusTest, healthSaysAbsentWhereNoWorkerIsExpected) {
  options_.worker_expected = false;
  start();
  EXPECT_EQ(text_at(expect(200, "GET", "/health"), "sandbox"), "absent");
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
  EXPECT_EQ(text_at(expect(200, "GET", "/version"), "version"), "1.2.3");
  const auto document = ask("GET", "/openapi.yaml");
  EXPECT_EQ(document.status, 200);
  EXPECT_EQ(document.body.substr(0, 14), "openapi: 3.1.0");
  const auto page = ask("GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.header("content-type").find("text/html"), std::string::npos);
  EXPECT_NE(page.body.find("curl"), std::string::npos);
  EXPECT_EQ(ask("HEAD", "/version").header("content-length"), std::to_string(ask("GET", "/version").body.size()));
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
  EXPECT_EQ(other_type.body.substr(0, 11), "{\"message\":");
}

TEST_F(StatusTest, refusesASecretThatIsTooShort) {
  options_.token_secret = "short";
  Api api(options_, *storage_, *bus_, *limiter_, *cache_, ids_, clock_);
  const auto listening = api.listen();
  ASSERT_FALSE(listening);
  EXPECT_NE(listening.error().message.find("token_secret"), std::string::npos);
}

}  // namespace
}  // namespace autograder::testing
