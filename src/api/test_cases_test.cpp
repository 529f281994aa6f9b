#include <boost/json/array.hpp>

#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

class TestCasesTest : public ApiFixture {
 protected:
  json::array tests_of(const std::string& problem) {
    return expect(200, "GET", "/problems/" + problem + "/testcases", admin_).as_array();
  }
  std::string first_test(const std::string& problem) { return text_at(tests_of(problem)[0], "_id"); }
};

const std::string kNowhere(24, 'a');

TEST_F(TestCasesTest, problemsAreChangedMemberByMember) {
  start();
  const auto id = add_problem(R"(, "limits": {"timeLimitMs": 1000, "memoryLimitMb": 64})");
  const auto path = "/problems/" + id;
  const auto changed = expect(200, "PUT", path, admin_,
                              R"({"title": "New", "limits": {"timeLimitMs": 2000}, "tags": ["x"], "scoring": "weighted",
                                  "checker": {"type": "float"}, "published": false})");
  EXPECT_EQ(text_at(changed, "title"), "New");
  EXPECT_EQ(text_at(changed, "description"), "Add.");
  EXPECT_EQ(changed.at("limits"),
            json::value({{"timeLimitMs", 2000}, {"memoryLimitMb", 64}, {"outputLimitKb", 16384}}));
  EXPECT_EQ(text_at(changed.at("checker"), "type"), "float");
  EXPECT_EQ(changed.at("published"), false);
  EXPECT_EQ(changed.at("version").as_int64(), 2);
  EXPECT_EQ(changed.at("testCases").as_array().size(), 3u);
  expect(404, "GET", path, student_);
  EXPECT_EQ(expect(200, "PUT", path, admin_, "{}").at("version").as_int64(), 2) << "nothing was changed";
  const auto back =
      expect(200, "PUT", path, admin_, R"({"version": 2, "checker": {"type": "lines"}, "published": true})");
  EXPECT_EQ(back.at("checker"), json::value({{"type", "lines"}}));
  expect(409, "PUT", path, admin_, R"({"version": 2, "title": "late"})");
  const auto replaced = expect(200, "PUT", path, admin_, R"({"testCases": [{"input": "9", "output": "nine"}]})");
  ASSERT_EQ(replaced.at("testCases").as_array().size(), 1u);
  EXPECT_EQ(text_at(replaced.at("testCases").as_array()[0], "visibility"), "public");
  EXPECT_EQ(text_at(expect(200, "GET", path, student_), "title"), "New");
}

TEST_F(TestCasesTest, badChangesOfProblemsChangeNothing) {
  start();
  const auto path = "/problems/" + add_problem();
  expect(400, "PUT", path, admin_, R"({"colour": 1})");
  expect(400, "PUT", path, admin_, R"({"title": 1})");
  expect(422, "PUT", path, admin_, R"({"title": ""})");
  expect(422, "PUT", path, admin_, R"({"testCases": []})");
  expect(422, "PUT", path, admin_, R"({"title": "T", "limits": {"timeLimitMs": 1}})");
  expect(404, "PUT", "/problems/" + kNowhere, admin_, R"({"title": "T"})");
  expect(403, "PUT", path, student_, "not JSON");
  expect(401, "PUT", path, "", "{}");
  EXPECT_EQ(expect(200, "GET", path, admin_).at("version").as_int64(), 1);
}

TEST_F(TestCasesTest, deletedProblemsComeBack) {
  start();
  const auto id = add_problem();
  const auto path = "/problems/" + id + "/restore";
  expect(200, "DELETE", "/problems/" + id, admin_);
  expect(404, "GET", "/problems/" + id, student_);
  EXPECT_EQ(text_at(expect(200, "POST", path, admin_), "message"), "Problem restored");
  expect(200, "POST", path, admin_);
  expect(200, "GET", "/problems/" + id, student_);
  expect(404, "POST", "/problems/" + kNowhere + "/restore", admin_);
  expect(403, "POST", path, student_);
  expect(401, "POST", path);
}

TEST_F(TestCasesTest, areAddedReadChangedAndDeleted) {
  start();
  const auto id = add_problem();
  const auto added = expect(201, "POST", "/problems/" + id + "/testcases", admin_,
                            R"({"input": "4\n", "output": "four", "weight": 7, "group": "g", "tags": ["edge"]})");
  const auto test = text_at(added, "_id");
  EXPECT_EQ(text_at(added, "problemId"), id);
  EXPECT_EQ(text_at(added, "visibility"), "private");
  EXPECT_EQ(tests_of(id).size(), 4u);
  EXPECT_EQ(text_at(expect(200, "GET", "/testcases/" + test, admin_), "input"), "4\n");
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, student_).at("testCaseCount").as_int64(), 4);
  const auto changed =
      expect(200, "PUT", "/testcases/" + test, admin_, R"({"output": "FOUR", "visibility": "public"})");
  EXPECT_EQ(changed.at("version").as_int64(), 2);
  EXPECT_EQ(text_at(changed, "input"), "4\n");
  EXPECT_EQ(text_at(changed, "output"), "FOUR");
  EXPECT_EQ(changed.at("weight").as_int64(), 7);
  EXPECT_EQ(expect(200, "PUT", "/testcases/" + test, admin_, R"({"output": "FOUR"})").at("version").as_int64(), 2);
  const auto versions = expect(200, "GET", "/testcases/" + test + "/versions", admin_).as_array();
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0].at("version").as_int64(), 2);
  EXPECT_EQ(text_at(versions[1], "output"), "four");
  expect(200, "DELETE", "/testcases/" + test, admin_);
  expect(404, "DELETE", "/testcases/" + test, admin_);
  expect(404, "GET", "/testcases/" + test, admin_);
  expect(404, "PUT", "/testcases/" + test, admin_, R"({"weight": 1})");
  EXPECT_EQ(expect(200, "GET", "/testcases/" + test + "/versions", admin_).as_array().size(), 2u) << "kept";
  EXPECT_EQ(tests_of(id).size(), 3u);
}

TEST_F(TestCasesTest, nobodyOverwritesWhatAnotherChangedMeanwhile) {
  start();
  const auto id = add_problem();
  const auto test = first_test(id);
  const auto problem = "/problems/" + id;
  expect(200, "PUT", "/testcases/" + test + "?version=1", admin_, R"({"output": "theirs"})");
  const auto late = [&](const std::string& method, const std::string& path, const std::string& body = {}) {
    const auto refused = expect(409, method, path + "?version=1", admin_, body);
    EXPECT_EQ(text_at(refused, "error"), "version: the problem has been changed; it is at 2") << path;
  };
  late("PUT", "/testcases/" + test, R"({"output": "mine"})");
  late("DELETE", "/testcases/" + test);
  late("PUT", problem, R"({"title": "mine"})");
  late("PUT", problem + "/testcases", R"({"ids": [")" + test + R"("], "weight": 3})");
  late("POST", problem + "/testcases", R"({"input": "1", "output": "2"})");
  late("POST", problem + "/testcases/batch", R"({"testCases": [{"input": "1", "output": "2"}]})");
  late("PUT", problem + "/solutions/a.py", R"({"code": "x", "expected": "AC"})");
  late("DELETE", problem + "/solutions/a.py");
  EXPECT_EQ(text_at(expect(200, "GET", "/testcases/" + test, admin_), "output"), "theirs");
  const auto told = ask("PUT", "/testcases/" + test + "?version=2", admin_, R"({"output": "mine"})");
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.header("problem-version"), "3");
  EXPECT_EQ(ask("PUT", problem + "/solutions/a.py?version=3", admin_, R"({"code": "x", "expected": "AC"})")
                .header("problem-version"),
            "4");
  expect(422, "DELETE", "/testcases/" + test + "?version=0", admin_);
  expect(422, "DELETE", problem + "/solutions/a.py?version=x", admin_);
}

TEST_F(TestCasesTest, aProblemKeepsOne) {
  start();
  const auto id = add_problem("", R"([{"input": "", "output": ""}])");
  expect(409, "DELETE", "/testcases/" + first_test(id), admin_);
  EXPECT_EQ(tests_of(id).size(), 1u);
}

TEST_F(TestCasesTest, aDraftIsWrittenBeforeItsTestsAndPublishedWithThem) {
  start();
  const std::string head = R"({"title": "T", "description": "", "difficulty": "easy", "testCases": [])";
  expect(422, "POST", "/problems/create", admin_, head + "}");
  const auto id = text_at(expect(201, "POST", "/problems/create", admin_, head + R"(, "published": false})"), "_id");
  const auto path = "/problems/" + id;
  expect(200, "PUT", path, admin_, R"({"description": "Later."})");
  const auto refused = expect(422, "PUT", path, admin_, R"({"published": true})");
  EXPECT_EQ(text_at(refused, "error"), "published: needs at least one test case; add one before publishing");
  const auto code = R"({"problemId": ")" + id + R"(", "language": "python", "code": "x"})";
  EXPECT_EQ(text_at(expect(422, "POST", "/submission/create", admin_, code), "error"),
            "problemId: this problem has no test cases yet");
  expect(201, "POST", path + "/testcases", admin_, R"({"input": "1", "output": "1"})");
  expect(200, "PUT", path, admin_, R"({"published": true})");
  expect(201, "POST", "/submission/create", admin_, code);
}

TEST_F(TestCasesTest, manyAreAddedInOneRequestAllOrNone) {
  start();
  const auto id = add_problem("", R"([{"input": "", "output": ""}])");
  const auto path = "/problems/" + id + "/testcases/batch";
  const auto version = expect(200, "GET", "/problems/" + id, admin_).at("version").as_int64();
  std::string body = R"({"testCases": [)";
  for (int i = 0; i < 50; ++i) {
    body += (i == 0 ? "" : ",") + (R"({"input": ")" + std::to_string(i) + R"(", "output": "o", "weight": 2})");
  }
  const auto added = expect(201, "POST", path, admin_, body + "]}");
  ASSERT_EQ(added.as_array().size(), 50u);
  EXPECT_EQ(text_at(added.as_array()[0], "visibility"), "private");
  const auto tests = tests_of(id);
  ASSERT_EQ(tests.size(), 51u);
  EXPECT_EQ(text_at(tests[50], "input"), "49");
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("version").as_int64(), version + 1);
  expect(422, "POST", path, admin_, R"({"testCases": []})");
  const auto wrong =
      expect(400, "POST", path, admin_, R"({"testCases": [{"input": "", "output": ""}, {"input": ""}]})");
  EXPECT_NE(text_at(wrong, "error").find("testCases[1].output: required"), std::string::npos);
  expect(401, "POST", path, "", body + "]}");
  expect(403, "POST", path, student_, body + "]}");
  expect(404, "POST", "/problems/" + kNowhere + "/testcases/batch", admin_, body + "]}");
  EXPECT_EQ(tests_of(id).size(), 51u);
}

TEST_F(TestCasesTest, manyAreSetAtOnceOrNone) {
  start();
  const auto id = add_problem();
  const auto path = "/problems/" + id + "/testcases";
  const auto before = tests_of(id);
  const auto version = expect(200, "GET", "/problems/" + id, admin_).at("version").as_int64();
  const auto one = text_at(before[0], "_id");
  const auto other = text_at(before[2], "_id");
  const auto body = [](const std::string& ids, const std::string& set) {
    return R"({"ids": [)" + ids + "]" + set + "}";
  };
  const auto both = "\"" + one + "\", \"" + other + "\"";
  const auto answer =
      expect(200, "PUT", path, admin_, body(both, R"(, "visibility": "private", "weight": 7, "group": "large")"));
  ASSERT_EQ(answer.as_array().size(), 3u);
  EXPECT_EQ(answer, json::value(tests_of(id)));
  for (const auto i : {0u, 2u}) {
    const auto& test = answer.as_array()[i];
    EXPECT_EQ(text_at(test, "visibility"), "private");
    EXPECT_EQ(test.at("weight"), 7);
    EXPECT_EQ(text_at(test, "group"), "large");
    EXPECT_EQ(test.at("input"), before[i].at("input"));
    EXPECT_EQ(test.at("version").as_int64(), before[i].at("version").as_int64() + 1);
  }
  EXPECT_EQ(answer.as_array()[1], before[1]);
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("version").as_int64(), version + 1) << "one change";
  const auto wrong = expect(422, "PUT", path, admin_, body(both + ", \"" + kNowhere + "\"", R"(, "weight": 9)"));
  EXPECT_NE(text_at(wrong, "error").find("ids[2]: test case not found"), std::string::npos);
  EXPECT_EQ(tests_of(id)[0].at("weight"), 7);
  expect(422, "PUT", path, admin_, body(both, ""));
  expect(422, "PUT", path, admin_, body("", R"(, "weight": 9)"));
  expect(422, "PUT", path, admin_, body("\"x\"", R"(, "weight": 9)"));
  expect(422, "PUT", path, admin_, body(both, R"(, "weight": -1)"));
  expect(400, "PUT", path, admin_, body(both, R"(, "input": "")"));
  expect(404, "PUT", "/problems/" + kNowhere + "/testcases", admin_, body(both, R"(, "weight": 9)"));
}

TEST_F(TestCasesTest, areBoundedInNumberAndTogether) {
  start();
  Problem problem;
  problem.id = ids_.next<ProblemId>();
  problem.title = "many";
  problem.created_by = admin_user_.id;
  TestCase test;
  test.input = *database_->blobs().put("x");
  test.expected = test.input;
  for (int i = 0; i < 500; ++i) {
    test.id = ids_.next<TestCaseId>();
    problem.tests.push_back(test);
  }
  ASSERT_TRUE(database_->problems().create(problem));
  const auto add = [&] {
    return text_at(
        expect(422, "POST", "/problems/" + problem.id.hex() + "/testcases", admin_, R"({"input": "", "output": "y"})"),
        "error");
  };
  EXPECT_NE(add().find("1 to 500"), std::string::npos);
  problem.id = ids_.next<ProblemId>();
  problem.tests.resize(1);
  problem.tests[0].id = ids_.next<TestCaseId>();
  problem.tests[0].input_size = mib(256);
  ASSERT_TRUE(database_->problems().create(problem));
  EXPECT_NE(add().find("over 256 MiB"), std::string::npos);
}

TEST_F(TestCasesTest, refuseBadBodiesAndOthers) {
  start();
  const auto id = add_problem();
  const auto tests = "/problems/" + id + "/testcases";
  const auto test = "/testcases/" + first_test(id);
  expect(400, "POST", tests, admin_, R"({"input": "x"})");
  expect(422, "POST", tests, admin_, R"({"input": "x", "output": "y", "weight": -1})");
  expect(404, "POST", "/problems/" + kNowhere + "/testcases", admin_, R"({"input": "x", "output": "y"})");
  expect(404, "GET", "/problems/" + kNowhere + "/testcases", admin_);
  expect(400, "PUT", test, admin_, R"({"index": 1})");
  expect(422, "PUT", test, admin_, R"({"visibility": "secret"})");
  expect(404, "GET", "/testcases/" + kNowhere + "/versions", admin_);
  const std::pair<const char*, std::string> routes[] = {{"GET", tests}, {"POST", tests},  {"GET", test},
                                                        {"PUT", test},  {"DELETE", test}, {"GET", test + "/versions"}};
  for (const auto& [method, path] : routes) {
    expect(403, method, path, student_);
    expect(401, method, path);
  }
}

TEST_F(TestCasesTest, aReportNamesTheVersionsThatItJudged) {
  start();
  const auto id = add_problem();
  const auto test = tests_of(id)[0];
  const auto submission = submit(student_, id);
  Report report;
  report.verdict = Verdict::accepted;
  TestReport judged;
  judged.index = 1;
  judged.test = *TestCaseId::parse(text_at(test, "_id"));
  judged.test_version = 1;
  judged.verdict = Verdict::accepted;
  judged.visibility = Visibility::visible;
  report.tests.push_back(judged);
  judge_next(report);
  const auto seen = expect(200, "GET", "/submission/" + submission, admin_).at("tests").as_array()[0];
  EXPECT_EQ(text_at(seen, "testCaseId"), text_at(test, "_id"));
  EXPECT_EQ(seen.at("testCaseVersion").as_int64(), 1);
  const auto own = expect(200, "GET", "/submission/" + submission, student_).at("tests").as_array()[0];
  EXPECT_FALSE(own.as_object().contains("testCaseId"));
  EXPECT_FALSE(own.as_object().contains("testCaseVersion"));
}

TEST_F(TestCasesTest, progressNamesWhatWasSolvedAndTried) {
  start();
  const auto solved = add_problem();
  const auto tried = add_problem();
  expect(401, "GET", "/auth/user/me/progress");
  Report report;
  report.verdict = Verdict::accepted;
  report.score = 100;
  submit(student_, solved);
  judge_next(report);
  submit(student_, tried);
  report.verdict = Verdict::wrong_answer;
  report.score = 0;
  judge_next(report);
  const auto progress = expect(200, "GET", "/auth/user/me/progress", student_);
  EXPECT_EQ(progress,
            json::value({{"solved", json::array{json::value(solved)}}, {"tried", json::array{json::value(tried)}}}));
  EXPECT_EQ(expect(200, "GET", "/auth/user/me/progress", other_),
            json::value({{"solved", json::array{}}, {"tried", json::array{}}}));
}

}  // namespace
}  // namespace autograder::testing
