#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

class DraftsTest : public ApiFixture {
 protected:
  std::string path(const std::string& language = "python") { return "/problems/" + problem_ + "/drafts/" + language; }
  std::string problem_;
};

TEST_F(DraftsTest, areFoundOnAnotherComputerByTheirUserAlone) {
  start();
  problem_ = add_problem();
  const auto saved = expect(200, "PUT", path(), student_, R"x({"code": "print(1)  # \u00eb", "base": 0})x");
  EXPECT_EQ(saved,
            boost::json::value({{"language", "python"}, {"version", 1}, {"savedAt", text_at(saved, "savedAt")}}));
  expect(200, "PUT", path("cpp"), student_, R"x({"code": ""})x");
  const auto drafts = expect(200, "GET", "/problems/" + problem_ + "/drafts", student_);
  ASSERT_EQ(drafts.as_array().size(), 2u);
  EXPECT_EQ(text_at(drafts.at(0), "language"), "cpp");
  EXPECT_EQ(text_at(drafts.at(1), "code"), "print(1)  # \xC3\xAB");
  for (const auto& stranger : {other_, admin_}) {
    EXPECT_TRUE(expect(200, "GET", "/problems/" + problem_ + "/drafts", stranger).as_array().empty());
    EXPECT_TRUE(expect(200, "GET", path(), stranger).as_array().empty());
  }
}

TEST_F(DraftsTest, keepVersionsAndRefuseToOverwriteWhatTheWriterHasNotSeen) {
  start();
  problem_ = add_problem();
  expect(200, "PUT", path(), student_, R"x({"code": "one", "base": 0})x");
  const auto refused = expect(409, "PUT", path(), student_, R"x({"code": "two", "base": 0})x");
  EXPECT_EQ(text_at(refused, "error"), "base: the newest version is 1");
  expect(200, "PUT", path(), student_, R"x({"code": "two", "base": 1, "newVersion": true})x");
  const auto versions = expect(200, "GET", path(), student_);
  ASSERT_EQ(versions.as_array().size(), 2u);
  EXPECT_EQ(text_at(versions.at(0), "code"), "two");
  EXPECT_EQ(text_at(versions.at(1), "code"), "one");
}

TEST_F(DraftsTest, theTemplateTakesNoPlaceAmongTheVersions) {
  start();
  problem_ = add_problem();
  WorkerRow worker;
  worker.id = WorkerId(IdBytes{1});
  worker.last_seen = clock_.now();
  LanguageStatus python;
  python.id = "python";
  python.available = true;
  python.template_source = "# begin here";
  worker.languages.push_back(python);
  ASSERT_TRUE(database_->workers().heartbeat(worker));
  const auto save = [this](const std::string& code) {
    expect(200, "PUT", path(), student_, R"({"code": ")" + code + R"(", "newVersion": true})");
  };
  for (const auto* code : {"one", "# begin here", "two", "# begin here"}) save(code);
  const auto versions = expect(200, "GET", path(), student_);
  ASSERT_EQ(versions.as_array().size(), 3u);
  EXPECT_EQ(text_at(versions.at(0), "code"), "# begin here");
  EXPECT_EQ(text_at(versions.at(1), "code"), "two");
  EXPECT_EQ(text_at(versions.at(2), "code"), "one");
}

TEST_F(DraftsTest, haveBoundsThatErrorsName) {
  options_.code_max = 100;
  start();
  problem_ = add_problem();
  const auto error = [this](int status, const std::string& body, const std::string& language = "python") {
    return text_at(expect(status, "PUT", path(language), student_, body), "error");
  };
  expect(200, "PUT", path(), student_, R"({"code": ")" + std::string(100, 'x') + R"("})");
  EXPECT_TRUE(error(422, R"({"code": ")" + std::string(101, 'x') + R"("})").starts_with("code: "));
  EXPECT_TRUE(error(422, R"({"code": "a\u0000b"})").starts_with("code: "));
  EXPECT_TRUE(error(422, R"({"code": "x", "base": -1})").starts_with("base: "));
  EXPECT_TRUE(error(400, R"({"code": "x", "base": "1"})").starts_with("base: "));
  EXPECT_TRUE(error(400, "{}").starts_with("code: "));
  EXPECT_TRUE(error(400, R"({"code": "x", "user": "y"})").starts_with("user: "));
  EXPECT_TRUE(error(422, R"({"code": "x"})", "cobol").starts_with("language: "));
}

TEST_F(DraftsTest, areOfAProblemThatTheCallerMaySee) {
  start();
  problem_ = add_problem(R"(, "published": false)");
  expect(404, "PUT", path(), student_, R"({"code": "x"})");
  expect(404, "GET", "/problems/" + problem_ + "/drafts", student_);
  expect(200, "PUT", path(), admin_, R"({"code": "x"})");
}

TEST_F(DraftsTest, areSavedOnlySoOften) {
  options_.rate_limits = true;
  start();
  problem_ = add_problem();
  for (int i = 0; i < 120; ++i) expect(200, "PUT", path(), student_, R"({"code": "x"})");
  const auto refused = ask("PUT", path(), student_, R"({"code": "x"})");
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.header("retry-after").empty());
  expect(200, "PUT", path(), other_, R"({"code": "x"})");
}

TEST_F(DraftsTest, areNotSavedWithoutADatabase) {
  start();
  problem_ = add_problem();
  expect(200, "GET", "/problems/" + problem_ + "/drafts", student_);
  storage_->plan().fail_calls(1, 1000);
  expect(503, "PUT", path(), student_, R"({"code": "x"})");
  storage_->plan().heal();
  EXPECT_TRUE(expect(200, "GET", path(), student_).as_array().empty());
}

}  // namespace
}  // namespace autograder::testing
