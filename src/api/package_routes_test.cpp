// Packages over HTTP: in, out again, and what may be seen of them.
#include <boost/json/parse.hpp>
#include <future>
#include <thread>

#include "api/testing/api_fixture.h"
#include "packages/testing/made_package.h"
#include "packages/testing/made_zip.h"
#include "packages/zip.h"

namespace autograder::testing {
namespace {

std::string zip_of(const PackageTexts& texts) {
  MadeZip zip;
  for (const auto& [name, text] : texts) zip.add({name, text});
  return zip.bytes();
}

PackageTexts texts_in(const std::string& archive) {
  const MadeDirectory target;
  const auto unpacked = unpack_zip(MadeZip::file_of(archive).get(), target.path());
  EXPECT_TRUE(unpacked) << unpacked.error().message;
  PackageTexts texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(target.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    texts[entry.path().string().substr(target.path().size() + 1)] = {std::istreambuf_iterator<char>(file), {}};
  }
  return texts;
}

PackageTexts rich_package() {
  auto texts = small_package();
  texts["problem.yaml"] +=
      "limits: {time_limit: 1.5, memory: 128, output: 4}\nkeywords: [hard, sums]\nlanguages: [python3]\n";
  texts["statement/problem.en.md"] = "Add.\n\n![two](two.png)\n";
  texts["statement/two.png"] = "\x89PNG";
  texts["statement/drawing.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
  texts["attachments/tool.html"] = "<script>alert(1)</script>";
  texts["data/secret/2.in"] = "5 5\n";
  texts["data/secret/2.ans"] = "10\n";
  texts["submissions/wrong_answer/one.py"] = "print(1)\n";
  return texts;
}

class PackageRoutesTest : public ApiFixture {
 protected:
  PackageRoutesTest() { options_.languages = {"python", "cpp"}; }

  Answer import_archive(const std::string& archive, const std::string& token) {
    return ask("POST", "/problems/import", token, archive, {"Content-Type: application/zip"});
  }
  boost::json::value imported(int status, const PackageTexts& texts) {
    const auto answer = import_archive(zip_of(texts), admin_);
    EXPECT_EQ(answer.status, status) << answer.body;
    return boost::json::parse(answer.body);
  }
  std::string refusal(const std::string& archive) {
    const auto answer = import_archive(archive, admin_);
    EXPECT_EQ(answer.status, 422) << answer.body;
    return text_at(boost::json::parse(answer.body), "error");
  }
  // Does the next bundled submission as a worker would: a verdict and milliseconds a test.
  void judge_bundled(const std::vector<std::pair<Verdict, int>>& tests) {
    LeaseRequest request;
    request.worker = ids_.next<WorkerId>();
    request.kinds = {JobKind::verify};
    request.languages = options_.languages;
    const auto lease = database_->jobs().lease(request);
    ASSERT_TRUE(lease && *lease);
    Report report;
    report.verdict = Verdict::accepted;
    for (const auto& [verdict, ms] : tests) {
      TestReport test;
      test.index = static_cast<int>(report.tests.size()) + 1;
      test.verdict = verdict;
      test.cpu_time_ms = ms;
      report.cpu_time_ms = std::max<std::int64_t>(report.cpu_time_ms, ms);
      report.tests.push_back(test);
    }
    std::promise<Result<>> finished;
    database_->jobs().finish(**lease, report, [&](Result<> result) { finished.set_value(std::move(result)); });
    ASSERT_TRUE(finished.get_future().get());
    bus_->publish({Event::Kind::judged, (*lease)->job.subject, {}});
  }
  PackageTexts exported(const std::string& id) {
    const auto answer = ask("GET", "/problems/" + id + "/export", admin_);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/zip");
    return texts_in(answer.body);
  }
};

TEST_F(PackageRoutesTest, whatIsImportedIsAProblem) {
  start();
  const auto answer = imported(201, rich_package());
  EXPECT_EQ(answer.at("created"), true);
  EXPECT_EQ(answer.at("version"), 1);
  EXPECT_EQ(answer.at("testCaseCount"), 3);
  EXPECT_TRUE(answer.at("notes").as_array().empty());
  ASSERT_EQ(answer.at("submissions").as_array().size(), 2u);
  EXPECT_EQ(text_at(answer.at("submissions").at(1), "path"), "submissions/wrong_answer/one.py");
  EXPECT_EQ(text_at(answer.at("submissions").at(1), "expected"), "WA");
  const auto problem = expect(200, "GET", "/problems/" + text_at(answer, "_id"), admin_);
  EXPECT_EQ(text_at(problem, "title"), "Small");
  EXPECT_EQ(text_at(problem, "difficulty"), "hard");
  EXPECT_EQ(problem.at("tags"), (boost::json::value{"sums"}));
  EXPECT_EQ(problem.at("languages"), (boost::json::value{"python"}));
  EXPECT_EQ(problem.at("limits").at("timeLimitMs"), 1500);
  EXPECT_EQ(problem.at("limits").at("memoryLimitMb"), 128);
  EXPECT_EQ(problem.at("checker").at("ignoreCase"), true);
  const auto& tests = problem.at("testCases").as_array();
  ASSERT_EQ(tests.size(), 3u);
  EXPECT_EQ(text_at(tests[0], "visibility"), "public");
  EXPECT_EQ(text_at(tests[2], "input"), "5 5\n");
  // Students see the samples alone.
  const auto seen = expect(200, "GET", "/problems/" + text_at(answer, "_id"), student_);
  EXPECT_EQ(seen.at("testCases").as_array().size(), 1u);
}

TEST_F(PackageRoutesTest, comesOutAsItWentIn) {
  start();
  const auto id = text_at(imported(201, rich_package()), "_id");
  EXPECT_EQ(exported(id), rich_package());
  // An archive with everything below one directory is the same package.
  PackageTexts below;
  for (const auto& [name, text] : rich_package()) below["small/" + name] = text;
  EXPECT_EQ(text_at(imported(200, below), "_id"), id);
  EXPECT_EQ(exported(id), rich_package());
}

TEST_F(PackageRoutesTest, isUpdatedByItsUuid) {
  start();
  const auto id = text_at(imported(201, rich_package()), "_id");
  const auto before = expect(200, "GET", "/problems/" + id + "/testcases", admin_);
  expect(200, "DELETE", "/problems/" + id, admin_);
  auto changed = rich_package();
  changed["problem.yaml"].replace(changed["problem.yaml"].find("Small"), 5, "Large");
  changed["data/secret/2.ans"] = "11\n";
  changed["data/secret/3.in"] = "7 7\n";
  changed["data/secret/3.ans"] = "14\n";
  changed.erase("attachments/tool.html");
  const auto answer = imported(200, changed);
  EXPECT_EQ(answer.at("created"), false);
  EXPECT_EQ(answer.at("version"), 2);
  EXPECT_EQ(text_at(answer, "_id"), id);
  EXPECT_EQ(text_at(expect(200, "GET", "/problems/" + id, student_), "title"), "Large");
  const auto after = expect(200, "GET", "/problems/" + id + "/testcases", admin_);
  ASSERT_EQ(after.as_array().size(), 4u);
  EXPECT_EQ(after.at(1), before.at(1)) << "a test that did not change is the same version";
  EXPECT_EQ(text_at(after.at(2), "_id"), text_at(before.at(2), "_id"));
  EXPECT_EQ(after.at(2).at("version"), 2);
  EXPECT_EQ(exported(id), changed);
}

TEST_F(PackageRoutesTest, whatWasChangedSinceIsWrittenAnew) {
  start();
  const auto id = text_at(imported(201, rich_package()), "_id");
  expect(200, "PUT", "/problems/" + id, admin_, R"({"title": "A \"new\" one: #1", "limits": {"timeLimitMs": 2500}})");
  const auto texts = exported(id);
  EXPECT_EQ(texts.at("submissions/wrong_answer/one.py"), "print(1)\n");
  EXPECT_EQ(texts.at("statement/two.png"), "\x89PNG");
  const auto package = read_texts(texts);
  ASSERT_TRUE(package) << package.error().message;
  EXPECT_EQ(package->title, "A \"new\" one: #1");
  EXPECT_EQ(package->limits.time, std::chrono::milliseconds(2500));
  EXPECT_EQ(package->limits.output, mib(4));
  EXPECT_EQ(package->tests.size(), 3u);
  EXPECT_EQ(package->checker, (Checker{CheckerKind::tokens, 0, 0, true, false}));
  EXPECT_EQ(text_at(imported(200, texts), "_id"), id);
}

TEST_F(PackageRoutesTest, aProblemThatCameFromNoPackageGoesThroughOne) {
  start();
  const auto id = add_problem(
      R"(, "scoring": "groups", "checker": {"type": "float", "absoluteTolerance": 0.5, "ignoreCase": true}, "tags": ["x: y"])",
      R"([{"input": "1", "output": "1", "visibility": "public", "weight": 0},
          {"input": "2", "output": "2", "visibility": "private", "weight": 3, "group": "a"},
          {"input": "3", "output": "3", "visibility": "private", "weight": 4, "group": "a"},
          {"input": "4", "output": "4", "visibility": "private", "weight": 2}])");
  const auto texts = exported(id);
  const auto again = imported(200, texts);
  EXPECT_EQ(text_at(again, "_id"), id) << "its uuid is made of its id";
  const auto problem = expect(200, "GET", "/problems/" + id, admin_);
  EXPECT_EQ(text_at(problem, "scoring"), "groups");
  EXPECT_EQ(problem.at("tags"), (boost::json::value{"x: y"}));
  EXPECT_EQ(problem.at("checker").at("absoluteTolerance"), 0.5);
  EXPECT_EQ(problem.at("checker").at("ignoreCase"), true);
  const auto& tests = problem.at("testCases").as_array();
  ASSERT_EQ(tests.size(), 4u);
  std::int64_t whole = 0, group = 0;
  for (const auto& test : tests) {
    whole += test.at("weight").as_int64();
    if (text_at(test, "group").ends_with("_a")) group += test.at("weight").as_int64();
  }
  EXPECT_EQ(9 * group, 7 * whole) << "the proportions are the same";
}

// A name, what students see of it, and what it is worth of each test.
std::vector<std::string> tests_in(const PackageTexts& texts) {
  const auto package = read_texts(texts);
  EXPECT_TRUE(package) << package.error().message;
  std::vector<std::string> tests;
  for (const auto& test : package ? package->tests : std::vector<PackageTest>{}) {
    tests.push_back(test.name + (test.visibility == Visibility::visible ? " public " : " private ") + test.group + " " +
                    std::to_string(test.weight));
  }
  return tests;
}

TEST_F(PackageRoutesTest, publicTestsThatCountStayOneTestEach) {
  start();
  struct Row {
    const char* scoring;
    const char* tests;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows{
      {"all",
       R"([{"input": "1", "output": "1", "visibility": "public"}, {"input": "2", "output": "2", "visibility": "public"}])",
       {"sample/001 public  1", "sample/002 public  1"}},
      {"weighted",  // two with the same bytes
       R"([{"input": "1", "output": "1", "visibility": "public", "weight": 3},
           {"input": "1", "output": "1", "visibility": "public", "weight": 2}])",
       {"sample/001 public 001_test 3", "sample/002 public 002_test 2"}},
      {"groups",
       R"([{"input": "1", "output": "1", "visibility": "public", "group": "a", "weight": 4},
           {"input": "2", "output": "2", "visibility": "public", "weight": 0},
           {"input": "3", "output": "3", "visibility": "private", "group": "a", "weight": 8},
           {"input": "4", "output": "4", "visibility": "private", "weight": 6}])",
       {"sample/001 public 001_a 1", "sample/002 public  0", "secret/001_a/002 private 001_a 1",
        "secret/002_test/001 private 002_test 1"}}};
  for (const auto& row : rows) {
    const auto id = add_problem(R"(, "scoring": ")" + std::string(row.scoring) + "\"", row.tests);
    auto texts = exported(id);
    EXPECT_EQ(tests_in(texts), row.expected) << row.scoring;
    EXPECT_EQ(text_at(imported(200, texts), "_id"), id);
    EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("testCases").as_array().size(), row.expected.size());
    EXPECT_EQ(exported(id), texts) << "byte for byte while nothing was changed";
    expect(200, "PUT", "/problems/" + id, admin_, R"({"published": false})");
    EXPECT_EQ(tests_in(exported(id)), row.expected) << row.scoring;
    // A test that is no double any more counts like any other.
    std::size_t changed = 0;
    for (auto& [name, text] : texts) {
      if (name.find("_sample_") == std::string::npos || !name.ends_with(".in")) continue;
      text += "9";
      ++changed;
    }
    EXPECT_GT(changed, 0u);
    EXPECT_EQ(tests_in(texts).size(), row.expected.size() + changed) << row.scoring;
  }
}

TEST_F(PackageRoutesTest, whatItBundlesIsJudgedAndShown) {
  start();
  const auto answer = imported(201, rich_package());
  const auto id = text_at(answer, "_id");
  EXPECT_EQ(text_at(answer.at("submissions").at(0), "status"), "QUEUED");
  const auto path = "/problems/" + id + "/verification";
  auto table = expect(200, "GET", path, admin_);
  EXPECT_EQ(text_at(table, "problemId"), id);
  EXPECT_EQ(table.at("done"), false);
  EXPECT_EQ(table.at("timeLimitMs"), 1500);
  EXPECT_EQ(table.at("timeLimitGiven"), true);
  judge_bundled({{Verdict::accepted, 700}, {Verdict::accepted, 2}, {Verdict::accepted, 2}});
  table = expect(200, "GET", path, admin_);
  EXPECT_EQ(text_at(table.at("submissions").at(0), "status"), "AC");
  EXPECT_EQ(table.at("submissions").at(0).at("asExpected"), true);
  EXPECT_EQ(table.at("submissions").at(0).at("executionTimeMs"), 700);
  EXPECT_EQ(text_at(table.at("submissions").at(1), "status"), "QUEUED");
  EXPECT_EQ(table.at("done"), false);
  // The bell of the last one ends the wait.
  std::promise<Answer> held;
  std::jthread waiting([&] { held.set_value(ask("GET", path + "?wait=60", admin_)); });
  judge_bundled({{Verdict::accepted, 1}, {Verdict::accepted, 1}, {Verdict::accepted, 1}});
  const auto whole = held.get_future().get();
  ASSERT_EQ(whole.status, 200);
  table = boost::json::parse(whole.body);
  EXPECT_EQ(table.at("done"), true);
  EXPECT_EQ(table.at("asExpected"), false);
  const auto& wrong = table.at("submissions").at(1);
  EXPECT_EQ(text_at(wrong, "status"), "AC");
  EXPECT_EQ(wrong.at("asExpected"), false);
  EXPECT_EQ(wrong.at("unexpected").at(0), "no test got WA, as submissions/wrong_answer requires");
  EXPECT_EQ(table.at("proposedTimeLimitMs"), 2000);
  EXPECT_EQ(table.at("slowestAcceptedMs"), 700);
  // They are nobody's submissions.
  EXPECT_TRUE(expect(200, "GET", "/submissions", admin_).as_array().empty());
  // They are judged again with each change of the rules, and not with that of a title.
  expect(200, "PUT", "/problems/" + id, admin_, R"({"limits": {"timeLimitMs": 500}})");
  table = expect(200, "GET", path, admin_);
  EXPECT_EQ(text_at(table.at("submissions").at(0), "status"), "QUEUED");
  EXPECT_EQ(table.at("version"), 2);
  EXPECT_EQ(table.at("submissions").as_array().size(), answer.at("submissions").as_array().size());
  expect(200, "PUT", "/problems/" + id, admin_, R"({"title": "Another"})");
  EXPECT_EQ(expect(200, "GET", path, admin_).at("version"), 2);
  // Another import starts again.
  imported(200, rich_package());
  table = expect(200, "GET", path, admin_);
  EXPECT_EQ(table.at("done"), false);
  EXPECT_EQ(table.at("version"), 4);
  expect(200, "PUT", "/problems/" + id, admin_, R"({"testCases": [{"input": "1", "output": "1"}]})");
  judge_bundled({{Verdict::wrong_answer, 1}});
  table = expect(200, "GET", path, admin_);
  EXPECT_EQ(table.at("version"), 5);
  EXPECT_EQ(text_at(table.at("submissions").at(0), "status"), "WA");
}

TEST_F(PackageRoutesTest, aMissingTimeLimitIsProposed) {
  start();
  const auto answer = imported(201, small_package());
  const auto id = text_at(answer, "_id");
  EXPECT_EQ(answer.at("notes").at(0).as_string(),
            "problem.yaml: limits.time_limit: is missing, and 5 s are taken until you set another; "
            "/problems/" +
                id + "/verification proposes one when its submissions are judged");
  judge_bundled({{Verdict::accepted, 120}, {Verdict::accepted, 30}});
  auto table = expect(200, "GET", "/problems/" + id + "/verification", admin_);
  EXPECT_EQ(table.at("timeLimitGiven"), false);
  EXPECT_EQ(table.at("timeLimitMs"), 5000);
  EXPECT_EQ(table.at("proposedTimeLimitMs"), 1000);
  EXPECT_EQ(table.at("asExpected"), true);
  // A choice in its place stays.
  expect(200, "PUT", "/problems/" + id, admin_, R"({"limits": {"timeLimitMs": 1000}})");
  imported(200, small_package());
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("limits").at("timeLimitMs"), 1000);
}

TEST_F(PackageRoutesTest, onlyAdminsSeeWhatItBundles) {
  start();
  const auto id = text_at(imported(201, rich_package()), "_id");
  const auto path = "/problems/" + id + "/verification";
  expect(403, "GET", path, student_);
  expect(401, "GET", path);
  expect(422, "GET", path + "?wait=61", admin_);
  expect(404, "GET", "/problems/" + std::string(24, '0') + "/verification", admin_);
  expect(404, "GET", "/problems/" + add_problem() + "/verification", admin_);
}

TEST_F(PackageRoutesTest, whatItBundlesIsLeftOnDemand) {
  start();
  const auto leave = [&](const std::string& wish) {
    return ask("POST", "/problems/import?verify=" + wish, admin_, zip_of(rich_package()),
               {"Content-Type: application/zip"});
  };
  EXPECT_EQ(leave("perhaps").status, 422);
  const auto answer = leave("false");
  EXPECT_EQ(answer.status, 201);
  const auto body = boost::json::parse(answer.body);
  EXPECT_FALSE(body.at("submissions").at(0).as_object().contains("status"));
  EXPECT_EQ(text_at(body.at("submissions").at(0), "message"), "was not queued");
  EXPECT_EQ(database_->jobs().depth()->waiting, 0);
}

TEST_F(PackageRoutesTest, whatNobodyCanJudgeIsNotQueued) {
  start();
  auto texts = rich_package();
  texts["submissions/accepted/b.go"] = "package main";
  texts["submissions/accepted/c.rs"] = "fn main() {}";
  WorkerRow worker;
  worker.id = ids_.next<WorkerId>();
  worker.last_seen = clock_.now();
  worker.languages = {{.id = "python", .available = true}, {.id = "go", .available = false}};
  ASSERT_TRUE(database_->workers().heartbeat(worker));
  const auto rows = imported(201, texts).at("submissions");
  EXPECT_EQ(text_at(rows.at(0), "status"), "QUEUED");
  EXPECT_EQ(text_at(rows.at(1), "message"), "no worker has the language go");
  EXPECT_EQ(text_at(rows.at(2), "message"), "not in a language of this server, or in several files");
  EXPECT_EQ(database_->jobs().depth()->waiting, 2);
}

TEST_F(PackageRoutesTest, anEmbargoKeepsStudentsOut) {
  start();
  auto texts = rich_package();
  texts["problem.yaml"] += "embargo_until: 2001-01-01\n";
  const auto id = text_at(imported(201, texts), "_id");
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, student_).at("published"), true) << "it is over";
  texts["problem.yaml"].replace(texts["problem.yaml"].find("2001-01-01"), 10, "2999-01-01T12:00:00Z");
  const auto answer = imported(200, texts);
  EXPECT_EQ(answer.at("notes").at(0),
            "problem.yaml: embargo_until: students do not see the problem; publish it after 2999-01-01T12:00:00.000Z");
  EXPECT_EQ(ask("GET", "/problems/" + id, student_).status, 404);
  EXPECT_EQ(expect(200, "GET", "/problems/" + id, admin_).at("published"), false);
}

TEST_F(PackageRoutesTest, filesAreShownSoThatNothingOfThemRuns) {
  start();
  const auto id = text_at(imported(201, rich_package()), "_id");
  const auto image = ask("GET", "/problems/" + id + "/files/two.png", student_);
  EXPECT_EQ(image.status, 200);
  EXPECT_EQ(image.body, "\x89PNG");
  EXPECT_EQ(image.header("content-type"), "image/png");
  const auto drawing = ask("GET", "/problems/" + id + "/files/drawing.svg", student_);
  EXPECT_EQ(drawing.header("content-type"), "image/svg+xml");
  const auto tool = ask("GET", "/problems/" + id + "/files/tool.html", student_);
  EXPECT_EQ(tool.header("content-type"), "application/octet-stream");
  EXPECT_EQ(tool.header("content-disposition"), "attachment; filename=\"tool.html\"");
  for (const auto& answer : {image, drawing, tool}) {
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("content-security-policy"), "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  }
  for (const char* name :
       {"problem.en.md", "problem.yaml", "1.in", "add.py", "none.png", "..", "%2e%2e%2fproblem.yaml", "%2E%2E"}) {
    const auto answer = ask("GET", "/problems/" + id + "/files/" + name, student_);
    EXPECT_EQ(answer.status, 404) << name;
  }
  // As the problem itself.
  expect(200, "PUT", "/problems/" + id, admin_, R"({"published": false})");
  EXPECT_EQ(ask("GET", "/problems/" + id + "/files/two.png", student_).status, 404);
  EXPECT_EQ(ask("GET", "/problems/" + id + "/files/two.png", admin_).status, 200);
  EXPECT_EQ(ask("GET", "/problems/" + id + "/files/two.png").status, 401);
}

TEST_F(PackageRoutesTest, whatIsHostileIsRefused) {
  start();
  const auto good = small_package();
  const auto with = [&](MadeEntry entry) {
    MadeZip zip;
    for (const auto& [name, text] : good) zip.add({name, text});
    return zip.add(std::move(entry)).bytes();
  };
  EXPECT_NE(refusal(with({"../out", "x"})).find("has no name that a package may have"), std::string::npos);
  EXPECT_NE(refusal(with({"/etc/out", "x"})).find("has no name that a package may have"), std::string::npos);
  EXPECT_NE(refusal(with({"link", "/etc/passwd", "", 0120777})).find("is a link"), std::string::npos);
  EXPECT_NE(refusal(with({"a", "x", "b"})).find("another name in its local header"), std::string::npos);
  EXPECT_EQ(refusal("no archive"), "the archive is not a zip archive");
  EXPECT_EQ(refusal(std::string(300 * 1024, 'x')), "the archive is not a zip archive");  // through a file
  auto bomb = good;
  bomb["problem.yaml"] = "a: &a [x]\nb: *a\n";
  EXPECT_EQ(refusal(zip_of(bomb)), "problem.yaml: line 1: anchors are not read");
  bomb["problem.yaml"] = std::string(10'000, '[') + std::string(10'000, ']');
  EXPECT_EQ(refusal(zip_of(bomb)), "problem.yaml: line 1: it is nested more than 16 levels deep");
  auto custom = good;
  custom["output_validator/check.sh"] = "#!/bin/sh\n";
  EXPECT_EQ(refusal(zip_of(custom)), "output_validator/check.sh: custom output validators cannot be run here yet");
  EXPECT_TRUE(expect(200, "GET", "/problems", admin_).as_array().empty());
  expect(415, "POST", "/problems/import", admin_, "{}");
  EXPECT_EQ(import_archive(zip_of(good), student_).status, 403);
  EXPECT_EQ(import_archive(zip_of(good), "").status, 401);
  for (const auto& entry : std::filesystem::directory_iterator(options_.file_directory)) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("import-")) << entry.path() << " stayed behind";
  }
}

}  // namespace
}  // namespace autograder::testing
