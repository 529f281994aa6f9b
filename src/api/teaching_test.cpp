// The work of teachers on a problem: copies, images, statements in several languages, solutions.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "api/testing/api_fixture.h"
#include "packages/testing/made_package.h"
#include "packages/testing/made_zip.h"
#include "packages/zip.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

const std::string kNowhere(24, 'a');
const std::string kPng = "\x89PNG\r\n\x1A\n and so on";

class TeachingTest : public ApiFixture {
 protected:
  Answer send_image(const std::string& problem, const std::string& type, const std::string& bytes) {
    return ask("POST", "/problems/" + problem + "/files", admin_, bytes, {"Content-Type: " + type});
  }
  std::string import(const PackageTexts& texts) {
    MadeZip zip;
    for (const auto& [name, text] : texts) zip.add({name, text});
    const auto answer = ask("POST", "/problems/import", admin_, zip.bytes(), {"Content-Type: application/zip"});
    EXPECT_LT(answer.status, 300) << answer.body;
    return text_at(json::parse(answer.body), "_id");
  }
  json::value verification(const std::string& problem) {
    return expect(200, "GET", "/problems/" + problem + "/verification", admin_);
  }
};

TEST_F(TeachingTest, aCopyIsADraftWithTestsOfItsOwn) {
  start();
  const auto id = add_problem(R"(, "tags": ["x"], "scoring": "weighted")");
  const auto made = expect(201, "POST", "/problems/" + id + "/copy", admin_, R"({"title": "Another"})");
  const auto copy = expect(200, "GET", "/problems/" + text_at(made, "_id"), admin_);
  const auto from = expect(200, "GET", "/problems/" + id, admin_);
  EXPECT_EQ(text_at(copy, "title"), "Another");
  EXPECT_EQ(copy.at("published"), false);
  EXPECT_EQ(copy.at("version"), 1);
  for (const char* same : {"description", "tags", "scoring", "limits", "checker"})
    EXPECT_EQ(copy.at(same), from.at(same));
  ASSERT_EQ(copy.at("testCases").as_array().size(), 3u);
  const auto& test = copy.at("testCases").as_array()[1];
  EXPECT_EQ(test.at("input"), from.at("testCases").as_array()[1].at("input"));
  expect(200, "PUT", "/testcases/" + text_at(test, "_id"), admin_, R"({"input": "other"})");
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("testCases"), from.at("testCases"));
  const auto named = expect(201, "POST", "/problems/" + id + "/copy", admin_, "{}");
  EXPECT_EQ(text_at(named, "title"), text_at(from, "title") + " (copy)");
  expect(422, "POST", "/problems/" + id + "/copy", admin_, R"({"title": ""})");
  expect(422, "POST", "/problems/" + id + "/copy", admin_, R"({"title": "A\u200b"})");
  expect(422, "PUT", "/problems/" + id, admin_, R"({"title": "A\u2066"})");
  expect(400, "POST", "/problems/" + id + "/copy", admin_, R"({"name": "x"})");
}

TEST_F(TeachingTest, titlesOfCopiesKeepTheirBound) {
  start();
  std::string title;
  for (int i = 0; i < 200; ++i) title += "\u00e9";
  const auto id = add_problem();
  expect(200, "PUT", "/problems/" + id, admin_, R"({"title": ")" + title + R"("})");
  const auto copy = text_at(expect(201, "POST", "/problems/" + id + "/copy", admin_, "{}"), "title");
  EXPECT_TRUE(copy.ends_with("\u00e9 (copy)"));
  EXPECT_EQ(copy.size(), 2 * 193 + 7u);
}

TEST_F(TeachingTest, imagesAreStoredByTheirContent) {
  start();
  const auto id = add_problem();
  const auto stored = send_image(id, "image/png", kPng);
  ASSERT_EQ(stored.status, 201) << stored.body;
  const auto name = text_at(json::parse(stored.body), "name");
  EXPECT_TRUE(name.starts_with("image-") && name.ends_with(".png")) << name;
  EXPECT_EQ(send_image(id, "image/png", kPng).body, stored.body);
  const auto seen = ask("GET", "/problems/" + id + "/files/" + name, student_);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, kPng);
  EXPECT_EQ(send_image(id, "image/svg+xml", "<svg/>").status, 415);
  EXPECT_EQ(send_image(id, "image/png", "<svg/>").status, 422);
  EXPECT_EQ(send_image(id, "image/gif", kPng).status, 422);
  EXPECT_EQ(send_image(id, "image/png", kPng + std::string(4 * 1024 * 1024, 'x')).status, 413);
  EXPECT_EQ(send_image(kNowhere, "image/png", kPng).status, 404);
  for (int i = 1; i < 100; ++i) EXPECT_EQ(send_image(id, "image/png", kPng + std::to_string(i)).status, 201);
  EXPECT_EQ(send_image(id, "image/png", kPng + "one more").status, 422);
}

TEST_F(TeachingTest, statementsOfOtherLanguagesComeAndGoWithAPackage) {
  start();
  auto texts = small_package();
  texts["problem.yaml"] =
      "problem_format_version: 2025-09\nname:\n  en: Hello\n  de: Hallo\n"
      "uuid: 11111111-2222-3333-4444-555555555555\n";
  texts["statement/problem.de.md"] = "Gib Hallo aus.\n";
  const auto id = import(texts);
  const auto path = "/problems/" + id;
  const auto own = expect(200, "GET", path, student_);
  EXPECT_EQ(text_at(own, "language"), "en");
  const auto& other = own.at("translations").as_array().at(0);
  EXPECT_EQ(text_at(other, "language"), "de");
  EXPECT_EQ(text_at(other, "title"), "Hallo");
  for (const char* language : {"de", "de-AT", "fr-CA,fr,de"}) {
    const auto german = expect(200, "GET", path + "?lang=" + language, student_);
    EXPECT_EQ(text_at(german, "title"), "Hallo");
    EXPECT_EQ(text_at(german, "description"), "Gib Hallo aus.\n");
    EXPECT_EQ(text_at(german, "language"), "de");
  }
  EXPECT_EQ(text_at(expect(200, "GET", path + "?lang=fr", student_), "title"), text_at(own, "title"));
  expect(422, "GET", path + "?lang=" + std::string(21, 'd'), student_);
  expect(422, "GET", "/problems?lang=" + std::string(21, 'd'), student_);
  EXPECT_EQ(text_at(expect(200, "GET", path + "?lang=fr,en,de", student_), "language"), "en");
  expect(422, "GET", path + "?lang=aa,bb,cc,dd,ee,ff,gg,hh,ii", student_);
  submit(student_, id);
  for (const auto& [language, title] :
       {std::pair{"de-AT", "Hallo"}, {"fr-CA,fr,de", "Hallo"}, {"en", "Hello"}, {"fr", "Hello"}}) {
    const auto asked = "lang=" + std::string(language);
    EXPECT_EQ(text_at(expect(200, "GET", "/problems?search=hallo&" + asked, student_).at(0), "title"), title);
    EXPECT_EQ(text_at(expect(200, "GET", "/submission/getSubmission?" + asked, student_).at(0), "problemTitle"), title);
    EXPECT_EQ(text_at(expect(200, "GET", "/submissions?" + asked, admin_).at(0), "problemTitle"), title);
    EXPECT_EQ(text_at(expect(200, "GET", "/queue?" + asked, admin_).at("waiting").at(0), "problemTitle"), title);
  }
  // Changed, so that the archive is written from what is stored; and read again.
  expect(200, "PUT", path, admin_, R"({"title": "Hello again"})");
  const auto archive = ask("GET", path + "/export", admin_).body;
  const auto again = ask("POST", "/problems/import", admin_, archive, {"Content-Type: application/zip"});
  ASSERT_EQ(again.status, 200) << again.body;
  const auto read = expect(200, "GET", path, student_);
  EXPECT_EQ(text_at(read, "title"), "Hello again");
  EXPECT_EQ(read.at("translations"), own.at("translations"));
}

// Beside statement/ nothing reads problem_statement/, so that no bound of an import holds for it.
TEST_F(TeachingTest, whatIsNoStatementOfThePackageHindersNobodyFromReadingTheProblem) {
  start();
  auto texts = small_package();
  texts["problem_statement/problem.fr.md"] = std::string(300 * 1024, 'x');
  texts["problem_statement/problem.en.md"] = "Another.\n";
  texts["problem_statement/problem.de.md"] = "Eine andere.\n";
  const auto id = import(texts);
  const auto read = expect(200, "GET", "/problems/" + id, student_);
  EXPECT_EQ(text_at(read, "language"), "en");
  EXPECT_TRUE(read.at("translations").as_array().empty());
  expect(200, "PUT", "/problems/" + id, admin_, R"({"title": "Hello again"})");
}

TEST_F(TeachingTest, saysWhySolutionsAreNotShownOrChanged) {
  start();
  const auto path = "/problems/" + add_problem() + "/solutions";
  EXPECT_EQ(text_at(expect(404, "GET", "/problems/" + kNowhere + "/solutions", admin_), "message"), "Not found");
  storage_->plan().fail_calls(1, 1'000'000);
  const auto message = [&](std::string_view method, const std::string& target, std::string_view body) {
    return text_at(expect(503, method, target, admin_, body), "message");
  };
  EXPECT_EQ(message("GET", path, ""), "Reading the solutions failed");
  EXPECT_EQ(message("PUT", path + "/a.py", R"({"code": "x", "expected": "AC"})"), "The solution was not stored");
  EXPECT_EQ(message("DELETE", path + "/a.py", ""), "The solution was not deleted");
}

TEST_F(TeachingTest, solutionsAreJudgedAgainWithEachChangeOfTheRules) {
  start();
  const auto id = add_problem();
  const auto path = "/problems/" + id;
  expect(404, "GET", path + "/verification", admin_);
  expect(200, "PUT", path + "/solutions/good.py", admin_, R"({"code": "import sys", "expected": "AC"})");
  const auto all =
      expect(200, "PUT", path + "/solutions/slow.py", admin_, R"({"code": "while 1: 0", "expected": "TLE"})");
  EXPECT_EQ(all.as_array().size(), 2u);
  EXPECT_EQ(all, expect(200, "GET", path + "/solutions", admin_));
  EXPECT_EQ(text_at(all.at(0), "name"), "good.py");
  EXPECT_EQ(text_at(all.at(0), "language"), "python");
  EXPECT_EQ(text_at(all.at(1), "expected"), "TLE");
  auto table = verification(id);
  ASSERT_EQ(table.at("submissions").as_array().size(), 2u);
  EXPECT_EQ(table.at("version"), 3);
  expect(200, "PUT", path, admin_, R"({"title": "no change of the rules"})");
  EXPECT_EQ(verification(id).at("version"), 3);
  expect(200, "PUT", path, admin_, R"({"limits": {"timeLimitMs": 700}})");
  table = verification(id);
  EXPECT_EQ(table.at("version"), 5);
  EXPECT_EQ(table.at("submissions").as_array().size(), 2u);
  // Another verdict is expected of the same program: one of this name stays.
  const auto moved = expect(200, "PUT", path + "/solutions/slow.py", admin_, R"({"code": "x", "expected": "RE"})");
  EXPECT_EQ(moved.as_array().size(), 2u);
  const auto left = expect(200, "DELETE", path + "/solutions/slow.py", admin_);
  EXPECT_EQ(left.as_array().size(), 1u);
  EXPECT_EQ(verification(id).at("submissions").as_array().size(), 1u);
  expect(404, "DELETE", path + "/solutions/slow.py", admin_);
  expect(422, "PUT", path + "/solutions/readme.txt", admin_, R"({"code": "x", "expected": "AC"})");
  expect(422, "PUT", path + "/solutions/a.py", admin_, R"({"code": "x", "expected": "MLE"})");
  expect(400, "PUT", path + "/solutions/a.py", admin_, R"({"code": "x"})");
  for (int i = 1; i < 20; ++i) {
    expect(200, "PUT", path + "/solutions/s" + std::to_string(i) + ".py", admin_, R"({"code": "x", "expected": "AC"})");
  }
  expect(422, "PUT", path + "/solutions/more.py", admin_, R"({"code": "x", "expected": "AC"})");
  // A copy has them, too.
  const auto copy = text_at(expect(201, "POST", path + "/copy", admin_, "{}"), "_id");
  EXPECT_EQ(expect(200, "GET", "/problems/" + copy + "/solutions", admin_).as_array().size(), 20u);
}

}  // namespace
}  // namespace autograder::testing
