#include <boost/json/array.hpp>
#include <future>

#include "api/rejudges.h"
#include "api/testing/api_fixture.h"
#include "api/wire/problem_wire.h"
#include "live/memory/memory_live.h"
#include "storage/testing/waiting_storage.h"

namespace autograder::testing {
namespace {

const std::string kTestCase(24, 'c');

class RejudgingTest : public ApiFixture {
 protected:
  static Report report_with(Verdict verdict, double score, int version = 1) {
    Report report;
    report.verdict = verdict;
    report.score = score;
    report.output_visibility = Visibility::hidden;
    report.message = "words of a private test";
    TestReport test;
    test.index = 1;
    test.test = TestCaseId::parse(kTestCase).value();
    test.test_version = version;
    test.verdict = verdict;
    report.tests.push_back(test);
    return report;
  }
  static std::string path_of(const std::string& submission, const char* rest = "") {
    return "/submission/" + submission + rest;
  }
};

const std::string kNowhere(24, 'a');

TEST_F(RejudgingTest, oneIsJudgedAgainAndItsEarlierReportKept) {
  start();
  const auto id = submit(student_, add_problem());
  const auto path = path_of(id, "/rejudge");
  expect(409, "POST", path, admin_);
  judge_next(report_with(Verdict::wrong_answer, 0));
  expect(202, "POST", path, admin_);
  EXPECT_EQ(text_at(expect(200, "GET", path_of(id), student_), "status"), "QUEUED");
  clock_.advance(std::chrono::seconds(1));
  judge_next(report_with(Verdict::accepted, 100, 2));
  const auto plain = expect(200, "GET", path_of(id), student_);
  EXPECT_EQ(text_at(plain, "status"), "AC");
  EXPECT_FALSE(plain.as_object().contains("judgings"));
  const auto seen = expect(200, "GET", path_of(id, "?history=1"), admin_);
  const auto& judgings = seen.at("judgings").as_array();
  ASSERT_EQ(judgings.size(), 2u);
  EXPECT_EQ(text_at(judgings[0], "status"), "AC");
  EXPECT_EQ(text_at(judgings[1], "status"), "WA");
  EXPECT_EQ(text_at(judgings[1], "message"), "words of a private test");
  EXPECT_EQ(text_at(judgings[1].at("tests").as_array()[0], "status"), "WA");
  for (const auto& [judging, version] : {std::pair(0u, 2), std::pair(1u, 1)}) {
    const auto& test = judgings[judging].at("tests").as_array()[0];
    EXPECT_EQ(text_at(test, "testCaseId"), kTestCase);
    EXPECT_EQ(test.at("testCaseVersion").as_int64(), version) << "the version that this judging judged";
  }
  const auto own = expect(200, "GET", path_of(id, "?history=1&fields=judgings"), student_);
  EXPECT_FALSE(own.at("judgings").as_array()[1].at("tests").as_array()[0].as_object().contains("testCaseId"));
  EXPECT_EQ(text_at(own.at("judgings").as_array()[1], "message"), "");
  expect(422, "GET", path_of(id, "?history=2"), student_);
  expect(404, "POST", path_of(kNowhere, "/rejudge"), admin_);
  expect(403, "POST", path, student_);
  expect(401, "POST", path);
}

TEST_F(RejudgingTest, whatWaitsIsTakenBackByItsOwnerOrAnAdmin) {
  start();
  const auto problem = add_problem();
  const auto first = submit(student_, problem);
  const auto second = submit(student_, problem);
  expect(404, "POST", path_of(first, "/cancel"), other_);
  expect(404, "POST", path_of(kNowhere, "/cancel"), student_);
  expect(401, "POST", path_of(first, "/cancel"));
  expect(202, "POST", path_of(first, "/cancel"), student_);
  EXPECT_EQ(text_at(expect(200, "GET", path_of(first), student_), "status"), "CANCELLED");
  expect(409, "POST", path_of(first, "/cancel"), student_);
  expect(202, "POST", path_of(second, "/cancel"), admin_);
  LeaseRequest request;
  request.worker = ids_.next<WorkerId>();
  request.kinds = {JobKind::judge, JobKind::rejudge};
  request.languages = options_.languages;
  const auto lease = database_->jobs().lease(request);
  EXPECT_TRUE(lease && !*lease) << "nothing waits";
}

TEST_F(RejudgingTest, saysWhyACancelFailed) {
  start();
  const auto id = submit(student_, add_problem());
  EXPECT_EQ(text_at(expect(404, "POST", path_of(kNowhere, "/cancel"), student_), "message"), "Not found");
  storage_->plan().fail_calls(1, 1'000'000);
  const auto failed = expect(503, "POST", path_of(id, "/cancel"), student_);
  EXPECT_EQ(text_at(failed, "message"), "The submission was not cancelled");
  storage_->plan().heal();
  expect(202, "POST", path_of(id, "/cancel"), student_);
}

TEST_F(RejudgingTest, whoWaitsHearsOfTheCancelling) {
  start();
  const auto id = submit(student_, add_problem());
  auto answer = std::async(std::launch::async, [&] { return expect(200, "GET", path_of(id, "?wait=30"), student_); });
  expect(202, "POST", path_of(id, "/cancel"), student_);
  EXPECT_EQ(text_at(answer.get(), "status"), "CANCELLED");
}

TEST_F(RejudgingTest, aProblemIsJudgedAgainInTheBackground) {
  start();
  const auto problem = add_problem();
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(submit(i == 0 ? other_ : student_, problem));
  for (int i = 0; i < 3; ++i) judge_next(report_with(Verdict::wrong_answer, 0));
  std::promise<void> rung;
  const auto subscription = bus_->subscribe([&, once = std::make_shared<std::atomic<bool>>(false)](const Event& event) {
    if (event.kind == Event::Kind::queued && !once->exchange(true)) rung.set_value();
  });
  const auto path = "/problems/" + problem + "/rejudge";
  const auto begun = expect(202, "POST", path, admin_);
  EXPECT_EQ(begun.at("submissions").as_int64(), 3);
  rung.get_future().get();
  for (int i = 0; i < 3; ++i) judge_next(report_with(Verdict::accepted, 100));
  for (const auto& id : ids) {
    const auto seen = expect(200, "GET", path_of(id, "?history=1"), admin_);
    EXPECT_EQ(text_at(seen, "status"), "AC");
    EXPECT_EQ(seen.at("judgings").as_array().size(), 2u);
  }
  expect(404, "POST", "/problems/" + kNowhere + "/rejudge", admin_);
  expect(403, "POST", path, student_);
  expect(401, "POST", path);
}

TEST_F(RejudgingTest, onlyWhatIsOutOfDateIsJudgedAgainAndTheChangesAreTold) {
  start();
  const auto problem = add_problem();
  const auto path = "/problems/" + problem;
  const auto report = [](Verdict verdict, double score, int version) {
    Report made = report_with(verdict, score);
    made.problem_version = version;
    return made;
  };
  const auto wrong = submit(student_, problem);
  judge_next(report(Verdict::wrong_answer, 0, 1));
  submit(other_, problem);
  judge_next(report(Verdict::accepted, 100, 1));
  expect(200, "PUT", path, admin_, R"({"limits": {"timeLimitMs": 700}})");
  const auto fresh = submit(other_, problem);
  judge_next(report(Verdict::accepted, 100, 2));
  const auto before = expect(200, "GET", path + "/changes", admin_);
  EXPECT_EQ(before.at("compared"), 0);
  expect(422, "POST", path + "/rejudge?only=some", admin_);
  std::promise<void> rung;
  const auto subscription = bus_->subscribe([&, once = std::make_shared<std::atomic<bool>>(false)](const Event& event) {
    if (event.kind == Event::Kind::queued && !once->exchange(true)) rung.set_value();
  });
  EXPECT_EQ(expect(202, "POST", path + "/rejudge?only=outdated", admin_).at("submissions"), 2);
  rung.get_future().get();
  for (int i = 0; i < 2; ++i) judge_next(report(Verdict::accepted, 100, 2));
  const auto seen = expect(200, "GET", path + "/changes", admin_);
  EXPECT_EQ(seen.at("compared"), 2);
  EXPECT_EQ(seen.at("changed"), 1);
  const auto& change = seen.at("changes").as_array().at(0);
  EXPECT_EQ(text_at(change, "from"), "WA");
  EXPECT_EQ(text_at(change, "to"), "AC");
  EXPECT_EQ(change.at("count"), 1);
  const auto& row = seen.at("submissions").as_array().at(0);
  EXPECT_EQ(text_at(row, "_id"), wrong);
  EXPECT_EQ(text_at(row, "userName"), student_user_.name);
  EXPECT_EQ(row.at("score"), 100);
  EXPECT_EQ(expect(200, "GET", path_of(fresh, "?history=1"), admin_).at("judgings").as_array().size(), 1U);
  EXPECT_TRUE(expect(200, "GET", path + "/changes?page=2", admin_).at("submissions").as_array().empty());
  expect(422, "GET", path + "/changes?limit=101", admin_);
}

TEST(RejudgesTest, knowWhatIsUnderWay) {
  ManualClock clock;
  IdGenerator ids(clock);
  WaitingStorage storage(clock);
  ThreadPool pool("test", 1, 16);
  const auto bus = make_memory_event_bus();
  api::Rejudges rejudges(storage.submissions(), pool, *bus, ids, clock);
  const auto problem = ids.next<ProblemId>();
  EXPECT_FALSE(rejudges.under_way(problem));
  EXPECT_TRUE(rejudges.start(problem, {}));
  EXPECT_TRUE(rejudges.under_way(problem));
  EXPECT_FALSE(rejudges.under_way(ids.next<ProblemId>()));
  rejudges.tick();
  pool.stop();
  EXPECT_FALSE(rejudges.under_way(problem)) << "it has no submissions";
  EXPECT_EQ(api::outdated_json(1, {}, false).find("queueing"), std::string::npos);
  EXPECT_NE(api::outdated_json(1, {}, true).find(R"("queueing":true)"), std::string::npos);
}

}  // namespace
}  // namespace autograder::testing
