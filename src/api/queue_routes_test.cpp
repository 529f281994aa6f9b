// The queue as administrators see it, and their actions on dead jobs.
#include <future>

#include "api/testing/api_fixture.h"
#include "storage/queue_rules.h"

namespace autograder::testing {
namespace {

class QueueRoutesTest : public ApiFixture {
 protected:
  QueueRoutesTest() { options_.worker_expected = false; }
  void heartbeat(const std::string& language, bool available = true) {
    WorkerRow worker;
    worker.id = worker_;
    worker.host = "judge-1";
    worker.version = "1.2.3";
    worker.slots = 2;
    worker.last_seen = clock_.now();
    LanguageStatus status;
    status.id = language;
    status.name = "A language";
    status.version = "4.5";
    status.available = available;
    status.reason = available ? "" : "its compiler is absent";
    worker.languages = {status};
    ASSERT_TRUE(database_->workers().heartbeat(worker));
  }
  std::optional<Lease> lease() {
    LeaseRequest request;
    request.worker = worker_;
    request.kinds = {JobKind::judge};
    request.languages = options_.languages;
    EXPECT_TRUE(database_->jobs().expire(kPageMax));
    return database_->jobs().lease(request).value();
  }
  // The job of the next submission dies. Its id.
  std::string give_up() {
    std::string job;
    for (int i = 0; i < kFailuresMax; ++i) {
      const auto held = lease();
      job = held->job.id.hex();
      EXPECT_TRUE(database_->jobs().fail(*held, "no space left on device"));
      clock_.advance(std::chrono::seconds(4));
    }
    return job;
  }
  const WorkerId worker_ = ids_.next<WorkerId>();
};

TEST_F(QueueRoutesTest, whatWaitsHasItsPlaceItsAgeAndItsReason) {
  start();
  heartbeat("python");
  const auto problem = add_problem();
  const auto running = submit(student_, problem);
  lease();
  const auto first = submit(student_, problem);
  const auto second = submit(other_, problem);
  clock_.advance(std::chrono::seconds(2));
  const auto queue = expect(200, "GET", "/queue", admin_);
  EXPECT_EQ(queue.at("waitingCount"), 2);
  EXPECT_EQ(queue.at("runningCount"), 1);
  EXPECT_EQ(queue.at("deadCount"), 0);
  const auto& waiting = queue.at("waiting").as_array();
  ASSERT_EQ(waiting.size(), 2U);
  std::map<std::string, boost::json::value> by_id;
  for (const auto& row : waiting) by_id[text_at(row, "submissionId")] = row;
  ASSERT_TRUE(by_id.contains(first) && by_id.contains(second));
  EXPECT_EQ(text_at(by_id[first], "userName"), "student");
  EXPECT_EQ(text_at(by_id[second], "userName"), "other");
  EXPECT_EQ(text_at(by_id[first], "problemId"), problem);
  EXPECT_FALSE(text_at(by_id[first], "problemTitle").empty());
  EXPECT_EQ(text_at(by_id[first], "kind"), "judge");
  EXPECT_EQ(by_id[first].at("ageMs"), 2000);
  EXPECT_EQ(waiting[0].at("position"), 1);
  EXPECT_EQ(text_at(waiting[0], "reason"), "next in the queue");
  EXPECT_EQ(waiting[1].at("position"), 2);
  EXPECT_EQ(text_at(waiting[1], "reason"), "1 submission is ahead");
  const auto& at_work = queue.at("running").as_array();
  ASSERT_EQ(at_work.size(), 1U);
  EXPECT_EQ(text_at(at_work[0], "submissionId"), running);
  EXPECT_EQ(text_at(at_work[0], "workerHost"), "judge-1");
  EXPECT_EQ(queue.at("disk").at("freeMinBytes"), 0);
  const auto page = expect(200, "GET", "/queue?limit=1&page=2", admin_);
  ASSERT_EQ(page.at("waiting").as_array().size(), 1U);
  EXPECT_EQ(page.at("waiting").at(0).at("_id"), waiting[1].at("_id"));
  EXPECT_EQ(page.at("waiting").at(0).at("position"), 2);
  expect(422, "GET", "/queue?limit=101", admin_);
  expect(422, "GET", "/queue?before=" + first, admin_);
  expect(403, "GET", "/queue", student_);
  expect(401, "GET", "/queue");
}

TEST_F(QueueRoutesTest, nobodyCanJudgeItIsTheReasonWhereSoItIs) {
  start();
  heartbeat("cpp");
  submit(student_, add_problem());
  const auto queue = expect(200, "GET", "/queue", admin_);
  EXPECT_NE(text_at(queue.at("waiting").at(0), "reason").find("no running worker can judge python"), std::string::npos);
}

TEST_F(QueueRoutesTest, whatNobodyCanJudgeIsNotAhead) {
  start();
  heartbeat("python");
  const auto problem = add_problem();
  NewSubmission gone;
  gone.id = ids_.next<SubmissionId>();
  gone.job = ids_.next<JobId>();
  gone.language = "cobol";
  gone.created_at = clock_.now();
  std::promise<bool> stored;
  database_->submissions().submit(gone, [&](Result<Submitted> done) { stored.set_value(done.has_value()); });
  ASSERT_TRUE(stored.get_future().get());
  clock_.advance(std::chrono::milliseconds(1));
  const auto id = submit(student_, problem);
  const auto waiting = expect(200, "GET", "/queue", admin_).at("waiting");
  ASSERT_EQ(waiting.as_array().size(), 2U);
  EXPECT_EQ(text_at(waiting.at(0), "reason"), "cobol is no longer a language of this server");
  EXPECT_EQ(waiting.at(1).at("position"), 2);
  EXPECT_EQ(text_at(waiting.at(1), "reason"), "next in the queue");
  const auto seen = expect(200, "GET", "/submission/" + id, student_).at("queue");
  EXPECT_EQ(seen.at("position"), 1);
  EXPECT_EQ(text_at(seen, "reason"), "next in the queue");
}

TEST_F(QueueRoutesTest, aShareThatIsHeldIsSaid) {
  start();
  heartbeat("python");
  const auto problem = add_problem();
  submit(student_, problem);
  const auto next = submit(student_, problem);
  lease();
  submit(other_, problem);
  submit(other_, problem);
  lease();
  const auto first = expect(200, "GET", "/queue", admin_).at("waiting").at(0);
  EXPECT_EQ(text_at(first, "submissionId"), next);
  EXPECT_EQ(text_at(first, "reason"), "waits until another submission of the same user is judged");
  EXPECT_EQ(expect(200, "GET", "/queue?limit=1", admin_).at("running").as_array().size(), 1U) << "of two";
  EXPECT_EQ(text_at(expect(200, "GET", "/submission/" + next, student_).at("queue"), "reason"),
            "waits until another submission of the same user is judged");
}

TEST_F(QueueRoutesTest, aRetryAndALostWorkerAreSaid) {
  start();
  heartbeat("python");
  submit(student_, add_problem());
  auto held = lease();
  ASSERT_TRUE(database_->jobs().fail(*held, "no space left on device"));
  auto delayed = expect(200, "GET", "/queue", admin_).at("delayed");
  ASSERT_EQ(delayed.as_array().size(), 1U);
  EXPECT_EQ(text_at(delayed.at(0), "reason"), "retry after an internal error in 1 s");
  EXPECT_EQ(text_at(delayed.at(0), "lastFailure"), "no space left on device");
  EXPECT_EQ(delayed.at(0).at("failures"), 1);
  clock_.advance(std::chrono::seconds(1));
  held = lease();
  ASSERT_TRUE(held);
  clock_.advance(kLeaseTime);
  heartbeat("python");
  delayed = expect(200, "GET", "/queue", admin_).at("delayed");
  ASSERT_EQ(delayed.as_array().size(), 1U);
  EXPECT_NE(text_at(delayed.at(0), "reason").find("its worker was lost"), std::string::npos);
}

TEST_F(QueueRoutesTest, workersAreListedWithTheirLanguages) {
  start();
  heartbeat("python", false);
  auto workers = expect(200, "GET", "/workers", admin_);
  ASSERT_EQ(workers.as_array().size(), 1U);
  const auto& worker = workers.at(0);
  EXPECT_EQ(text_at(worker, "_id"), worker_.hex());
  EXPECT_EQ(text_at(worker, "host"), "judge-1");
  EXPECT_EQ(text_at(worker, "version"), "1.2.3");
  EXPECT_EQ(worker.at("slots"), 2);
  EXPECT_EQ(worker.at("alive"), true);
  EXPECT_EQ(text_at(worker.at("languages").at(0), "id"), "python");
  EXPECT_EQ(worker.at("languages").at(0).at("available"), false);
  EXPECT_EQ(text_at(worker.at("languages").at(0), "reason"), "its compiler is absent");
  clock_.advance(kWorkerLost + std::chrono::milliseconds(1));
  EXPECT_EQ(expect(200, "GET", "/workers", admin_).at(0).at("alive"), false);
  expect(403, "GET", "/workers", student_);
  expect(401, "GET", "/workers");
}

TEST_F(QueueRoutesTest, whatWasGivenUpIsPutBackOrForgotten) {
  start();
  const auto problem = add_problem();
  std::vector<std::string> jobs;
  std::vector<std::string> submissions;
  for (int i = 0; i < 3; ++i) {
    submissions.push_back(submit(student_, problem));
    jobs.push_back(give_up());
  }
  const auto dead = expect(200, "GET", "/queue/dead", admin_);
  ASSERT_EQ(dead.as_array().size(), 3U);
  EXPECT_EQ(text_at(dead.at(0), "_id"), jobs[0]);
  EXPECT_EQ(text_at(dead.at(0), "submissionId"), submissions[0]);
  EXPECT_EQ(text_at(dead.at(0), "reason"), "no space left on device");
  EXPECT_EQ(text_at(dead.at(0), "userName"), "student");
  EXPECT_FALSE(text_at(dead.at(0), "diedAt").empty());
  const auto page = ask("GET", "/queue/dead?limit=2", admin_);
  EXPECT_EQ(page.header("x-total-count"), "3");
  EXPECT_EQ(page.header("link"), "</queue/dead?limit=2&page=2>; rel=\"next\"");
  const auto rest = ask("GET", "/queue/dead?limit=2&page=2", admin_);
  EXPECT_NE(rest.body.find(jobs[2]), std::string::npos);
  EXPECT_EQ(rest.header("link"), "");
  expect(422, "GET", "/queue/dead?limit=0", admin_);

  Mutex mutex;
  std::vector<Subject> rung;
  auto subscription = bus_->subscribe([&](const Event& event) {
    MutexLock lock(mutex);
    if (event.kind == Event::Kind::queued) rung.push_back(event.subject);
  });
  expect(202, "POST", "/queue/dead/" + jobs[0] + "/retry", admin_);
  subscription.reset();
  ASSERT_EQ(rung.size(), 1U);
  EXPECT_EQ(rung[0], Subject(*SubmissionId::parse(submissions[0]))) << "the submission, not its job";
  EXPECT_EQ(text_at(expect(200, "GET", "/submission/" + submissions[0], student_), "status"), "QUEUED");
  expect(404, "POST", "/queue/dead/" + jobs[0] + "/retry", admin_);
  expect(200, "DELETE", "/queue/dead/" + jobs[1], admin_);
  EXPECT_EQ(text_at(expect(200, "GET", "/submission/" + submissions[1], student_), "status"), "IE");
  expect(404, "DELETE", "/queue/dead/" + jobs[1], admin_);
  EXPECT_EQ(expect(200, "GET", "/queue/dead", admin_).as_array().size(), 1U);
  for (const auto& token : {std::string(), student_}) {
    const int status = token.empty() ? 401 : 403;
    expect(status, "GET", "/queue/dead", token);
    expect(status, "POST", "/queue/dead/" + jobs[2] + "/retry", token);
    expect(status, "DELETE", "/queue/dead/" + jobs[2], token);
  }
}

}  // namespace
}  // namespace autograder::testing
