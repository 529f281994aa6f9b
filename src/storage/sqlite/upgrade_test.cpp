// A database that an earlier version of this program made is brought up to date with all that is in it.
#include <span>

#include "domain/report_codec.h"
#include "storage/sql/problem_rows.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

const SubmissionId kJudged(IdBytes{11});
const UserId kAda(IdBytes{1});
const UserId kBob(IdBytes{4});
const ProblemId kSolved(IdBytes{2});
const ProblemId kTried(IdBytes{3});

TEST(Upgrade, FromSchema1) {
  const ManualClock clock;
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/autograder.db";
  {
    Connection db(path, Connection::Use::write, std::chrono::seconds(1));
    const auto files = embedded_schema();
    must(apply_schema(db, std::span(files).first(1), path, clock.now()));
    struct Row {
      SubmissionId id;
      UserId user;
      ProblemId problem;
      const char* verdict;  // null: it waits
    };
    for (const auto& row :
         {Row{kJudged, kAda, kSolved, "AC"}, Row{SubmissionId(IdBytes{12}), kAda, kSolved, "WA"},
          Row{SubmissionId(IdBytes{13}), kAda, kTried, nullptr}, Row{SubmissionId(IdBytes{14}), kBob, kSolved, "WA"}}) {
      db.query(
            "INSERT INTO submissions (id, user_id, problem_id, language, job_id, judging, verdict, score, cpu_time_ms, "
            "memory_kb, created_at_ms, updated_at_ms) VALUES (?, ?, ?, 'cpp', ?, 1, NULL, 0, 0, 0, 1, 1)")
          .bind(row.id, row.user, row.problem, row.id)
          .run();
      if (row.verdict == nullptr) continue;
      db.query("INSERT INTO reports (submission_id, judging, body) VALUES (?, 1, '{}')").bind(row.id).run();
      db.query("UPDATE submissions SET verdict = ? WHERE id = ?").bind(row.verdict, row.id).run();
    }
  }
  const auto storage = must(open_sqlite_storage(path, clock, {}));
  Progress progress = must(storage->problems().progress(kAda));
  EXPECT_EQ(progress.solved, std::vector{kSolved});
  EXPECT_EQ(progress.tried, std::vector{kTried});
  EXPECT_EQ(must(storage->problems().progress(kBob)).tried, std::vector{kSolved});
  EXPECT_EQ(code_of(must(storage->submissions().state(kJudged)).value()), "AC");
  const JobId again(IdBytes{1});
  must(storage->submissions().rejudge(kJudged, again, clock.now()));
  progress = must(storage->problems().progress(kAda));
  EXPECT_TRUE(progress.solved.empty());
  EXPECT_EQ(must(storage->jobs().lease({WorkerId(IdBytes{1}), {JobKind::rejudge}, {"cpp"}, false}))->job.id, again);
  EXPECT_FALSE(must(storage->runs().find(RunId(again.bytes()))));
}

TEST(Upgrade, KeepsTheVerdictsBeforeAnotherJudging) {
  const ManualClock clock;
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/autograder.db";
  {
    Connection db(path, Connection::Use::write, std::chrono::seconds(1));
    const auto files = embedded_schema();
    must(apply_schema(db, std::span(files).first(10), path, clock.now()));
    db.query(
          "INSERT INTO submissions (id, user_id, problem_id, language, job_id, judging, verdict, score, cpu_time_ms, "
          "memory_kb, created_at_ms, updated_at_ms, problem_version) VALUES (?, ?, ?, 'cpp', ?, 3, NULL, 0, 0, 0, 1, "
          "1, 2)")
        .bind(kJudged, kAda, kSolved, kJudged)
        .run();
    Report report;
    report.problem_version = 1;
    for (const auto& [judging, verdict] : {std::pair{1, Verdict::wrong_answer}, std::pair{2, Verdict::internal_error},
                                           std::pair{3, Verdict::accepted}}) {
      report.verdict = verdict;
      report.score = verdict == Verdict::accepted ? 100 : 33.33;
      if (judging == 3) report.problem_version = 2;
      db.query("INSERT INTO reports (submission_id, judging, body) VALUES (?, ?, ?)")
          .bind(kJudged, judging, encode_report(report))
          .run();
    }
    db.query("UPDATE submissions SET verdict = 'AC', score = 100 WHERE id = ?").bind(kJudged).run();
  }
  const auto storage = must(open_sqlite_storage(path, clock, {}));
  const auto found = must(storage->submissions().changed_verdicts(kSolved, 2));
  EXPECT_EQ(found.compared, 1);
  EXPECT_EQ(found.changed,
            std::vector{(ChangedVerdict{kJudged, kAda, Verdict::wrong_answer, 33.33, Verdict::accepted, 100})});
}

TEST(Upgrade, FindsPeopleWithoutTheMarksOfTheirLetters) {
  const ManualClock clock;
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/autograder.db";
  {
    Connection db(path, Connection::Use::write, std::chrono::seconds(1));
    const auto files = embedded_schema();
    must(apply_schema(db, std::span(files).first(12), path, clock.now()));
    db.query(
          "INSERT INTO users (id, email, name, role, password_hash, generation, disabled, created_at_ms, "
          "updated_at_ms) "
          "VALUES (?, 'a@example.org', 'M\xC3\xBCller', 'student', '', 1, 0, 1, 1)")
        .bind(kAda)
        .run();
    db.query("INSERT INTO user_words (word, user_id) VALUES ('m\xC3\xBCller', ?)").bind(kAda).run();
  }
  const auto storage = must(open_sqlite_storage(path, clock, {}));
  for (const auto* search : {"muller", "M\xC3\x9CLLER", "org"}) {
    EXPECT_EQ(must(storage->users().search({.search = search})).total, 1) << search;
  }
}

TEST(Upgrade, FindsProblemsOfOldByTheirTitles) {
  const ManualClock clock;
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/autograder.db";
  {
    Connection db(path, Connection::Use::write, std::chrono::seconds(1));
    must(apply_schema(db, embedded_schema(), path, clock.now()));
    Problem problem;
    problem.id = kSolved;
    problem.title =
        "Gr\xC3\xB6\xC3\x9F"
        "te Zahl";
    problem.tags = {"loops"};
    problem.published = true;
    db.query(sql::insert_into<Problem>("problems", "description"))
        .bind(problem, "")
        .run();  // with the column of schema 16 empty, as it is made
  }
  const auto storage = must(open_sqlite_storage(path, clock, {}));
  for (const auto* search : {"grosste", "LOOP", "zahl"}) {
    EXPECT_EQ(must(storage->problems().list({.search = search})).total, 1) << search;
  }
}

}  // namespace
}  // namespace autograder::sqlite
