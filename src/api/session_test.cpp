#include "api/session.h"

#include <gtest/gtest.h>

#include "foundation/crypto.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::api {
namespace {

class SessionTest : public ::testing::Test {
 protected:
  SessionTest() {
    user_.id = ids_.next<UserId>();
    user_.email = "ada@example.org";
    EXPECT_TRUE(storage_->users().create(user_));
  }
  static http::Request with(const std::string& authorization) {
    http::Request request;
    if (!authorization.empty()) request.headers.push_back({"authorization", authorization});
    return request;
  }
  std::string refusal(const std::string& authorization) {
    const auto viewer = sessions_.authenticate(with(authorization));
    return viewer ? "" : std::to_string(viewer.error().status) + " " + viewer.error().error;
  }
  // Our own token making, rightly signed unless `secret` says otherwise.
  std::string token(const std::string& header, const std::string& payload, const std::string& secret = kSecret) {
    std::string text = base64url_encode(header) + "." + base64url_encode(payload);
    const auto mac = hmac_sha256(secret, text);
    return text + "." + base64url_encode({reinterpret_cast<const char*>(mac.data()), mac.size()});
  }
  std::string payload(int generation = 1) {
    return R"({"id":")" + user_.id.hex() + R"(","role":"student","ver":)" + std::to_string(generation) +
           R"(,"iat":1700000000,"exp":1700000100})";
  }

  static constexpr const char* kSecret = "a secret of at least 32 characters";
  static constexpr const char* kHeader = R"({"alg":"HS256","typ":"JWT"})";
  ManualClock clock_;
  IdGenerator ids_{clock_};
  std::unique_ptr<Storage> storage_ = std::make_unique<WaitingStorage>(clock_);
  Sessions sessions_{kSecret, storage_->users(), clock_};
  User user_;
};

TEST_F(SessionTest, knowsTheUserOfItsOwnToken) {
  const auto viewer = sessions_.authenticate(with("Bearer " + sessions_.issue(user_)));
  ASSERT_TRUE(viewer);
  EXPECT_EQ(viewer->user, user_.id);
  EXPECT_EQ(viewer->role, Role::student);
  EXPECT_TRUE(sessions_.authenticate(with("bearer " + token(kHeader, payload()))));
}

TEST_F(SessionTest, refusesEverythingElse) {
  const std::string good = token(kHeader, payload());
  std::string tampered = good;
  tampered[good.find('.') + 5] ^= 1;
  std::string other_signature = good;
  other_signature[good.size() - 10] = other_signature[good.size() - 10] == 'A' ? 'B' : 'A';
  const std::string unsigned_token = base64url_encode(R"({"alg":"none"})") + "." + base64url_encode(payload()) + ".";
  const std::string rows[] = {
      "",
      "Bearer",
      "Bearer ",
      "Basic YWRhOnB3",
      good,  // without the scheme
      "Bearer x",
      "Bearer a.b",
      "Bearer a.b.c.d",
      "Bearer " + std::string(5000, 'a'),
      "Bearer " + tampered,
      "Bearer " + other_signature,
      "Bearer " + good + "A",
      "Bearer " + good.substr(0, good.rfind('.') + 1),
      "Bearer " + unsigned_token,
      "Bearer " + token(kHeader, payload(), "another secret, also of 32 characters"),
      "Bearer " + token(R"({"alg":"none","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"HS512","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"hs256","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"HS256","crit":["exp"],"exp":1})", payload()),
      "Bearer " + token(R"({"alg":"RS256","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"RS256","typ":"JWT"})", payload(), ""),
      "Bearer " + token(R"({"alg":"HS256","kid":"../../dev/null","typ":"JWT"})", payload(), ""),
      "Bearer " + token(R"({"alg":"HS256","kid":"../../dev/null","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"HS256","jku":"http://127.0.0.1/keys","typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"HS256","jwk":{"kty":"oct","k":""},"typ":"JWT"})", payload(), ""),
      "Bearer " + token(R"({"alg":["HS256","none"],"typ":"JWT"})", payload()),
      "Bearer " + token(R"({"alg":"none","alg":"HS256"})", payload()),
      "Bearer " + token(R"({"typ":"JWT"})", payload()),
      "Bearer " + token(kHeader, "{}"),
      "Bearer " + token(kHeader, "nonsense"),
      "Bearer " + token(kHeader, R"({"id":"zz","role":"student","ver":1,"iat":1,"exp":1700000100})"),
      "Bearer " + token(kHeader, R"({"id":")" + user_.id.hex() + R"(","role":"student","ver":1,"iat":1})"),
      "Bearer " +
          token(kHeader, R"({"id":")" + user_.id.hex() + R"(","role":"root","ver":1,"iat":1,"exp":1700000100})"),
  };
  for (const auto& row : rows) EXPECT_EQ(refusal(row).substr(0, 4), "401 ") << row;
}

TEST_F(SessionTest, tokensEndAfterTwelveHours) {
  const std::string bearer = "Bearer " + sessions_.issue(user_);
  clock_.advance(kTokenLife - std::chrono::seconds(1));
  EXPECT_EQ(refusal(bearer), "");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_NE(refusal(bearer).find("expired"), std::string::npos) << "although it is remembered as verified";
}

TEST_F(SessionTest, noticesADisabledUserWithinTwoSecondsOrAtTheBell) {
  const std::string bearer = "Bearer " + sessions_.issue(user_);
  EXPECT_EQ(refusal(bearer), "");
  user_.disabled = true;
  ASSERT_TRUE(storage_->users().update(user_));
  EXPECT_EQ(refusal(bearer), "") << "not older than two seconds";
  clock_.advance(std::chrono::seconds(2));
  EXPECT_NE(refusal(bearer).find("disabled"), std::string::npos);
  user_.disabled = false;
  ASSERT_TRUE(storage_->users().update(user_));
  sessions_.forget_users();
  EXPECT_EQ(refusal(bearer), "");
}

TEST_F(SessionTest, aNewGenerationRevokesOlderTokens) {
  const std::string bearer = "Bearer " + sessions_.issue(user_);
  user_.generation = 2;
  ASSERT_TRUE(storage_->users().update(user_));
  EXPECT_NE(refusal(bearer).find("revoked"), std::string::npos);
  EXPECT_EQ(refusal("Bearer " + sessions_.issue(user_)), "");
}

TEST_F(SessionTest, refusesATokenWhoseUserIsGone) {
  user_.id = ids_.next<UserId>();
  EXPECT_NE(refusal("Bearer " + sessions_.issue(user_)).find("gone"), std::string::npos);
}

TEST_F(SessionTest, takesTheRoleFromTheUserNotTheToken) {
  user_.role = Role::admin;
  const std::string bearer = "Bearer " + sessions_.issue(user_);
  EXPECT_EQ(sessions_.authenticate(with(bearer))->role, Role::student);
}

}  // namespace
}  // namespace autograder::api
