#include "api/sign_ins.h"

#include "api/testing/api_fixture.h"
#include "live/memory/memory_live.h"

namespace autograder::testing {
namespace {

constexpr const char* kPassword = "correct horse";
constexpr const char* kHash = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";  // of it, quickly made

// Behind a proxy that says who asks, so that a test may come from many addresses.
class SignInsTest : public ApiFixture {
 protected:
  SignInsTest() {
    options_.rate_limits = true;
    options_.trusted_proxies = {"127.0.0.1"};
    for (int i = 0; i < 40; ++i) {
      auto user = add_user("pupil" + std::to_string(i), Role::student);
      user.password_hash = kHash;
      EXPECT_TRUE(database_->users().update(user));
    }
  }
  Answer sign_in(const std::string& address, const std::string& name, const std::string& password = "wrong horse") {
    return ask("POST", "/auth/login", "",
               R"({"email": ")" + name + R"(@example.org", "password": ")" + password + "\"}",
               {"X-Forwarded-For: " + address});
  }
  static constexpr const char* kRoom = "203.0.113.9";
};

TEST_F(SignInsTest, aRoomOf40BehindOneAddressGetsInWithinAMinute) {
  start();
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(sign_in(kRoom, "pupil" + std::to_string(i), kPassword).status, 200) << i;
    clock_.advance(std::chrono::milliseconds(1500));
  }
}

TEST_F(SignInsTest, whoGuessesDoesNotLockTheRoomOut) {
  start();
  // Two wrong passwords a second, of accounts that nobody has.
  for (int i = 0; i < 130; ++i) sign_in(kRoom, "nobody" + std::to_string(i));
  for (int i = 0; i < 20; ++i) {
    sign_in(kRoom, "nobody-" + std::to_string(i));
    EXPECT_EQ(sign_in(kRoom, "pupil" + std::to_string(i), kPassword).status, 200) << i;
    clock_.advance(std::chrono::milliseconds(500));
  }
}

TEST_F(SignInsTest, anAddressThatGuessesHasThreeTriesAnAccount) {
  start();
  for (int i = 0; i < 120; ++i) EXPECT_EQ(sign_in(kRoom, "nobody" + std::to_string(i)).status, 401) << i;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in(kRoom, "pupil1").status, 401) << i;
  const auto refused = sign_in(kRoom, "pupil1", kPassword);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_NE(refused.body.find("from this address"), std::string::npos) << refused.body;
  EXPECT_EQ(sign_in("198.51.100.1", "pupil1", kPassword).status, 200);
}

TEST_F(SignInsTest, tenFailuresAMinuteForAnAccountFromAnAddress) {
  start();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in(kRoom, i % 2 ? "pupil1" : "PUPIL1").status, 401) << i;
  const auto refused = sign_in(kRoom, "pupil1", kPassword);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("retry-after"), "6");
  EXPECT_EQ(sign_in(kRoom, "pupil2", kPassword).status, 200) << "another account";
  EXPECT_EQ(sign_in("198.51.100.1", "pupil1", kPassword).status, 200) << "another address";
  clock_.advance(std::chrono::seconds(6));
  EXPECT_EQ(sign_in(kRoom, "pupil1", kPassword).status, 200);
}

TEST_F(SignInsTest, guessesOnAnAccountAreBoundedFromHoweverManyAddresses) {
  start();
  int looked_at = 0;
  int longest = 0;
  for (int second = 0; second < 3600; second += 10) {
    const auto answer =
        sign_in("198.51." + std::to_string(second / 256 % 256) + "." + std::to_string(second % 256), "pupil1");
    looked_at += answer.status == 401 ? 1 : 0;
    if (answer.status == 429) longest = std::max(longest, std::stoi(answer.header("retry-after")));
    clock_.advance(std::chrono::seconds(10));
  }
  EXPECT_LE(looked_at, 60);
  EXPECT_GE(looked_at, 30);
  EXPECT_LE(longest, 120) << "nobody is locked out for good";
  EXPECT_GT(longest, 60) << "the delay grows";
}

TEST_F(SignInsTest, theOwnerGetsInFromAnAddressThatSignedInBefore) {
  start();
  ASSERT_EQ(sign_in(kRoom, "pupil1", kPassword).status, 200);
  for (int i = 0; i < 22; ++i) sign_in("198.51.100." + std::to_string(i), "pupil1");
  EXPECT_EQ(sign_in("192.0.2.1", "pupil1", kPassword).status, 429) << "an address that nobody knows waits";
  EXPECT_EQ(sign_in(kRoom, "pupil1", kPassword).status, 200);
  // That door is no way around the bound.
  int looked_at = 0;
  for (int second = 0; second < 3600; second += 6) {
    looked_at += sign_in(kRoom, "pupil1").status == 401 ? 1 : 0;
    clock_.advance(std::chrono::seconds(6));
  }
  EXPECT_LE(looked_at, 60);
}

// While the first of them is hashed, the others have not failed yet.
TEST_F(SignInsTest, whoTriesManyAtTheSameMomentHasNoMoreOfThem) {
  const auto limiter = make_memory_rate_limiter(clock_);
  const auto cache = make_memory_cache(clock_);
  api::SignIns sign_ins(*limiter, *cache, true);
  std::vector<api::SignIns::Attempt> begun;
  const auto begin = [&](const std::string& address, const std::string& account) {
    auto attempt = sign_ins.attempt(address, account);
    const bool looked_at = !sign_ins.begin(attempt);
    if (looked_at) begun.push_back(attempt);
    return looked_at;
  };
  int looked_at = 0;
  for (int i = 0; i < 64; ++i) looked_at += begin(kRoom, "pupil1") ? 1 : 0;
  EXPECT_EQ(looked_at, 10) << "of an account from one address";
  for (int i = 0; i < 64; ++i) looked_at += begin("198.51.100." + std::to_string(i), "pupil1") ? 1 : 0;
  EXPECT_EQ(looked_at, 20) << "of an account";
  for (int i = 0; i < 200; ++i) looked_at += begin(kRoom, "nobody" + std::to_string(i % 50)) ? 1 : 0;
  EXPECT_EQ(looked_at, 20 + 110 + 90) << "of an address, and then of each account from it a few";
  // They were right after all: nothing is left of them, also of those who were refused.
  for (const auto& attempt : begun) sign_ins.give_back(attempt);
  begun.clear();
  looked_at = 0;
  for (int i = 0; i < 64; ++i) looked_at += begin(kRoom, "pupil1") ? 1 : 0;
  EXPECT_EQ(looked_at, 10);
  for (int i = 0; i < 110; ++i) EXPECT_TRUE(begin(kRoom, "somebody" + std::to_string(i))) << i;
}

TEST_F(SignInsTest, anUnknownEmailIsRefusedAsAKnownOne) {
  start();
  for (const char* name : {"pupil1", "nobody"}) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in(kRoom, name).status, 401);
  }
  EXPECT_EQ(sign_in(kRoom, "pupil1").body, sign_in(kRoom, "nobody").body);
}

TEST_F(SignInsTest, aRightPresentPasswordDoesNotCount) {
  start();
  const auto token =
      text_at(expect(200, "POST", "/auth/login", "", R"({"email": "pupil1@example.org", "password": "correct horse"})"),
              "token");
  auto user = **database_->users().find_by_email("pupil1@example.org");
  for (int i = 0; i < 12; ++i) {
    const auto body = R"({"password": "correct horse", "currentPassword": "correct horse"})";
    expect(200, "PUT", "/auth/user/me", token_of(user), body);
    user = **database_->users().find(user.id);
  }
}

}  // namespace
}  // namespace autograder::testing
