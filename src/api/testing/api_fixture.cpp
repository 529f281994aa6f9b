#include "api/testing/api_fixture.h"

#include <boost/json/parse.hpp>
#include <future>

#include "api/session.h"
#include "api/testing/documented.h"
#include "foundation/log.h"
#include "live/memory/memory_live.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::testing {
namespace {

// Before any thread: what failed is said by the tests themselves.
[[maybe_unused]] const bool quiet = log::set_up({.level = log::Level::off, .json = false, .file = {}}).has_value();

}  // namespace

ApiFixture::ApiFixture()
    : database_(std::make_unique<WaitingStorage>(clock_)),
      storage_(std::in_place, *database_),
      bus_(make_memory_event_bus()),
      limiter_(make_memory_rate_limiter(clock_)),
      cache_(make_memory_cache(clock_)) {
  options_.port = 0;
  options_.token_secret = std::string(32, 's');
  options_.languages = {"cpp", "python"};
  options_.version = "1.2.3";
  options_.rate_limits = false;
  admin_user_ = add_user("admin", Role::admin);
  student_user_ = add_user("student", Role::student);
  other_user_ = add_user("other", Role::student);
  const api::Sessions sessions(options_.token_secret, database_->users(), clock_);
  admin_ = sessions.issue(admin_user_);
  student_ = sessions.issue(student_user_);
  other_ = sessions.issue(other_user_);
}

ApiFixture::~ApiFixture() {
  if (api_) api_->stop();
}

void ApiFixture::start() {
  api_.emplace(options_, *storage_, *bus_, *limiter_, *cache_, ids_, metrics_, clock_);
  const auto listening = api_->listen();
  ASSERT_TRUE(listening) << listening.error().message;
}

std::string ApiFixture::token_of(const User& user) {
  return api::Sessions(options_.token_secret, database_->users(), clock_).issue(user);
}

User ApiFixture::add_user(const std::string& name, Role role) {
  User user;
  user.id = ids_.next<UserId>();
  user.name = name;
  user.email = name + "@example.org";
  user.password_hash = "none";
  user.role = role;
  user.created_at = user.updated_at = clock_.now();
  EXPECT_TRUE(database_->users().create(user));
  return user;
}

Answer ApiFixture::ask(std::string_view method, std::string_view target, const std::string& token,
                       std::string_view body, std::vector<std::string> headers) {
  if (!token.empty()) headers.push_back("Authorization: Bearer " + token);
  if (!body.empty()) headers.push_back("Content-Type: application/json");
  HttpClient client(api_->port());
  auto answer = client.ask(method, target, body, headers);
  observe(method, target, answer.status);
  boost::system::error_code error;
  const auto value = boost::json::parse(answer.body, error);
  // Not of /health, whose form is its own, nor of what Socket.IO's clients get.
  if (answer.status >= 400 && !error && !text_at(value, "error").empty()) {
    observe_error(text_at(value, "message"), text_at(value, "error"));
  }
  return answer;
}

boost::json::value ApiFixture::expect(int status, std::string_view method, std::string_view target,
                                      const std::string& token, std::string_view body,
                                      std::vector<std::string> headers) {
  const auto answer = ask(method, target, token, body, std::move(headers));
  EXPECT_EQ(answer.status, status) << method << ' ' << target << ' ' << body.substr(0, 200) << "\n" << answer.body;
  boost::system::error_code error;
  auto value = boost::json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.body;
  if (answer.status >= 400 && target.substr(0, 7) != "/health") {
    EXPECT_TRUE(value.is_object() && value.as_object().size() == 2) << answer.body;
    EXPECT_FALSE(text_at(value, "error").empty()) << answer.body;
  }
  return value;
}

std::string ApiFixture::add_problem(const std::string& extra, const std::string& tests) {
  const auto body =
      R"({"title": "Sum", "description": "Add.", "difficulty": "easy", "testCases": )" + tests + extra + "}";
  return text_at(expect(201, "POST", "/problems/create", admin_, body), "_id");
}

std::string ApiFixture::submit(const std::string& token, const std::string& problem, const std::string& code) {
  const auto body = R"({"problemId": ")" + problem + R"(", "language": "python", "code": ")" + code + "\"}";
  return text_at(expect(201, "POST", "/submission/create", token, body), "_id");
}

void ApiFixture::judge_next(Report report, Bell bell) {
  LeaseRequest request;
  request.worker = ids_.next<WorkerId>();
  request.kinds = {JobKind::judge, JobKind::rejudge};
  request.languages = options_.languages;
  const auto lease = database_->jobs().lease(request);
  ASSERT_TRUE(lease && *lease);
  std::promise<Result<>> finished;
  report.judged_at = clock_.now();
  database_->jobs().finish(**lease, std::move(report), [&](Result<> result) { finished.set_value(std::move(result)); });
  const auto result = finished.get_future().get();
  ASSERT_TRUE(result) << result.error().message;
  if (bell == Bell::rung) bus_->publish({Event::Kind::judged, (*lease)->job.subject, {}});
}

std::string text_at(const boost::json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  const auto* member = object == nullptr ? nullptr : object->if_contains({name.data(), name.size()});
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

}  // namespace autograder::testing
