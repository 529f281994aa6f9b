#include "storage/sqlite/checkpointer.h"

#include <filesystem>

#include "storage/sqlite/database.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

class CheckpointerTest : public testing::Test {
 protected:
  static constexpr int kRows = 200;
  static constexpr int kRowBytes = 100'000;

  std::int64_t size_of(const std::string& suffix) const {
    return static_cast<std::int64_t>(std::filesystem::file_size(path_ + suffix));
  }
  void write_rows(Database& database) {
    for (int i = 0; i < kRows; ++i) must(write_row(database, i));
  }
  static Result<> write_row(Database& database, int number) {
    return database.writer.run("writing", [&](Connection& db) -> Result<> {
      db.query("INSERT INTO blobs (number, hash, size, complete) VALUES (?, ?, 1, 1)")
          .bind(number, sha256(std::to_string(number)))
          .run();
      db.query("INSERT INTO blob_chunks (blob, position, bytes) VALUES (?, 0, ?)")
          .bind(number)
          .bind_blob(std::string(kRowBytes, 'x'))
          .run();
      return {};
    });
  }
  static std::int64_t rows(Database& database) {
    return must(database.readers.read("counting", [](Connection& db) -> Result<std::int64_t> {
      Query row = db.query("SELECT count(*) FROM blob_chunks WHERE blob >= 0");
      row.next();
      return row.integer(0);
    }));
  }

  const ManualClock clock_;
  const TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/autograder.db";
};

TEST_F(CheckpointerTest, ASteadyWriterDoesNotMakeTheLogGrow) {
  const auto database = must(open_database(path_, clock_, {}));
  for (int round = 0; round < 5; ++round) {
    write_rows(*database);
    must(database->writer.run("clearing", [](Connection& db) -> Result<> {
      db.execute("DELETE FROM blobs");
      return {};
    }));
  }
  // 100 MB went through a log that starts again every 16 MiB, give or take what is written in between.
  EXPECT_LT(size_of("-wal"), std::int64_t{64} << 20U);
}

TEST_F(CheckpointerTest, AReaderHoldsTheLogAndNobodyElse) {
  const auto database = must(open_database(path_, clock_, {}));
  Connection reader(path_, Connection::Use::read, std::chrono::seconds(1));
  reader.execute("BEGIN");
  Query seen = reader.query("SELECT count(*) FROM blob_chunks WHERE blob >= 0");
  ASSERT_TRUE(seen.next());
  write_rows(*database);
  EXPECT_EQ(rows(*database), kRows);
  Query still = reader.query("SELECT count(*) FROM blob_chunks WHERE blob >= 0 AND position = 0");
  ASSERT_TRUE(still.next());
  EXPECT_EQ(still.integer(0), 0);
}

TEST_F(CheckpointerTest, AllIsThereAfterwards) {
  write_rows(*must(open_database(path_, clock_, {})));
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));  // the last one out copies all of it
  EXPECT_GT(size_of(""), std::int64_t{kRows} * kRowBytes);
  EXPECT_EQ(rows(*must(open_database(path_, clock_, {}))), kRows);
}

}  // namespace
}  // namespace autograder::sqlite
