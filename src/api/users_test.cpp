#include <boost/json/array.hpp>

#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

class UsersTest : public ApiFixture {
 protected:
  std::string path_of(const User& user) { return "/users/" + user.id.hex(); }
  std::vector<std::string> names(const std::string& target) {
    std::vector<std::string> found;
    const auto rows = expect(200, "GET", target, admin_);
    for (const auto& row : rows.as_array()) found.push_back(text_at(row, "name"));
    return found;
  }
};

using Names = std::vector<std::string>;

TEST_F(UsersTest, signingOutEndsAllTokensOfTheUserAlone) {
  start();
  expect(200, "GET", "/auth/user/me", student_);
  expect(401, "POST", "/auth/logout");
  expect(200, "POST", "/auth/logout", student_);
  expect(401, "GET", "/auth/user/me", student_);
  expect(401, "POST", "/auth/logout", student_);
  expect(200, "GET", "/auth/user/me", other_);
}

TEST_F(UsersTest, aChangeByAnotherProcessIsFeltWithinTwoSeconds) {
  start();
  expect(200, "GET", "/auth/user/me", student_);
  ++student_user_.generation;
  ASSERT_TRUE(database_->users().update(student_user_));
  clock_.advance(std::chrono::seconds(2));
  expect(401, "GET", "/auth/user/me", student_);
}

TEST_F(UsersTest, givesTickets) {
  options_.rate_limits = true;
  start();
  expect(401, "POST", "/auth/ticket");
  const auto ticket = text_at(expect(200, "POST", "/auth/ticket", student_), "ticket");
  EXPECT_EQ(ticket.size(), 43u);
  EXPECT_NE(text_at(expect(200, "POST", "/auth/ticket", student_), "ticket"), ticket);
  for (int i = 2; i < 60; ++i) expect(200, "POST", "/auth/ticket", student_);
  expect(429, "POST", "/auth/ticket", student_);
  expect(200, "POST", "/auth/ticket", other_);
}

TEST_F(UsersTest, registrationIsOpenClosedOrByMailDomain) {
  options_.registering.mail_domains = {"school.example", "Uni.example"};
  start();
  const auto body = [](const std::string& email) {
    return R"({"name": "A", "email": ")" + email + R"(", "password": "correct horse"})";
  };
  expect(201, "POST", "/auth/register", "", body("a@school.example"));
  expect(201, "POST", "/auth/register", "", body("a@UNI.EXAMPLE"));
  for (const auto* email : {"a@example.org", "a@evilschool.example", "a@x.school.example"}) {
    const auto error = text_at(expect(403, "POST", "/auth/register", "", body(email)), "error");
    EXPECT_EQ(error, "email: only addresses of these domains may register: school.example, Uni.example");
  }
}

TEST_F(UsersTest, registrationMayBeClosed) {
  options_.registering.open = false;
  start();
  expect(403, "POST", "/auth/register", "", R"({"name": "A", "email": "a@b.c", "password": "correct horse"})");
}

TEST_F(UsersTest, listsPeopleInPages) {
  start();
  EXPECT_EQ(names("/users"), (Names{"admin", "student", "other"}));
  const auto row = expect(200, "GET", "/users?limit=1", admin_).as_array()[0];
  EXPECT_EQ(row.at("disabled"), false);
  EXPECT_EQ(row.as_object().size(), 7u) << "no hash";
  auto page = ask("GET", "/users?limit=2", admin_);
  EXPECT_EQ(page.header("link"), "</users?limit=2&after=" + student_user_.id.hex() + ">; rel=\"next\"");
  EXPECT_EQ(names("/users?limit=2&after=" + student_user_.id.hex()), Names{"other"});
  EXPECT_EQ(ask("GET", "/users?limit=3", admin_).header("link"), "");
  EXPECT_EQ(names("/users?search=STUD"), Names{"student"});
  EXPECT_EQ(names("/users?search=other@ex"), Names{"other"});
  EXPECT_EQ(names("/users?search=tudent"), Names{});
  EXPECT_EQ(expect(200, "GET", "/users?fields=email", admin_).as_array()[0].as_object().size(), 2u);
  expect(422, "GET", "/users?fields=passwordHash", admin_);
  expect(422, "GET", "/users?after=1", admin_);
  expect(422, "GET", "/users?limit=101", admin_);
  expect(422, "GET", "/users?search=%00", admin_);
  expect(403, "GET", "/users", student_);
  expect(401, "GET", "/users");
}

TEST_F(UsersTest, peopleAreFoundByAnyWord) {
  add_user("Ada King, Countess of Lovelace", Role::student);
  start();
  const Names ada{"Ada King, Countess of Lovelace"};
  for (const auto* search : {"king", "LOVE", "love%20ada", "count+ki", "lovelace@"}) {
    EXPECT_EQ(names(std::string("/users?search=") + search), ada) << search;
  }
  EXPECT_EQ(names("/users?search=king%20student"), Names{});
  EXPECT_EQ(names("/users?search=@"), Names{}) << "a search without a word";
}

TEST_F(UsersTest, pagesGoToTheEndAndSayHowManyThereAre) {
  for (int i = 0; i < 250; ++i) add_user("p" + std::to_string(i), Role::student);
  start();
  auto page = ask("GET", "/users?limit=100&page=3", admin_);
  EXPECT_EQ(page.header("x-total-count"), "253");
  EXPECT_EQ(page.header("link"), "");
  EXPECT_EQ(names("/users?limit=100&page=3").size(), 53U);
  EXPECT_EQ(names("/users?limit=100&page=3").back(), "p249");
  EXPECT_EQ(ask("GET", "/users?limit=100&page=2", admin_).header("link"), "</users?limit=100&page=3>; rel=\"next\"");
  page = ask("GET", "/users?limit=1&search=p24", admin_);
  EXPECT_EQ(page.header("x-total-count"), "11");
  EXPECT_NE(page.header("link").find("search=p24&after="), std::string::npos);
  expect(422, "GET", "/users?page=1&after=" + student_user_.id.hex(), admin_);
  expect(422, "GET", "/users?page=0", admin_);
}

TEST_F(UsersTest, anAdminChangesRoleAndDisables) {
  start();
  const auto made = expect(200, "PUT", path_of(student_user_), admin_, R"({"role": "admin"})");
  EXPECT_EQ(text_at(made, "role"), "admin");
  expect(401, "GET", "/auth/user/me", student_);
  const auto gone = expect(200, "PUT", path_of(other_user_), admin_, R"({"disabled": true})");
  EXPECT_EQ(gone.at("disabled"), true);
  expect(401, "GET", "/auth/user/me", other_);
  expect(200, "PUT", path_of(other_user_), admin_, R"({"disabled": false})");
  expect(401, "GET", "/auth/user/me", other_);  // an older token stays ended
}

TEST_F(UsersTest, anAdminSetsAPassword) {
  start();
  expect(200, "PUT", path_of(student_user_), admin_, R"({"password": "a new horse"})");
  expect(401, "GET", "/auth/user/me", student_);
  expect(200, "POST", "/auth/login", "", R"({"email": "student@example.org", "password": "a new horse"})");
}

TEST_F(UsersTest, theLastAdminStays) {
  start();
  expect(409, "PUT", path_of(admin_user_), admin_, R"({"role": "student"})");
  expect(409, "PUT", path_of(admin_user_), admin_, R"({"disabled": true})");
  expect(200, "GET", "/users", admin_);  // nothing was changed
  auto second = add_user("second", Role::admin);
  second.disabled = true;
  ASSERT_TRUE(database_->users().update(second));
  expect(409, "PUT", path_of(admin_user_), admin_, R"({"disabled": true})");
  second.disabled = false;
  ASSERT_TRUE(database_->users().update(second));
  expect(200, "PUT", path_of(admin_user_), admin_, R"({"role": "student"})");
  expect(401, "GET", "/users", admin_);
}

TEST_F(UsersTest, refusesBadChanges) {
  start();
  expect(400, "PUT", path_of(student_user_), admin_, R"({"name": "X"})");
  expect(400, "PUT", path_of(student_user_), admin_, R"({"disabled": "yes"})");
  expect(422, "PUT", path_of(student_user_), admin_, R"({"role": "root"})");
  expect(422, "PUT", path_of(student_user_), admin_, R"({"password": "short"})");
  expect(404, "PUT", "/users/" + std::string(24, 'a'), admin_, "{}");
  expect(403, "PUT", path_of(student_user_), student_, R"({"role": "admin"})");
  expect(401, "PUT", path_of(student_user_), "", R"({"role": "admin"})");
}

}  // namespace
}  // namespace autograder::testing
