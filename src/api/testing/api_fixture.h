// A real server on a free port over SQLite in memory, with the people and problems that most tests need.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/api.h"
#include "http/testing/http_client.h"
#include "storage/testing/faulty_store.h"

namespace autograder::testing {

class ApiFixture : public ::testing::Test {
 protected:
  ApiFixture();
  ~ApiFixture() override;

  // Once, after `options_` is as the test wants it.
  void start();

  User add_user(const std::string& name, Role role);
  std::string token_of(const User& user);
  // Asks on its own connection, with a token unless it is empty.
  Answer ask(std::string_view method, std::string_view target, const std::string& token = "",
             std::string_view body = {}, std::vector<std::string> headers = {});
  // As ask, and expects the status and, for errors, their form.
  boost::json::value expect(int status, std::string_view method, std::string_view target, const std::string& token = "",
                            std::string_view body = {}, std::vector<std::string> headers = {});
  // Creates a problem over HTTP and says its id. `extra` is more members: ", \"published\": false".
  std::string add_problem(const std::string& extra = "", const std::string& tests = kThreeTests);
  // Creates a submission over HTTP and says its id.
  std::string submit(const std::string& token, const std::string& problem, const std::string& code = "print(1)");
  enum class Bell { rung, lost };
  // Leases the next job and finishes it, as a worker would.
  void judge_next(Report report, Bell bell = Bell::rung);

  static constexpr const char* kThreeTests =
      R"([{"input": "1\n", "output": "one"}, {"input": "2\n", "output": "two"}, {"input": "3\n", "output": "three"}])";

  ManualClock clock_;
  IdGenerator ids_{clock_};
  std::unique_ptr<Storage> database_;
  std::optional<FaultyStorage> storage_;
  std::unique_ptr<EventBus> bus_;
  std::unique_ptr<RateLimiter> limiter_;
  std::unique_ptr<Cache> cache_;
  Metrics metrics_;
  ApiOptions options_;
  std::optional<Api> api_;
  std::string admin_, student_, other_;  // tokens
  User admin_user_, student_user_, other_user_;
};

std::string text_at(const boost::json::value& value, std::string_view name);

}  // namespace autograder::testing
