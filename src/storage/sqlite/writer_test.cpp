#include "storage/sqlite/writer.h"

#include <gtest/gtest.h>

#include <future>

#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    auto connection = std::make_unique<Connection>(path_, Connection::Use::write, std::chrono::milliseconds(1000));
    connection->execute("PRAGMA journal_mode = WAL");
    connection->execute("CREATE TABLE rows (number INTEGER PRIMARY KEY) STRICT");
    connection->execute("CREATE TABLE parents (number INTEGER PRIMARY KEY) STRICT");
    connection->execute("CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)");
    StorageOptions options;
    options.write_queue_max = 8;
    writer_ = std::make_unique<Writer>(std::move(connection), options);
  }
  // The writer's thread waits in its own write until release(): what is posted meanwhile makes one group.
  void hold() {
    writer_->post(
        "holding",
        [this](Connection&) -> Result<> {
          held_.set_value();
          released_.get_future().wait();
          return {};
        },
        [](Result<>) {});
    held_.get_future().wait();
  }
  void release() { released_.set_value(); }

  static Writer::Work insert(int number) {
    return [number](Connection& db) -> Result<> {
      db.query("INSERT INTO rows VALUES (?)").bind(number).run();
      return {};
    };
  }
  Writer::Done note(std::vector<std::string>& outcomes) {
    return [&outcomes](Result<> done) { outcomes.emplace_back(done ? "done" : name_of(done.error().code)); };
  }
  std::int64_t count() {
    std::int64_t rows = 0;
    EXPECT_TRUE(writer_->run("counting", [&](Connection& db) -> Result<> {
      Query row = db.query("SELECT count(*) FROM rows");
      row.next();
      rows = row.integer(0);
      return {};
    }));
    return rows;
  }

  TemporaryDirectory directory_;
  std::string path_ = directory_.path() + "/writer.db";
  std::promise<void> held_;
  std::promise<void> released_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, AFailingWriteDoesNotUndoItsNeighbours) {
  std::vector<std::string> outcomes;
  hold();
  writer_->post("inserting", insert(1), note(outcomes));
  writer_->post(
      "inserting",
      [](Connection& db) -> Result<> {
        db.query("INSERT INTO rows VALUES (2)").run();
        return fail(ErrorCode::invalid, "changed its mind");
      },
      note(outcomes));
  writer_->post("inserting", insert(1), note(outcomes));  // throws: the number is taken
  writer_->post("inserting", insert(3), note(outcomes));
  release();
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"done", "invalid", "conflict", "done"}));
}

TEST_F(WriterTest, WhenTheCommitFailsEachIsTriedAlone) {
  std::vector<std::string> outcomes;
  hold();
  writer_->post("inserting", insert(1), note(outcomes));
  // A deferred foreign key breaks at the commit and takes the whole group with it.
  writer_->post(
      "inserting a child",
      [](Connection& db) -> Result<> {
        db.query("INSERT INTO children VALUES (99)").run();
        return {};
      },
      note(outcomes));
  writer_->post("inserting", insert(2), note(outcomes));
  release();
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"done", "conflict", "done"}));
}

TEST_F(WriterTest, WhenADatabaseEndsTheTransactionEachIsTriedAlone) {
  std::vector<std::string> outcomes;
  hold();
  writer_->post("inserting", insert(1), note(outcomes));
  writer_->post(
      "ending it",
      [](Connection& db) -> Result<> {
        db.execute("ROLLBACK");  // as SQLite itself may do on a full disk
        return fail(ErrorCode::exhausted, "no room");
      },
      note(outcomes));
  writer_->post("inserting", insert(2), note(outcomes));
  release();
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(outcomes, (std::vector<std::string>{"done", "exhausted", "done"}));
}

TEST_F(WriterTest, ItsQueueHasABound) {
  hold();
  int written = 0;
  for (int i = 0; i < 8; ++i) {
    Writer::Work work = insert(i);
    Writer::Done done = [&](Result<> outcome) { written += outcome ? 1 : 0; };
    EXPECT_TRUE(writer_->try_post("inserting", work, done));
  }
  Writer::Work work = insert(100);
  Writer::Done done = [](Result<>) {};
  EXPECT_FALSE(writer_->try_post("inserting", work, done));
  EXPECT_TRUE(work != nullptr && done != nullptr);
  release();
  EXPECT_EQ(count(), 8);
  EXPECT_EQ(written, 8);
}

TEST_F(WriterTest, WritesAllThatWaitsBeforeItEnds) {
  std::vector<std::string> outcomes;
  hold();
  for (int i = 0; i < 300; ++i) writer_->post("inserting", insert(i), note(outcomes));
  release();
  writer_.reset();
  EXPECT_EQ(outcomes, std::vector<std::string>(300, "done"));
}

}  // namespace
}  // namespace autograder::sqlite
