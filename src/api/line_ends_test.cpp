// Tests that were written on Windows, by every way that they come in.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fstream>

#include "api/testing/api_fixture.h"
#include "packages/testing/made_package.h"
#include "packages/testing/made_zip.h"
#include "packages/zip.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

class LineEndsTest : public ApiFixture {
 protected:
  static std::string problem_with(const std::string& input, const std::string& members = "") {
    return R"({"title": "T", "description": "", "difficulty": "easy", "testCases": [{"input": "1\n", "output": "1\n"}, {"input": ")" +
           input + R"(", "output": "\ufeff2\r\n"}])" + members + "}";
  }
  std::string input_of(const json::value& test) {
    return text_at(expect(200, "GET", "/testcases/" + text_at(test, "_id"), admin_), "input");
  }
  json::value imported(const std::string& query, const PackageTexts& texts) {
    MadeZip zip;
    for (const auto& [name, text] : texts) zip.add({name, text});
    const auto answer = ask("POST", "/problems/import" + query, admin_, zip.bytes(), {"Content-Type: application/zip"});
    EXPECT_LT(answer.status, 300) << answer.body;
    return json::parse(answer.body);
  }
  std::string exported(const std::string& problem, const std::string& name) {
    const MadeDirectory target;
    const auto archive = ask("GET", problem + "/export", admin_).body;
    const auto unpacked = unpack_zip(MadeZip::file_of(archive).get(), target.path());
    EXPECT_TRUE(unpacked) << unpacked.error().message;
    std::ifstream file(target.path() + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

TEST_F(LineEndsTest, areNotedForEachTestOfABatch) {
  start();
  const auto path = "/problems/" + add_problem() + "/testcases/batch";
  const auto added =
      expect(201, "POST", path, admin_,
             R"({"testCases": [{"input": "1\n", "output": "1\n"}, {"input": "2\r\n", "output": "2\n"}]})");
  EXPECT_FALSE(added.at(0).as_object().contains("notes"));
  const auto& note = added.at(1).at("notes").as_array().at(0);
  EXPECT_EQ(text_at(note, "code"), "lineEndsConverted");
  EXPECT_EQ(note.at("texts"), json::value({"input"}));
  EXPECT_EQ(text_at(added.at(1), "input"), "2\n");
}

TEST_F(LineEndsTest, areConvertedAndNoted) {
  start();
  std::string many;
  for (int i = 0; i < 50'000; ++i) many += R"(1 2\r\n)";  // too long to be held
  for (const auto& input : {std::string(R"(1 2\r\n)"), many}) {
    const auto problem = expect(201, "POST", "/problems/create", admin_, problem_with(input));
    const auto& notes = problem.at("notes").as_array();
    ASSERT_EQ(notes.size(), 2u);
    EXPECT_EQ(text_at(notes[0], "code"), "lineEndsConverted");
    EXPECT_EQ(notes[0].at("texts"), json::value({"test 2 input", "test 2 output"}));
    EXPECT_EQ(text_at(notes[1], "sentence"), "test 2 output: the byte order mark was removed");
    const auto& tests = problem.at("testCases").as_array();
    EXPECT_EQ(tests[1].at("inputBytes").as_int64(), input == many ? 200'000 : 4);
    EXPECT_TRUE(input_of(tests[1]).starts_with("1 2\n"));
    EXPECT_EQ(text_at(tests[1], "output"), "2\n");
    const auto path = "/problems/" + text_at(problem, "_id");
    EXPECT_FALSE(expect(200, "GET", path, admin_).as_object().contains("notes")) << "of the change alone";
  }
}

TEST_F(LineEndsTest, areKeptWhereAskedAndNoted) {
  start();
  const auto problem =
      expect(201, "POST", "/problems/create", admin_, problem_with(R"(1\r\n)", R"(, "lineEnds": "keep")"));
  EXPECT_EQ(text_at(problem.at("notes").as_array()[0], "code"), "lineEndsKept");
  EXPECT_EQ(input_of(problem.at("testCases").as_array()[1]), "1\r\n");
  expect(422, "POST", "/problems/create", admin_, problem_with("1", R"(, "lineEnds": "mac")"));
}

TEST_F(LineEndsTest, ofSingleTestsAreConvertedTheSameWay) {
  start();
  const auto path = "/problems/" + add_problem() + "/testcases";
  const auto added = expect(201, "POST", path, admin_, R"({"input": "1\r\n", "output": "2"})");
  EXPECT_EQ(text_at(added, "input"), "1\n");
  EXPECT_EQ(added.at("notes").as_array()[0].at("texts"), json::value({"input"}));
  const auto test = "/testcases/" + text_at(added, "_id");
  const auto changed = expect(200, "PUT", test, admin_, R"({"output": "3\r\n", "lineEnds": "keep"})");
  EXPECT_EQ(text_at(changed, "output"), "3\r\n");
  EXPECT_EQ(text_at(changed.at("notes").as_array()[0], "sentence"),
            "output: CRLF line ends were kept; programs read \\r at the end of each line");
}

TEST_F(LineEndsTest, ofPackagesAreConvertedInTheProblemAndNotInThePackage) {
  options_.languages = {"python", "cpp"};
  start();
  auto texts = small_package();
  texts["data/secret/2.in"] = "5 5\r\n";
  texts["data/secret/2.ans"] = "10\n";
  const auto first = imported("?verify=false", texts);
  const auto& notes = first.at("notes").as_array();
  EXPECT_NE(std::ranges::find(notes, json::value("data/secret/2.in: CRLF line ends were converted to LF")),
            notes.end());
  const auto path = "/problems/" + text_at(first, "_id");
  const auto tests = expect(200, "GET", path + "/testcases", admin_).as_array();
  EXPECT_EQ(text_at(tests.back(), "input"), "5 5\n");
  EXPECT_EQ(exported(path, "data/secret/2.in"), "5 5\r\n") << "as it came";
  const auto second = imported("?verify=false", texts);
  EXPECT_EQ(expect(200, "GET", path + "/testcases", admin_).as_array().back().at("version").as_int64(), 1)
      << "nothing changed";
  imported("?verify=false&lineEnds=keep", texts);
  EXPECT_EQ(text_at(expect(200, "GET", path + "/testcases", admin_).as_array().back(), "input"), "5 5\r\n");
}

}  // namespace
}  // namespace autograder::testing
