#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/testing/api_fixture.h"

namespace autograder::testing {
namespace {

namespace json = boost::json;

class ProblemsTest : public ApiFixture {};

TEST_F(ProblemsTest, showsAStudentThePublicTestsAndTheNumberOfPrivateOnes) {
  start();
  const auto id = add_problem();
  const auto seen = expect(200, "GET", "/problems/" + id, student_);
  ASSERT_EQ(seen.at("testCases").as_array().size(), 1u) << "the first is public when none names a visibility";
  EXPECT_EQ(text_at(seen.at("testCases").as_array()[0], "input"), "1\n");
  EXPECT_EQ(text_at(seen.at("testCases").as_array()[0], "output"), "one");
  EXPECT_EQ(seen.at("testCaseCount").as_int64(), 3);
  EXPECT_EQ(seen.at("privateTestCaseCount").as_int64(), 2);
  EXPECT_EQ(seen.at("limits"), json::value({{"timeLimitMs", 5000}, {"memoryLimitMb", 256}, {"outputLimitKb", 16384}}));
  EXPECT_EQ(text_at(seen.at("checker"), "type"), "trim");
  EXPECT_EQ(text_at(seen, "scoring"), "all");
  EXPECT_EQ(text_at(seen, "createdBy"), admin_user_.id.hex());
  EXPECT_EQ(ask("GET", "/problems/" + id, student_).body.find("three"), std::string::npos);
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("testCases").as_array().size(), 3u);
}

TEST_F(ProblemsTest, keepsEveryFieldThatWasGiven) {
  start();
  const auto tests =
      R"([{"input": "", "output": "\u0000", "visibility": "private", "weight": 3, "group": "g", "tags": ["edge"]},
          {"input": "x", "output": "y", "visibility": "public", "weight": 0}])";
  const auto id = add_problem(R"(, "tags": ["math"], "languages": ["cpp"], "published": false, "scoring": "groups",
      "limits": {"timeLimitMs": 100, "memoryLimitMb": 4096, "outputLimitKb": 1},
      "checker": {"type": "float", "absoluteTolerance": 0.001})",
                              tests);
  const auto seen = expect(200, "GET", "/problems/" + id, admin_);
  EXPECT_EQ(seen.at("tags"), json::array{"math"});
  EXPECT_EQ(seen.at("languages"), json::array{"cpp"});
  EXPECT_EQ(seen.at("published"), false);
  EXPECT_EQ(text_at(seen, "scoring"), "groups");
  EXPECT_EQ(seen.at("limits").at("timeLimitMs").as_int64(), 100);
  EXPECT_EQ(seen.at("checker").at("absoluteTolerance").as_double(), 0.001);
  EXPECT_EQ(seen.at("checker").at("relativeTolerance").to_number<double>(), 0);
  const auto& first = seen.at("testCases").as_array()[0];
  EXPECT_EQ(text_at(first, "visibility"), "private");
  EXPECT_EQ(text_at(first, "output"), std::string(1, '\0'));
  EXPECT_EQ(first.at("weight").as_int64(), 3);
  EXPECT_EQ(first.at("tags"), json::array{"edge"});
}

TEST_F(ProblemsTest, aRepeatedKeyMakesNoSecondProblem) {
  start();
  const auto body = [](const std::string& title) {
    return R"({"title": ")" + title +
           R"(", "description": "", "difficulty": "easy", "published": false, "testCases": []})";
  };
  const std::vector<std::string> key{"Idempotency-Key: 8b7c"};
  const auto create = [&](const std::string& title, const std::vector<std::string>& headers) {
    return text_at(expect(201, "POST", "/problems/create", admin_, body(title), headers), "_id");
  };
  const auto first = create("One", key);
  EXPECT_EQ(create("One", key), first);
  EXPECT_EQ(create("Two", key), first) << "whatever it says";
  expect(200, "PUT", "/problems/" + first, admin_, R"({"title": "Three"})");
  const auto again = expect(201, "POST", "/problems/create", admin_, body("One"), key);
  EXPECT_EQ(text_at(again, "title"), "Three") << "as it is now";
  EXPECT_NE(create("One", {}), first);
  EXPECT_NE(create("One", {"Idempotency-Key: 8b7d"}), first);
  expect(422, "POST", "/problems/create", admin_, body("One"), {"Idempotency-Key: " + std::string(129, 'k')});
  const auto uuid = database_->problems().find(*ProblemId::parse(first)).value()->uuid;
  EXPECT_EQ(uuid.size(), 36u);
  EXPECT_EQ(database_->problems().find_by_uuid(uuid).value(), ProblemId::parse(first));
}

TEST_F(ProblemsTest, refusesBadProblems) {
  start();
  const std::string head = R"({"title": "T", "description": "D", "difficulty": "easy", "testCases": )";
  const std::string good = head + kThreeTests;
  struct Row {
    int status;
    std::string body;
    const char* field;
  };
  std::string too_many = "[{\"input\":\"\",\"output\":\"\"}";
  for (int i = 0; i < 500; ++i) too_many += ",{\"input\":\"\",\"output\":\"\"}";
  const Row rows[] = {
      {400, "{}", "title: required"},
      {400, good + R"(, "colour": 1})", "colour: unknown"},
      {400, head + "[1]}", "testCases[0]"},
      {400, head + R"([{"input": "x"}]})", "testCases[0].output: required"},
      {400, head + R"([{"input": "x", "output": "y", "extra": 1}]})", "testCases[0].extra"},
      {422, head + "[]}", "testCases: must have 1 to 500"},
      {422, head + too_many + "]}", "testCases: must have 1 to 500"},
      {422, head + R"([{"input": "", "output": "", "weight": 1000001}]})", "testCases[0].weight"},
      {422, head + R"([{"input": "", "output": "", "visibility": "secret"}]})", "testCases[0].visibility"},
      {422, good + R"(, "limits": {"timeLimitMs": 99}})", "limits.timeLimitMs: must be 100 to 60000"},
      {422, good + R"(, "limits": {"memoryLimitMb": 5000}})", "limits.memoryLimitMb"},
      {422, good + R"(, "limits": {"outputLimitKb": 0}})", "limits.outputLimitKb"},
      {400, good + R"(, "limits": {"cpu": 1}})", "limits.cpu: unknown"},
      {400, good + R"(, "limits": 5})", "limits: must be an object"},
      {422, good + R"(, "checker": {"type": "custom"}})", "custom checkers are not supported"},
      {422, good + R"(, "checker": {"type": "magic"}})", "checker.type: must be one of"},
      {422, good + R"(, "checker": {"type": "trim", "absoluteTolerance": 0.1}})", "tolerances"},
      {422, good + R"(, "checker": {"type": "float", "absoluteTolerance": -1}})", "absoluteTolerance"},
      {422, good + R"(, "scoring": "luck"})", "scoring"},
      {422, good + R"(, "tags": ["sums", "\u202esums"]})", "tags: has the invisible or control character U+202E"},
      {422,
       R"({"title": "T\u202e", "description": "", "difficulty": "easy", "testCases": )" + std::string(kThreeTests) +
           "}",
       "title: has the invisible or control character U+202E"},
      {422, good + R"(, "languages": ["cobol"]})", "cobol"},
      {400, good + R"(, "published": "yes"})", "published"},
      {422, good + R"(, "tags": [")" + std::string(41, 't') + "\"]}", "tags[0]: over 40"},
      {422,
       R"({"title": ")" + std::string(201, 't') +
           R"(", "description": "", "difficulty": "easy", "testCases": [{"input":"","output":""}]})",
       "title: over 200"},
      {422,
       R"({"title": "T", "description": ")" + std::string(256 * 1024 + 1, 'd') +
           R"(", "difficulty": "easy", "testCases": [{"input":"","output":""}]})",
       "description: over 262144"},
      {422, R"({"title": "T", "description": "", "difficulty": "odd", "testCases": [{"input":"","output":""}]})",
       "difficulty"},
  };
  for (const auto& row : rows) {
    const auto error = text_at(expect(row.status, "POST", "/problems/create", admin_, row.body), "error");
    EXPECT_NE(error.find(row.field), std::string::npos) << row.body.substr(0, 200) << " -> " << error;
  }
}

TEST_F(ProblemsTest, numbersAtTheirEdges) {
  start();
  const std::string head = R"({"title": "T", "description": "", "difficulty": "easy", "testCases": )";
  const std::string tests = R"([{"input": "", "output": ""}])";
  struct Field {
    std::string before, after;
    std::string lowest, highest;
    bool integer;
  };
  const Field fields[] = {
      {head + tests + R"(, "limits": {"timeLimitMs": )", "}}", "100", "60000", true},
      {head + tests + R"(, "limits": {"memoryLimitMb": )", "}}", "16", "4096", true},
      {head + tests + R"(, "limits": {"outputLimitKb": )", "}}", "1", "65536", true},
      {head + R"([{"input": "", "output": "", "weight": )", "}]}", "0", "1000000", true},
      {head + tests + R"(, "checker": {"type": "float", "absoluteTolerance": )", "}}", "0", "1", false},
      {head + tests + R"(, "checker": {"type": "float", "relativeTolerance": )", "}}", "0", "1", false},
  };
  struct Edge {
    const char* number;
    int of_integer;
    int of_number;
  };
  const Edge edges[] = {
      {"-1", 422, 422},
      {"-0.0001", 400, 422},
      {"1e308", 422, 422},
      {"-1e308", 422, 422},
      {"1e309", 400, 400},  // no number that can be held
      {"NaN", 400, 400},
      {"Infinity", 400, 400},
      {"null", 400, 400},
      {"true", 400, 400},
      {"\"5\"", 400, 400},
      {"[]", 400, 400},
      {"{}", 400, 400},
      {"0.5", 400, 201},
      {"9223372036854775807", 422, 422},
      {"-9223372036854775808", 422, 422},
      {"9223372036854775808", 422, 422},
      {"18446744073709551615", 422, 422},
      {"18446744073709551616", 422, 422},
      {"99999999999999999999999999", 422, 422},
  };
  for (const auto& field : fields) {
    for (const auto& edge : edges) {
      expect(field.integer ? edge.of_integer : edge.of_number, "POST", "/problems/create", admin_,
             field.before + edge.number + field.after);
    }
    for (const auto& good : {field.lowest, field.highest, field.highest + ".0"}) {
      expect(201, "POST", "/problems/create", admin_, field.before + good + field.after);
    }
    if (field.lowest != "0") expect(422, "POST", "/problems/create", admin_, field.before + "0" + field.after);
  }
}

TEST_F(ProblemsTest, cutsLargeTestsWhereTheyAreShown) {
  start();
  std::string large;
  for (int i = 0; i < 40'000; ++i) large += "é";
  const auto id = add_problem("", R"([{"input": ")" + large + R"(", "output": "x"}])");
  const auto seen = expect(200, "GET", "/problems/" + id, student_);
  const auto& test = seen.at("testCases").as_array()[0];
  EXPECT_EQ(test.at("truncated"), true);
  EXPECT_EQ(test.at("inputBytes").as_int64(), 80'000);
  EXPECT_EQ(text_at(test, "input"), large.substr(0, 65'536));
}

TEST_F(ProblemsTest, hidesUnpublishedAndDeletedOnes) {
  start();
  const auto draft = add_problem(R"(, "published": false)");
  const auto gone = add_problem();
  expect(404, "GET", "/problems/" + draft, student_);
  expect(422, "GET", "/problems/" + draft + "?fields=secret", admin_);
  expect(200, "GET", "/problems/" + draft, admin_);
  expect(200, "GET", "/problems/" + gone, student_);
  EXPECT_EQ(text_at(expect(200, "DELETE", "/problems/" + gone, admin_), "message"), "Problem deleted");
  expect(200, "DELETE", "/problems/" + gone, admin_);
  expect(404, "GET", "/problems/" + gone, student_);
  EXPECT_EQ(expect(200, "GET", "/problems/" + gone, admin_).at("deleted"), true);
  EXPECT_EQ(expect(200, "GET", "/problems", student_).as_array().size(), 0u);
  EXPECT_EQ(expect(200, "GET", "/problems", admin_).as_array().size(), 1u);
  expect(404, "DELETE", "/problems/" + std::string(24, 'a'), admin_);
  expect(404, "GET", "/problems/" + std::string(24, 'a'), student_);
}

TEST_F(ProblemsTest, idsOfAnotherFormAreNowhere) {
  start();
  for (const auto& id : {std::string("1"), std::string(24, 'A'), std::string(24, 'g'), std::string(25, 'a'),
                         std::string("%00") + std::string(23, 'a'), std::string("../etc/passwd")}) {
    expect(404, "GET", "/problems/" + id, student_);
    expect(404, "GET", "/submission/" + id, student_);
  }
}

TEST_F(ProblemsTest, listsInPages) {
  start();
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(add_problem(i == 2 ? R"(, "tags": ["graph theory"])" : ""));
    clock_.advance(std::chrono::milliseconds(1));
  }
  auto answer = ask("GET", "/problems?limit=2", student_);
  EXPECT_EQ(answer.header("x-total-count"), "5");
  EXPECT_EQ(answer.header("x-total-count-capped"), "");
  EXPECT_EQ(answer.header("link"), "</problems?limit=2&before=" + ids[3] + ">; rel=\"next\"");
  std::size_t seen = 2;
  while (!answer.header("link").empty()) {
    const auto link = answer.header("link");
    answer = ask("GET", link.substr(1, link.find('>') - 1), student_);
    ASSERT_EQ(answer.status, 200);
    ++seen;
    ASSERT_LT(seen, 6u);
  }
  EXPECT_NE(answer.body.find(ids[0]), std::string::npos);
  EXPECT_EQ(ask("GET", "/problems?limit=2&page=2", student_).header("link"),
            "</problems?limit=2&page=3>; rel=\"next\"");
  EXPECT_EQ(expect(200, "GET", "/problems?tag=graph+theory", student_).as_array().size(), 1u);
  EXPECT_EQ(expect(200, "GET", "/problems?search=SUM&difficulty=easy", student_).as_array().size(), 5u);
  EXPECT_EQ(expect(200, "GET", "/problems?difficulty=hard", student_).as_array().size(), 0u);
  const auto some = expect(200, "GET", "/problems?fields=title", student_);
  EXPECT_EQ(some.as_array()[0].as_object().size(), 2u);
  for (const char* bad : {"limit=0", "limit=101", "limit=x", "limit=", "limit=1.5", "page=0", "page=501",
                          "page=500&limit=100", "before=x", "page=2&before=aaaaaaaaaaaaaaaaaaaaaaaa", "difficulty=odd",
                          "fields=secret", "search=%00", "search=%ff"}) {
    expect(422, "GET", std::string("/problems?") + bad, student_);
  }
  expect(400, "GET", "/problems?limit=1&limit=2", student_);
}

TEST_F(ProblemsTest, longListsAreCountedToABoundAndReadToTheirEnd) {
  start();
  constexpr int kCount = 10'021;
  std::vector<std::string> ids;
  for (int i = 0; i < kCount; ++i) {
    Problem problem;
    problem.id = ids_.next<ProblemId>();
    problem.title = "P";
    ASSERT_TRUE(database_->problems().create(problem));
    ids.push_back(problem.id.hex());
  }
  const auto first = ask("GET", "/problems", student_);
  EXPECT_EQ(first.header("x-total-count"), "10000");
  EXPECT_EQ(first.header("x-total-count-capped"), "true");
  EXPECT_EQ(expect(200, "GET", "/problems", student_).as_array().size(), 20u);
  const auto last_by_number = ask("GET", "/problems?page=500", student_);
  const auto rows = expect(200, "GET", "/problems?page=500", student_).as_array();
  ASSERT_EQ(rows.size(), 20u);
  EXPECT_EQ(text_at(rows[0], "_id"), ids[kCount - 9'981]);
  // From here on by a cursor.
  const auto link = last_by_number.header("link");
  EXPECT_EQ(link, "</problems?before=" + text_at(rows[19], "_id") + ">; rel=\"next\"");
  const auto beyond = expect(200, "GET", link.substr(1, link.find('>') - 1), student_).as_array();
  ASSERT_EQ(beyond.size(), 20u);
  EXPECT_EQ(text_at(beyond[19], "_id"), ids[1]);
}

TEST_F(ProblemsTest, boundsOfTagsAndWhatATestWeighs) {
  start();
  const auto tags = [](int count) {
    std::string list;
    for (int i = 0; i < count; ++i) list += (i == 0 ? "\"t" : ", \"t") + std::to_string(i) + "\"";
    return R"({"title": "T", "description": "", "difficulty": "easy", "testCases": [{"input": "", "output": ""}], "tags": [)" +
           list + "]}";
  };
  const auto most = expect(201, "POST", "/problems/create", admin_, tags(20));
  EXPECT_EQ(most.at("tags").as_array().size(), 20u);
  EXPECT_EQ(most.at("testCases").at(0).at("weight").as_int64(), 1);
  const auto error = expect(422, "POST", "/problems/create", admin_, tags(21));
  EXPECT_NE(text_at(error, "error").find("tags"), std::string::npos);
}

TEST_F(ProblemsTest, pagesThatAreKeptAreAsNewAsTheProblems) {
  start();
  const auto titles = [&](const std::string& token) {
    std::string all;
    const auto page = expect(200, "GET", "/problems", token);
    for (const auto& problem : page.as_array()) all += text_at(problem, "title") + ";";
    return all;
  };
  const auto hidden = add_problem(R"(, "published": false)");
  EXPECT_EQ(titles(admin_), "Sum;");
  EXPECT_EQ(titles(admin_), "Sum;") << "kept";
  EXPECT_EQ(titles(student_), "") << "what an admin may see is not kept for students";
  EXPECT_EQ(titles(student_), "");
  expect(200, "PUT", "/problems/" + hidden, admin_, R"({"published": true, "title": "First"})");
  EXPECT_EQ(titles(student_), "First;");
  const auto second = add_problem();
  EXPECT_EQ(titles(student_), "Sum;First;");
  EXPECT_EQ(titles(student_), "Sum;First;");
  EXPECT_EQ(ask("GET", "/problems?limit=1", student_).header("link"),
            "</problems?limit=1&before=" + second + ">; rel=\"next\"");
  EXPECT_EQ(ask("GET", "/problems?limit=1", student_).header("link"),
            "</problems?limit=1&before=" + second + ">; rel=\"next\"")
      << "headers are kept too";
  expect(200, "DELETE", "/problems/" + second, admin_);
  EXPECT_EQ(titles(student_), "First;");
  const std::string hits = R"(cache_lookups_total{cache="problem_pages",outcome="hit"} )";
  const auto text = metrics_.text();
  ASSERT_NE(text.find(hits), std::string::npos) << text;
  EXPECT_GE(std::stoi(text.substr(text.find(hits) + hits.size())), 4);
  expect(200, "POST", "/auth/logout", student_);
  expect(401, "GET", "/problems", student_);
}

TEST_F(ProblemsTest, keptPagesNoticeAChangeThatNoBellTold) {
  start();
  const auto waiting = submit(student_, add_problem());
  EXPECT_EQ(expect(200, "GET", "/problems", student_).as_array().size(), 1u);
  const auto id = text_at(expect(200, "GET", "/problems", student_).as_array()[0], "_id");
  ASSERT_TRUE(database_->problems().set_deleted(*ProblemId::parse(id), true, clock_.now()));
  std::size_t shown = 1;
  for (int i = 0; i < 5 && shown == 1; ++i) {
    expect(200, "GET", "/submission/" + waiting + "?wait=1", student_);
    shown = expect(200, "GET", "/problems", student_).as_array().size();
  }
  EXPECT_EQ(shown, 0u);
}

TEST_F(ProblemsTest, noticesAChangeThatNoBellTold) {
  start();
  const auto waiting = submit(student_, add_problem());
  const auto id = add_problem();
  expect(200, "GET", "/problems/" + id, student_);
  ASSERT_TRUE(database_->problems().set_deleted(*ProblemId::parse(id), true, clock_.now()));
  // The change counter is asked each second; a held answer lets that time pass.
  int status = 200;
  for (int i = 0; i < 5 && status == 200; ++i) {
    expect(200, "GET", "/submission/" + waiting + "?wait=1", student_);
    status = ask("GET", "/problems/" + id, student_).status;
  }
  EXPECT_EQ(status, 404);
}

TEST_F(ProblemsTest, anAdminFindsDeletedOnesAndRestoresThem) {
  start();
  const auto kept = add_problem();
  const auto gone = add_problem();
  expect(200, "DELETE", "/problems/" + gone, admin_);
  auto deleted = expect(200, "GET", "/problems?deleted=1", admin_).as_array();
  ASSERT_EQ(deleted.size(), 1U);
  EXPECT_EQ(text_at(deleted[0], "_id"), gone);
  expect(403, "GET", "/problems?deleted=1", student_);
  expect(422, "GET", "/problems?deleted=2", admin_);
  EXPECT_EQ(expect(200, "GET", "/problems?deleted=0", admin_).as_array().size(), 1U);
  expect(200, "POST", "/problems/" + gone + "/restore", admin_);
  EXPECT_TRUE(expect(200, "GET", "/problems?deleted=1", admin_).as_array().empty());
  EXPECT_EQ(expect(200, "GET", "/problems", student_).as_array().size(), 2U);
  expect(200, "GET", "/problems/" + gone, student_);
}

TEST_F(ProblemsTest, saysHowManyVerdictsAreOutOfDate) {
  start();
  const auto problem = add_problem();
  const auto outdated = [&] {
    const auto counts = expect(200, "GET", "/problems/" + problem + "/outdated", admin_);
    EXPECT_EQ(counts.at("judged"), 2);
    EXPECT_EQ(counts.at("accepted").as_int64() + counts.at("outdated").as_int64(), 2);
    EXPECT_EQ(counts.as_object().contains("slowestAcceptedMs"), counts.at("accepted").as_int64() > 0);
    return counts.at("outdated").as_int64();
  };
  for (int i = 0; i < 2; ++i) {
    submit(student_, problem);
    Report report;
    report.verdict = Verdict::accepted;
    report.problem_version = 1;
    judge_next(report);
  }
  EXPECT_EQ(outdated(), 0);
  expect(200, "PUT", "/problems/" + problem, admin_, R"({"title": "Another"})");
  EXPECT_EQ(outdated(), 0) << "a title decides nothing";
  expect(200, "PUT", "/problems/" + problem, admin_, R"({"limits": {"timeLimitMs": 700}})");
  EXPECT_EQ(outdated(), 2);
  expect(404, "GET", "/problems/" + std::string(24, 'a') + "/outdated", admin_);
  expect(403, "GET", "/problems/" + problem + "/outdated", student_);
  expect(401, "GET", "/problems/" + problem + "/outdated");
}

}  // namespace
}  // namespace autograder::testing
