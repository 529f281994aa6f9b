#include "judge/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <latch>

#include "domain/report_codec.h"
#include "judge/testing/worker_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

using testing::HasSubstr;

TEST_F(WorkerTest, JudgesAndTellsSo) {
  auto& worker = make_worker(echo());
  EXPECT_FALSE(worker.step(0).value());
  const auto id = submit(stored_problem().id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_FALSE(worker.step(0).value());
  const auto submission = find(id);
  EXPECT_EQ(code_of(submission.state), "AC");
  ASSERT_TRUE(submission.report);
  EXPECT_EQ(submission.report->tests.size(), 2u);
  EXPECT_EQ(submission.report->tests[0].input, "1");

  const auto heard = events();
  ASSERT_EQ(heard.size(), 4u);  // begun, two tests, judged
  EXPECT_EQ(heard.back().kind, Event::Kind::judged);
  EXPECT_EQ(decode_report(heard[0].strip).value().tests.size(), 0u);
  const auto strip = decode_report(heard[2].strip).value();
  ASSERT_EQ(strip.tests.size(), 2u);
  EXPECT_EQ(code_of(strip.tests[0].verdict), "AC");
  EXPECT_EQ(strip.tests[0].input, "");  // events carry verdicts, no texts
}

// A submission of a package: on every test, within its own time limit, behind what students send; and nobody's figures.
TEST_F(WorkerTest, JudgesWhatAPackageBundles) {
  std::vector<Duration> limits;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    limits.push_back(seen.command.limits.cpu_time);
    return exited(0, "wrong");
  }));
  const auto problem = stored_problem();
  NewVerification set;
  set.problem = problem.id;
  set.problem_version = problem.version;
  set.user = world_.ids.next<UserId>();
  set.time_limit = 9s;
  set.submissions = {{world_.ids.next<JobId>(), "submissions/wrong_answer/a", "compiled", "the source"}};
  ASSERT_TRUE(world_.storage->verifications().put(set));
  const auto sent = submit(problem.id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(sent).state), "WA");
  limits.clear();
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_FALSE(worker.step(0).value());
  const auto report = world_.storage->verifications().find(problem.id).value()->submissions.at(0).report;
  ASSERT_TRUE(report);
  EXPECT_EQ(code_of(report->verdict), "WA");
  ASSERT_EQ(report->tests.size(), 2u) << "the first that fails ends nothing";
  EXPECT_THAT(report->tests[1].message, HasSubstr("first difference: line 1, column 1"));
  EXPECT_EQ(report->tests[0].expected + report->tests[0].output + report->output, "") << "texts are not kept";
  EXPECT_THAT(limits, testing::Each(Duration(9s)));
  EXPECT_EQ(limits.size(), 2u);
  EXPECT_EQ(events().back().kind, Event::Kind::judged);
  EXPECT_EQ(events().back().subject, Subject(problem.id)) << "the bell names the problem";
}

TEST_F(WorkerTest, AFailureIsTriedAgainAndThenGivenUp) {
  auto& worker =
      make_worker([](const SeenCommand&) -> Result<Outcome> { return fail(ErrorCode::failed, "clone: EPERM"); });
  const auto id = submit(stored_problem().id);
  Logged log;
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(id).state), "QUEUED");
  EXPECT_FALSE(worker.step(0).value());  // not before a second has passed
  for (const auto wait : {1s, 2s, 4s}) {
    EXPECT_EQ(depth().waiting, 1);
    world_.clock.advance(wait);
    worker.expire_leases();
    EXPECT_TRUE(worker.step(0).value());
  }
  EXPECT_EQ(depth().dead, 1);
  const auto submission = find(id);
  EXPECT_EQ(code_of(submission.state), "IE");
  EXPECT_THAT(submission.report->admin_detail, HasSubstr("clone: EPERM"));
  EXPECT_EQ(events().back().kind, Event::Kind::judged);
  const auto lines = log.read();
  EXPECT_THAT(lines, HasSubstr("info  job leased  submission=" + id.hex()));
  EXPECT_THAT(lines, HasSubstr("judging failed; it will be retried  submission=" + id.hex()));
  EXPECT_THAT(lines, HasSubstr("judging failed too often; the job is dead  submission=" + id.hex()));
}

// Each died with the workers that had it: nobody but the one who books the last lease can tell.
TEST_F(WorkerTest, ADeathThatIsBookedIsToldOnce) {
  const auto problem = stored_problem();
  const auto id = submit(problem.id);
  for (int i = 0; i < kExpiriesMax; ++i) {
    ASSERT_TRUE(lease_elsewhere()) << i;
    world_.clock.advance(31s);
  }
  auto& worker = make_worker(echo());
  ASSERT_TRUE(worker.start());  // books what ran out before
  wait_for_judged(1);
  worker.expire_leases();
  worker.stop();
  const auto heard = events();
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_EQ(heard[0].subject, Subject(id));
  EXPECT_EQ(code_of(find(id).state), "IE");
  EXPECT_EQ(depth().dead, 1);
}

TEST_F(WorkerTest, ALeaseThatRanOutWritesNothing) {
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    world_.clock.advance(31s);  // a stall: nobody renewed
    if (seen.stdin_text == "1") {
      EXPECT_TRUE(lease_elsewhere());
    }
    return exited(0, seen.stdin_text);
  }));
  const auto id = submit(stored_problem().id);
  Logged log;
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_FALSE(find(id).report);
  EXPECT_NE(events().back().kind, Event::Kind::judged);
  EXPECT_THAT(log.read(),
              HasSubstr("the lease was lost before the report was written; it is dropped  submission=" + id.hex()));
}

TEST_F(WorkerTest, ALostLeaseStopsItsJudging) {
  auto& worker = make_worker(compiles_then([&](const SeenCommand&) -> Result<Outcome> {
    world_.clock.advance(31s);
    EXPECT_TRUE(lease_elsewhere());
    worker_->renew_leases();
    return exited(0, "wrong");
  }));
  const auto id = submit(stored_problem().id);
  Logged log;
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_THAT(log.read(), HasSubstr("the lease was lost while judging; its work is dropped  submission=" + id.hex()));
  EXPECT_EQ(sandbox_->seen().size(), 2u);  // compile and the run that was killed
  EXPECT_FALSE(find(id).report);
  EXPECT_EQ(depth().dead, 0);
  worker.renew_leases();  // nothing is in hand any more
}

TEST_F(WorkerTest, RenewingKeepsALease) {
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    for (int i = 0; i < 5; ++i) {
      world_.clock.advance(10s);
      worker_->renew_leases();
    }
    EXPECT_FALSE(lease_elsewhere());
    return exited(0, seen.stdin_text);
  }));
  const auto id = submit(stored_problem().id);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(id).state), "AC");
}

TEST_F(WorkerTest, StoppingGivesLeasesBack) {
  std::latch running(1);
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
    running.count_down();
    seen.killed->wait();  // endless, but for the kill
    return exited(0, seen.stdin_text);
  }));
  const auto id = submit(stored_problem().id);
  ASSERT_TRUE(worker.start());
  running.wait();
  EXPECT_EQ(world_.storage->workers().list()->size(), 1u);
  EXPECT_EQ(code_of(find(id).state), "RUNNING");
  worker.stop();
  EXPECT_FALSE(find(id).report);
  const auto lease = lease_elsewhere();
  ASSERT_TRUE(lease);  // and nothing is counted
  EXPECT_EQ(lease->job.failures, 0);
  EXPECT_EQ(lease->job.expiries, 0);
  EXPECT_TRUE(world_.storage->workers().list()->empty());
  EXPECT_FALSE(worker.step(0).value());
}

TEST_F(WorkerTest, ThreadsJudgeManyAndVersionsAreFound) {
  auto& worker = make_worker(echo(), 3);
  const auto problem = stored_problem();
  std::vector<SubmissionId> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(submit(problem.id));
  ASSERT_TRUE(worker.start());
  for (int i = 0; i < 20; ++i) ids.push_back(submit(problem.id, i % 2 ? "script" : "compiled"));
  wait_for_judged(25);
  worker.find_versions();
  const auto rows = world_.storage->workers().list().value();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].host, "here");
  EXPECT_EQ(rows[0].slots, 3);
  EXPECT_EQ(rows[0].languages.at(0).version, "tool 1.2.3");
  worker.stop();
  for (const auto& id : ids) EXPECT_EQ(code_of(find(id).state), "AC");
  EXPECT_EQ(sandbox_->boxes_open(), 0);
}

// An upgrade under a running worker is seen; a start asks only what no start before it asked.
TEST_F(WorkerTest, VersionsAreAskedOnceForEachStateOfTheTools) {
  const TemporaryDirectory directory;
  const auto tool = directory.path() + "/tool";
  const auto upgrade_to = [&](const std::string& version) {
    std::ofstream(tool + ".new") << version;
    std::filesystem::rename(tool + ".new", tool);
  };
  int asked = 0;
  const auto script = [&](const SeenCommand& seen) -> Result<Outcome> {
    if (seen.command.argv.back() == "--cache") return with_file(exited(0), "cache.tar", std::string(1024, '\0'));
    EXPECT_EQ(seen.command.argv.back(), "--version");
    ++asked;
    std::string version;
    std::ifstream(tool) >> version;
    return exited(0, "tool " + version + "\n");
  };
  auto language = compiled_language();
  language.programs = {tool};
  language.cache_argv = {"/usr/bin/compiler", "--cache"};
  language.language.cache.file = "cache.tar";
  language.language.cache.size_max = mib(1);
  language.language.cache.mount = "/cache";
  const auto detection = [&] {
    language.identity = identity_now(language);
    Detection found;
    found.status.push_back({.id = "compiled", .name = {}, .available = true});
    found.ready.push_back(language);
    return found;
  };
  const auto version = [&] { return world_.storage->workers().list().value().at(0).languages.at(0).version; };
  const auto build_caches = [&] {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory.path() + "/cache")) {
      count += entry.path().filename().string().starts_with("compiled@") ? 1 : 0;
    }
    return count;
  };

  upgrade_to("1.0");
  const auto start = [&]() -> Worker& { return make_worker(script, 1, detection(), directory.path() + "/cache"); };
  auto* worker = &start();
  EXPECT_FALSE(worker->find_versions());
  EXPECT_FALSE(worker->find_versions());
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(version(), "tool 1.0");
  worker->make_build_caches();
  worker->make_build_caches();
  EXPECT_EQ(sandbox_->seen().size(), 2u) << "one version, one build cache";

  upgrade_to("1.1");
  EXPECT_TRUE(worker->find_versions());
  EXPECT_FALSE(worker->find_versions());
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(version(), "tool 1.1");
  worker->make_build_caches();
  EXPECT_EQ(sandbox_->seen().size(), 4u) << "and those of the new tools";
  EXPECT_EQ(build_caches(), 1);
  worker->stop();

  worker = &start();
  EXPECT_FALSE(worker->find_versions());
  EXPECT_EQ(version(), "tool 1.1");
  worker->make_build_caches();
  EXPECT_TRUE(sandbox_->seen().empty()) << "the next start asks nobody";

  // A damaged file is no version.
  std::ofstream(directory.path() + "/cache/version-compiled") << language.identity << "\ntool";
  worker->stop();
  worker = &start();
  EXPECT_FALSE(worker->find_versions());
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(version(), "tool 1.1");
}

TEST_F(WorkerTest, LeavesLanguagesItDoesNotHave) {
  auto& worker = make_worker(echo());
  submit(stored_problem().id, "cobol");
  EXPECT_FALSE(worker.step(0).value());
  EXPECT_EQ(depth().waiting, 1);
}

TEST_F(WorkerTest, JudgesForADeletedProblem) {
  auto& worker = make_worker(echo());
  const auto problem = stored_problem();
  const auto id = submit(problem.id);
  ASSERT_TRUE(world_.storage->problems().set_deleted(problem.id, true, world_.clock.now()));
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(code_of(find(id).state), "AC");
}

// A job whose leases ran out twice runs alone: while it does, the worker's other slots take nothing.
TEST_F(WorkerTest, ASuspectHasNoNeighbour) {
  const auto problem = stored_problem();
  const auto suspect = submit(problem.id);
  for (int i = 0; i < kExpiriesAlone; ++i) {
    ASSERT_TRUE(lease_elsewhere());
    world_.clock.advance(31s);
  }
  EXPECT_TRUE(world_.storage->jobs().expire(kPageMax));
  const auto other = submit(problem.id);
  int seen_alone = 0;
  auto& worker = make_worker(compiles_then([&](const SeenCommand& seen) -> Result<Outcome> {
                               if (!find(suspect).report && seen.stdin_text == "1") {
                                 ++seen_alone;
                                 const int calls = faulty_.plan().calls();
                                 EXPECT_FALSE(worker_->step(1).value()) << "the other one waits";
                                 EXPECT_EQ(faulty_.plan().calls(), calls) << "the database would say no, too";
                               }
                               return exited(0, seen.stdin_text);
                             }),
                             2);
  EXPECT_TRUE(worker.step(0).value());
  EXPECT_EQ(seen_alone, 1);
  EXPECT_EQ(code_of(find(suspect).state), "AC");
  EXPECT_EQ(code_of(find(other).state), "QUEUED");
  EXPECT_TRUE(worker.step(1).value());
  EXPECT_EQ(code_of(find(other).state), "AC");
}

}  // namespace
}  // namespace autograder
