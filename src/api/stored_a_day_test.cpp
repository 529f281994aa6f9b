// A user who stored what one may in a day hears of the bound and when to come again; others are served.
#include "api/testing/api_fixture.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::testing {
namespace {

class StoredADayTest : public ApiFixture {
 protected:
  // Another storage, with the same people, problems and submissions not yet.
  StoredADayTest() {
    database_ = std::make_unique<WaitingStorage>(clock_, StorageOptions{.stored_a_day_max = kib(40)});
    storage_.emplace(*database_);
    admin_ = token_of(add_user("teacher", Role::admin));
    student_ = token_of(add_user("ada", Role::student));
    other_ = token_of(add_user("bob", Role::student));
    start();
    problem_ = add_problem();
  }
  Answer send(const std::string& token, std::size_t bytes) {
    return ask(
        "POST", "/submission/create", token,
        R"({"problemId": ")" + problem_ + R"(", "language": "python", "code": ")" + std::string(bytes, 'x') + R"("})");
  }
  void expect_until_midnight(const Answer& refused) {
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.body.find("at most 40960 bytes"), std::string::npos) << refused.body;
    // The manual clock stands at 22:13:20 of some day.
    EXPECT_EQ(refused.header("retry-after"), "6400") << refused.body;
  }
  std::string problem_;
};

TEST_F(StoredADayTest, programsAndInputsCount) {
  EXPECT_EQ(send(student_, 30'000).status, 201);
  expect_until_midnight(send(student_, 30'000));
  const std::string run =
      R"({"language": "python", "code": "1", "customInput": ")" + std::string(30'000, 'x') + R"("})";
  expect_until_midnight(ask("POST", "/run", student_, run));
  EXPECT_EQ(send(other_, 30'000).status, 201);
  clock_.advance(std::chrono::seconds(6400));
  EXPECT_EQ(send(student_, 30'000).status, 201);
}

}  // namespace
}  // namespace autograder::testing
