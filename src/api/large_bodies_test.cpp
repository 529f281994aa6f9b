// Bodies that carry test data, and the bound that each route has for its body.
#include <boost/json/array.hpp>

#include "api/testing/api_fixture.h"
#include "api/testing/documented.h"
#include "api/wire/auth_wire.h"
#include "api/wire/problem_wire.h"
#include "api/wire/run_wire.h"
#include "api/wire/submission_wire.h"

namespace autograder::testing {
namespace {

using LargeBodiesTest = ApiFixture;

// 300 KB of JSON text, and what it stands for.
const std::string kWritten = [] {
  std::string text;
  for (int i = 0; text.size() < 300'000; ++i) text += std::to_string(i) + R"(\n\u00e9é\u0000)";
  return text;
}();
const std::string kMeant = [] {
  std::string text;
  std::size_t written = 0;
  for (int i = 0; written < 300'000; ++i) {
    const auto number = std::to_string(i);
    written += number.size() + 16;
    text += number + "\né" + "é" + std::string(1, '\0');
  }
  return text;
}();

std::string problem_with(const std::string& members, const std::string& tests) {
  return R"({"title": "T", "description": "", "difficulty": "easy", "testCases": )" + tests + members + "}";
}

TEST_F(LargeBodiesTest, testsComeBackAsTheyWereSent) {
  start();
  const auto problem = expect(201, "POST", "/problems/create", admin_,
                              problem_with("", R"([{"input": ")" + kWritten + R"(", "output": "1"},
                                                   {"input": "2", "output": ")" +
                                                   kWritten + R"("}])"));
  const auto id = text_at(problem, "_id");
  const auto tests = expect(200, "GET", "/problems/" + id + "/testcases", admin_).as_array();
  ASSERT_EQ(tests.size(), 2u);
  EXPECT_EQ(tests[0].at("inputBytes").as_int64(), static_cast<std::int64_t>(kMeant.size()));
  EXPECT_EQ(tests[0].at("truncated"), true);
  EXPECT_EQ(text_at(tests[0], "visibility"), "public");
  EXPECT_EQ(text_at(expect(200, "GET", "/testcases/" + text_at(tests[0], "_id"), admin_), "input"), kMeant);
  EXPECT_EQ(text_at(expect(200, "GET", "/testcases/" + text_at(tests[1], "_id"), admin_), "output"), kMeant);
  const auto added = expect(201, "POST", "/problems/" + id + "/testcases", admin_,
                            R"({"output": ")" + kWritten + R"(", "input": "3", "tags": ["a"]})");
  EXPECT_EQ(added.at("truncated"), true) << "an answer to a change shows the beginning";
  const auto path = "/testcases/" + text_at(added, "_id");
  EXPECT_EQ(text_at(expect(200, "GET", path, admin_), "output"), kMeant);
  const auto changed = expect(200, "PUT", path, admin_, R"({"input": ")" + kWritten + "\"}");
  EXPECT_EQ(changed.at("version").as_int64(), 2);
  EXPECT_EQ(text_at(expect(200, "GET", path, admin_), "input"), kMeant);
  const auto replaced = expect(200, "PUT", "/problems/" + id, admin_,
                               R"({"description": ")" + std::string(200'000, 'd') + R"(", "testCases": [{"input": ")" +
                                   kWritten + R"(", "output": ""}]})");
  EXPECT_EQ(text_at(replaced, "description"), std::string(200'000, 'd'));
  ASSERT_EQ(replaced.at("testCases").as_array().size(), 1u);
  EXPECT_EQ(replaced.at("testCases").as_array()[0].at("inputBytes").as_int64(),
            static_cast<std::int64_t>(kMeant.size()));
}

TEST_F(LargeBodiesTest, whatIsWrongIsNamedAsInSmallOnes) {
  start();
  const std::string big = R"([{"input": ")" + kWritten + R"(", "output": ""}])";
  struct Row {
    int status;
    std::string body;
    const char* error;
  };
  const Row rows[] = {
      {422, problem_with(R"(, "tags": [")" + std::string(5'000, 't') + "\"]", big), "tags[0]: over 40 characters"},
      {422,
       R"({"title": ")" + std::string(5'000, 't') + R"(", "description": "", "difficulty": "easy", "testCases": )" +
           big + "}",
       "title: over 200 characters"},
      {422,
       R"({"title": "T", "description": ")" + std::string(262'145, 'd') + R"(", "difficulty": "easy", "testCases": )" +
           big + "}",
       "description: over 262144 bytes"},
      {422,
       R"({"title": "T", "description": ")" + std::string(5'000, 'd') +
           R"(\u0000", "difficulty": "easy", "testCases": )" + big + "}",
       "description: contains a NUL"},
      {422,
       R"({"title": "T", "description": "", "difficulty": ")" + std::string(5'000, 'd') + R"(", "testCases": )" + big +
           "}",
       "difficulty: must be one of"},
      {400, problem_with(R"(, "colour": ")" + std::string(5'000, 'c') + "\"", big), "colour: unknown field"},
      {400, problem_with("", R"([{"input": ")" + kWritten + R"("}])"), "testCases[0].output: required"},
      {400, problem_with("", R"([{"input": [")" + kWritten + R"("], "output": ""}])"),
       "testCases[0].input: must be a string"},
      {400, problem_with(R"(, "title": "again")", big), "duplicate key \"title\""},
      {400, problem_with("", big) + "x", "more follows the value at byte"},
      {400, problem_with("", R"([{"input": ")" + kWritten + R"(\ud800", "output": ""}])"), "not JSON"},
      {400, "[\"" + kWritten + "\"]", "must be a JSON object"},
  };
  for (const auto& row : rows) {
    ASSERT_GT(row.body.size(), http::kHeldBodyMax);
    const auto error = text_at(expect(row.status, "POST", "/problems/create", admin_, row.body), "error");
    EXPECT_NE(error.find(row.error), std::string::npos) << error;
  }
  EXPECT_TRUE(expect(200, "GET", "/problems", admin_).as_array().empty());
}

// A body of so many bytes is read; with one more it is refused. By operation.
TEST_F(LargeBodiesTest, everyRouteHasItsBound) {
  start();
  const auto problem = add_problem();
  const auto test = text_at(expect(200, "GET", "/problems/" + problem + "/testcases", admin_).as_array()[0], "_id");
  const auto submission = submit(student_, problem);
  const std::size_t code = options_.code_max;
  constexpr std::size_t kTestData = 64 * 1024 * 1024;
  struct Row {
    const char* method;
    std::string path;
    std::size_t max;
  };
  const Row rows[] = {
      {"POST", "/auth/register", 6 * (400 + 254 + 72) + 65'536},
      {"POST", "/auth/login", 6 * (254 + 4096) + 65'536},
      {"PUT", "/auth/user/me", 6 * (400 + 72 + 4096) + 65'536},
      {"PUT", "/users/" + student_user_.id.hex(), 6 * (72 + 16) + 65'536},
      {"POST", "/problems/create", kTestData},
      {"PUT", "/problems/" + problem, kTestData},
      {"POST", "/problems/" + problem + "/testcases", kTestData},
      {"PUT", "/testcases/" + test, kTestData},
      {"POST", "/submission/create", 6 * (code + 24 + 160) + 65'536},
      {"POST", "/submission/" + submission + "/rerun", 6 * 1024 * 1024 + 65'536},
      {"POST", "/run", 6 * (code + 1024 * 1024 + 160) + 65'536},
      {"POST", "/auth/logout", 65'536},
  };
  for (const auto& [method, path, max] : rows) {
    HttpClient client(api_->port());
    client.send(std::string(method) + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" +
                "Authorization: Bearer " + admin_ + "\r\nContent-Length: " + std::to_string(max + 1) + "\r\n\r\n");
    const auto answer = client.read();
    EXPECT_EQ(answer.status, 413) << path;
    EXPECT_NE(answer.body.find("over " + std::to_string(max) + " bytes"), std::string::npos) << path << answer.body;
    observe(method, path, answer.status);
    if (max == kTestData) continue;
    const auto filled = std::string(max - 2, ' ') + "[]";
    const auto read = ask(method, path, admin_, filled);
    EXPECT_TRUE(read.status == 400 || read.status == 200) << path << " " << read.status << read.body;
  }
}

}  // namespace
}  // namespace autograder::testing
