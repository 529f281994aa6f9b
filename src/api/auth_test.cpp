#include "api/testing/api_fixture.h"
#include "foundation/crypto.h"

namespace autograder::testing {
namespace {

class AuthTest : public ApiFixture {};

constexpr const char* kAda = R"({"name": "Ada", "email": "Ada@Example.org", "password": "correct horse"})";

TEST_F(AuthTest, registersAndSignsIn) {
  start();
  EXPECT_EQ(text_at(expect(201, "POST", "/auth/register", "", kAda), "message"), "User registered");
  const auto token = text_at(
      expect(200, "POST", "/auth/login", "", R"({"email": "ada@example.org", "password": "correct horse"})"), "token");
  const auto me = expect(200, "GET", "/auth/user/me", token);
  EXPECT_EQ(text_at(me, "name"), "Ada");
  EXPECT_EQ(text_at(me, "email"), "Ada@Example.org");
  EXPECT_EQ(text_at(me, "role"), "student");
  EXPECT_EQ(text_at(me, "_id").size(), 24u);
  EXPECT_EQ(me.as_object().size(), 6u) << "nothing else: no hash";
  const auto some = expect(200, "GET", "/auth/user/me?fields=role", token);
  EXPECT_EQ(some.as_object().size(), 2u);
  expect(422, "GET", "/auth/user/me?fields=password", token);
}

TEST_F(AuthTest, refusesAnEmailThatIsTakenWithoutRegardToCase) {
  start();
  expect(201, "POST", "/auth/register", "", kAda);
  expect(409, "POST", "/auth/register", "",
         R"({"name": "A", "email": "ADA@example.org", "password": "correct horse"})");
}

TEST_F(AuthTest, refusesBadRegistrations) {
  start();
  struct Row {
    int status;
    std::string body;
    const char* field;
  };
  const std::string tail = R"(, "password": "correct horse"})";
  const Row rows[] = {
      {400, "{", "JSON"},
      {400, "[]", "object"},
      {400, R"({"email": "a@b", "password": "correct horse"})", "name: required"},
      {400, R"({"name": "A", "email": "a@b", "password": "correct horse", "role": "admin"})", "role: unknown"},
      {400, R"({"name": 1, "email": "a@b")" + tail, "name"},
      {400, R"({"name": "A", "name": "B", "email": "a@b")" + tail, "duplicate key"},
      {422, R"({"name": "", "email": "a@b")" + tail, "name"},
      {422, R"({"name": "  ", "email": "a@b")" + tail, "name"},
      {422, R"({"name": ")" + std::string(101, 'x') + R"(", "email": "a@b")" + tail, "name: over 100"},
      {422, R"({"name": "A", "email": "nonsense")" + tail, "email"},
      {422, R"({"name": "A", "email": "a@b@c")" + tail, "email"},
      {422, R"({"name": "A", "email": "a@)" + std::string(253, 'b') + "\"" + tail, "email: over 254"},
      {422, R"({"name": "A", "email": "a@b", "password": "short"})", "password: under 8"},
      {422, R"({"name": "A", "email": "a@b", "password": ")" + std::string(73, 'x') + "\"}", "password: over 72"},
      {422, R"({"name": "A", "email": "a@b", "password": "with a \u0000 inside"})", "NUL"},
  };
  for (const auto& row : rows) {
    const auto error = text_at(expect(row.status, "POST", "/auth/register", "", row.body), "error");
    EXPECT_NE(error.find(row.field), std::string::npos) << row.body.substr(0, 100) << " -> " << error;
  }
}

TEST_F(AuthTest, saysTheSameForAWrongPasswordAndAnUnknownEmail) {
  start();
  expect(201, "POST", "/auth/register", "", kAda);
  const auto wrong =
      expect(401, "POST", "/auth/login", "", R"({"email": "ada@example.org", "password": "wrong horse"})");
  const auto unknown =
      expect(401, "POST", "/auth/login", "", R"({"email": "bob@example.org", "password": "wrong horse"})");
  EXPECT_EQ(wrong, unknown);
  expect(401, "POST", "/auth/login", "", R"({"email": "ada@example.org", "password": "\u0000"})");
  expect(401, "POST", "/auth/login", "",
         R"({"email": "ada@example.org", "password": ")" + std::string(100, 'x') + "\"}");
  expect(400, "POST", "/auth/login", "", R"({"email": "ada@example.org"})");
  expect(422, "POST", "/auth/login", "", R"({"email": ")" + std::string(300, 'x') + R"(", "password": "x"})");
}

TEST_F(AuthTest, aUserWithoutAPasswordIsRefusedLikeAnUnknownOne) {
  start();
  User user = add_user("elsewhere", Role::student);
  user.password_hash.clear();
  ASSERT_TRUE(database_->users().update(user));
  for (const char* password : {"none", "password"}) {
    expect(401, "POST", "/auth/login", "",
           R"({"email": "elsewhere@example.org", "password": ")" + std::string(password) + "\"}");
  }
}

TEST_F(AuthTest, aDisabledUserNeitherSignsInNorUsesAToken) {
  start();
  expect(201, "POST", "/auth/register", "", kAda);
  auto user = **database_->users().find_by_email("ada@example.org");
  user.disabled = true;
  ASSERT_TRUE(database_->users().update(user));
  expect(401, "POST", "/auth/login", "", R"({"email": "ada@example.org", "password": "correct horse"})");
  student_user_.disabled = true;
  ASSERT_TRUE(database_->users().update(student_user_));
  expect(401, "GET", "/auth/user/me", student_);
  expect(401, "GET", "/problems", student_);
}

TEST_F(AuthTest, asksForATokenEverywhere) {
  start();
  const std::string id(24, 'a');
  const std::pair<const char*, std::string> routes[] = {
      {"GET", "/auth/user/me"},    {"PUT", "/auth/user/me"},       {"GET", "/problems"},
      {"GET", "/problems/" + id},  {"POST", "/problems/create"},   {"DELETE", "/problems/" + id},
      {"GET", "/submissions"},     {"POST", "/submission/create"}, {"GET", "/submission/getSubmission"},
      {"GET", "/submission/" + id}};
  for (const auto& [method, path] : routes) {
    expect(401, method, path);
    expect(401, method, path, student_ + "x");
  }
  EXPECT_EQ(ask("GET", "/problems").header("www-authenticate"), "Bearer");
}

TEST_F(AuthTest, aStudentGets403OnAdminRoutesBeforeExistenceIsLookedAt) {
  start();
  expect(403, "POST", "/problems/create", student_, "not even JSON");
  expect(403, "DELETE", "/problems/" + std::string(24, 'a'), student_);
  expect(403, "GET", "/submissions", student_);
}

TEST_F(AuthTest, changesTheProfile) {
  start();
  expect(201, "POST", "/auth/register", "", kAda);
  const auto login = R"({"email": "ada@example.org", "password": "correct horse"})";
  const auto token = text_at(expect(200, "POST", "/auth/login", "", login), "token");
  EXPECT_EQ(text_at(expect(200, "PUT", "/auth/user/me", token, R"({"name": "Countess"})"), "name"), "Countess");
  expect(400, "PUT", "/auth/user/me", token, R"({"password": "another horse"})");
  expect(422, "PUT", "/auth/user/me", token, R"({"password": "another horse", "currentPassword": "wrong"})");
  expect(422, "PUT", "/auth/user/me", token, R"({"name": ""})");
  expect(200, "PUT", "/auth/user/me", token, R"({"password": "another horse", "currentPassword": "correct horse"})");
  expect(401, "GET", "/auth/user/me", token);
  expect(401, "POST", "/auth/login", "", login);
  expect(200, "POST", "/auth/login", "", R"({"email": "ada@example.org", "password": "another horse"})");
}

TEST_F(AuthTest, limitsRegistrationsAnAddress) {
  options_.rate_limits = true;
  start();
  for (int i = 0; i < 70; ++i) expect(400, "POST", "/auth/register", "", "{}");  // nothing was looked up
  expect(201, "POST", "/auth/register", "", kAda);
  for (int i = 0; i < 59; ++i) expect(409, "POST", "/auth/register", "", kAda);
  expect(429, "POST", "/auth/register", "", kAda);
  EXPECT_EQ(ask("POST", "/auth/register", "", kAda).header("retry-after"), "60");
}

TEST_F(AuthTest, refusesNamesThatPassForOthers) {
  start();
  const std::string tail = R"(, "password": "correct horse"})";
  const std::pair<const char*, const char*> rows[] = {
      {R"({"name": "A\u200bda", "email": "a@b")", "name: has the invisible or control character U+200B"},
      {R"({"name": "\u202eada", "email": "a@b")", "name: has the invisible or control character U+202E"},
      {R"({"name": "\u0410da", "email": "a@b")", "name: mixes Cyrillic and Latin"},
      {R"({"name": "Ada", "email": "\u0430da@b")", "email: mixes Cyrillic and Latin"},
      {R"({"name": "Ada", "email": "a\u00ad@b")", "email: has the invisible or control character U+00AD"},
  };
  for (const auto& [body, says] : rows) {
    const auto error = text_at(expect(422, "POST", "/auth/register", "", body + tail), "error");
    EXPECT_TRUE(error.starts_with(says)) << error;
  }
  expect(422, "PUT", "/auth/user/me", student_, R"({"name": "stud\u0435nt"})");
}

TEST_F(AuthTest, limitsGuessesAtThePresentPassword) {
  options_.rate_limits = true;
  start();
  const auto change = R"({"password": "another horse", "currentPassword": "wrong"})";
  for (int i = 0; i < 10; ++i) expect(422, "PUT", "/auth/user/me", student_, change);
  expect(429, "PUT", "/auth/user/me", student_, change);
}

TEST_F(AuthTest, answers503WhileTheDatabaseIsAway) {
  start();
  storage_->plan().fail_calls(1, 1'000'000);
  const auto answer = ask("GET", "/auth/user/me", student_);
  EXPECT_EQ(answer.status, 503);
  EXPECT_FALSE(answer.header("retry-after").empty());
  EXPECT_EQ(answer.body.find("the database is away"), std::string::npos) << "the cause is the log's";
  expect(503, "POST", "/auth/login", "", R"({"email": "a@b", "password": "correct horse"})");
  storage_->plan().heal();
  expect(200, "GET", "/auth/user/me", student_);
}

}  // namespace
}  // namespace autograder::testing
