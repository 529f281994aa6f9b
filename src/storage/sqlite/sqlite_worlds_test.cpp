// The database file in bad worlds: a clear error, nothing lost, no crash.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

class SqliteWorlds : public testing::Test {
 protected:
  Result<std::unique_ptr<Storage>> open(StorageOptions options = {}) {
    return open_sqlite_storage(path_, clock_, options);
  }
  void write_file(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
  std::string read_file() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // As another program would, without our rules.
  void execute(const std::string& sql) const {
    SQLite::Database raw(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    raw.exec("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;");
    raw.exec(sql);
  }
  Result<Submitted> submit(Storage& storage, std::size_t code_size = 100) {
    NewSubmission submission;
    submission.id = ids_.next<SubmissionId>();
    submission.job = ids_.next<JobId>();
    submission.user = UserId(IdBytes{1});
    submission.problem = ProblemId(IdBytes{2});
    submission.language = "cpp";
    submission.code.assign(code_size, 'x');
    submission.created_at = clock_.now();
    std::promise<Result<Submitted>> promise;
    auto future = promise.get_future();
    storage.submissions().submit(std::move(submission),
                                 [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return future.get();
  }
  std::optional<Lease> lease(Storage& storage) {
    must(storage.jobs().expire(kPageMax));
    return must(storage.jobs().lease({WorkerId(IdBytes{1}), {JobKind::judge}, {"cpp"}, true}));
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  TemporaryDirectory directory_;
  std::string path_ = directory_.path() + "/autograder.db";
};

TEST_F(SqliteWorlds, StoredRowsAreThereAfterReopening) {
  const SubmissionId id = must(submit(*must(open()))).id;
  const auto storage = must(open());
  EXPECT_TRUE(must(storage->submissions().find(id)));
  EXPECT_EQ(must(storage->jobs().depth()).waiting, 1);
}

TEST_F(SqliteWorlds, TheFilesAreTheirOwnersAlone) {
  const auto storage = must(open());
  must(submit(*storage));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat found{};
    ASSERT_EQ(::stat((path_ + suffix).c_str(), &found), 0) << suffix;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(SqliteWorlds, ADirectoryThatIsNotThere) {
  path_ = directory_.path() + "/absent/autograder.db";
  expect_error(open(), ErrorCode::not_found);
}

TEST_F(SqliteWorlds, APathThatIsNoFile) {
  path_ = directory_.path();
  expect_error(open(), ErrorCode::invalid);
}

TEST_F(SqliteWorlds, AFileThatIsNoDatabaseStaysAsItIs) {
  const std::string text(10'000, 'x');
  write_file(text);
  expect_error(open(), ErrorCode::corrupt);
  EXPECT_EQ(read_file(), text);
}

TEST_F(SqliteWorlds, AnotherProgramsDatabaseStaysAsItIs) {
  execute("CREATE TABLE bookmarks (url TEXT)");
  const std::string before = read_file();
  expect_error(open(), ErrorCode::invalid);
  EXPECT_EQ(read_file(), before);
}

TEST_F(SqliteWorlds, ANewerVersionsDatabaseIsRefusedInAPlainSentence) {
  const SubmissionId id = must(submit(*must(open()))).id;
  execute("INSERT INTO schema_version VALUES (999, 0)");
  const auto refused = open();
  expect_error(refused, ErrorCode::invalid);
  const std::string known = std::to_string(sqlite::embedded_schema().size());
  EXPECT_NE(refused.error().message.find("newer version of autograder (schema 999; this one knows schemas up to " +
                                         known + ")"),
            std::string::npos)
      << refused.error().message;
  execute("DELETE FROM schema_version WHERE version = 999");
  EXPECT_TRUE(must(must(open())->submissions().find(id)));
}

TEST_F(SqliteWorlds, AReadOnlyDatabaseIsDenied) {
  must(open());
  if (::geteuid() != 0) {
    ASSERT_EQ(::chmod(path_.c_str(), 0444), 0);
    expect_error(open(), ErrorCode::denied);
    return;
  }
  // For root a read-only mode is no hindrance; a read-only mount is.
  if (::mount(directory_.path().c_str(), directory_.path().c_str(), nullptr, MS_BIND, nullptr) != 0) {
    GTEST_SKIP() << "SKIPPED: bind mounts are not allowed here: " << errno_name(errno);
  }
  EXPECT_EQ(::mount(nullptr, directory_.path().c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr), 0);
  expect_error(open(), ErrorCode::denied);
  EXPECT_EQ(::umount(directory_.path().c_str()), 0);
  EXPECT_TRUE(open());
}

TEST_F(SqliteWorlds, ATruncatedOrOverwrittenDatabaseDoesNotCrash) {
  {
    const auto storage = must(open());
    for (int i = 0; i < 200; ++i) must(submit(*storage, 2000));
  }
  const std::string good = read_file();
  ASSERT_GT(good.size(), 100'000U);
  for (const std::size_t keep : {std::size_t{100}, std::size_t{4096}, std::size_t{8192}, good.size() / 2}) {
    for (const bool truncate : {true, false}) {
      std::filesystem::remove(path_ + "-wal");
      std::filesystem::remove(path_ + "-shm");
      write_file(truncate ? good.substr(0, keep) : good.substr(0, keep) + std::string(good.size() - keep, '\xA5'));
      const auto opened = open();
      if (!opened) {
        EXPECT_EQ(opened.error().code, ErrorCode::corrupt) << opened.error().message;
        continue;
      }
      const auto list = (*opened)->submissions().list({});
      EXPECT_TRUE(list || list.error().code == ErrorCode::corrupt) << list.error().message;
      const auto stored = submit(**opened);
      EXPECT_TRUE(stored || stored.error().code == ErrorCode::corrupt) << stored.error().message;
      static_cast<void>((*opened)->jobs().depth());
    }
  }
}

TEST_F(SqliteWorlds, ValuesThatWeDidNotWriteAreCorrupt) {
  const SubmissionId id = must(submit(*must(open()))).id;
  const auto found_after = [&](const std::string& sql) {
    execute(sql);
    return must(open())->submissions().find(id);
  };
  expect_error(found_after("DROP TRIGGER verdict_needs_report; UPDATE submissions SET verdict = 'XX'"),
               ErrorCode::corrupt);
  expect_error(found_after("UPDATE submissions SET verdict = 'AC'"), ErrorCode::corrupt);  // without a report
  expect_error(found_after("INSERT INTO reports SELECT id, 1, '{}' FROM submissions"), ErrorCode::corrupt);
  expect_error(found_after("DELETE FROM reports; UPDATE submissions SET verdict = NULL; DELETE FROM sources"),
               ErrorCode::corrupt);
}

TEST_F(SqliteWorlds, ReportsAreNeverChanged) {
  const auto storage = must(open());
  must(submit(*storage));
  std::promise<Result<>> finished;
  storage->jobs().finish(*lease(*storage), Report{}, [&](Result<> done) { finished.set_value(std::move(done)); });
  must(finished.get_future().get());
  EXPECT_THROW(execute("UPDATE reports SET body = 'x'"), SQLite::Exception);
  EXPECT_THROW(execute("INSERT INTO reports SELECT submission_id, judging, 'x' FROM reports"), SQLite::Exception);
}

TEST_F(SqliteWorlds, TheDeadPredecessorsLeasesAreReleasedAndCounted) {
  const SubmissionId id = must(submit(*must(open()))).id;
  for (int i = 0; i < kExpiriesMax; ++i) {
    const auto storage = must(open({.end_leases_at_open = true}));
    const auto held = lease(*storage);
    ASSERT_TRUE(held) << i;
    EXPECT_EQ(held->job.expiries, i);
  }
  {
    const auto storage = must(open());  // without the lock the lease stands
    EXPECT_EQ(code_of(must(storage->submissions().find(id))->state), "RUNNING");
  }
  const auto storage = must(open({.end_leases_at_open = true}));
  EXPECT_FALSE(lease(*storage));
  EXPECT_EQ(must(storage->jobs().depth()).dead, 1);
  EXPECT_EQ(code_of(must(storage->submissions().find(id))->state), "IE");
}

TEST_F(SqliteWorlds, HalfABlobIsNoBlob) {
  const Sha256 hash = sha256("body");
  must(open());
  execute("INSERT INTO blobs (hash, size, complete) VALUES (x'" + to_hex(hash) + "', 4, 0)");
  {
    const auto storage = must(open({.end_leases_at_open = true}));
    expect_error(storage->blobs().size(hash), ErrorCode::not_found);
    EXPECT_EQ(must(storage->blobs().put("body")), hash);
    EXPECT_EQ(must(storage->blobs().read(hash, 0, 100)), "body");
  }
  execute("DELETE FROM blob_chunks");
  expect_error(must(open())->blobs().read(hash, 0, 100), ErrorCode::corrupt);
}

TEST_F(SqliteWorlds, AFullDiskFailsWritesUntilThereIsRoom) {
  if (::geteuid() != 0 || ::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=20m") != 0) {
    GTEST_SKIP() << "SKIPPED: mounting a small tmpfs needs root";
  }
  {
    // Room for the log to go into the database file is what must come back.
    std::ofstream(directory_.path() + "/filler", std::ios::binary) << std::string(std::size_t{10} << 20U, 'x');
    const auto storage = must(open({.free_min = {0}}));
    std::vector<SubmissionId> stored;
    Result<Submitted> last = Submitted{};
    for (int i = 0; i < 1000 && last; ++i) {
      last = submit(*storage, 60'000);
      if (last) stored.push_back(last->id);
    }
    expect_error(last, ErrorCode::exhausted);
    EXPECT_GT(stored.size(), 5U);
    expect_error(storage->blobs().put(std::string(std::size_t{3} << 20U, 'y')), ErrorCode::exhausted);
    for (const SubmissionId id : stored) EXPECT_TRUE(must(storage->submissions().find(id)));
    EXPECT_EQ(must(storage->jobs().depth()).waiting, static_cast<std::int64_t>(stored.size()));
    std::filesystem::remove(directory_.path() + "/filler");
    for (int i = 0; i < 20; ++i) stored.push_back(must(submit(*storage, 60'000)).id);
    for (const SubmissionId id : stored) EXPECT_TRUE(must(storage->submissions().find(id)));
  }
  EXPECT_EQ(::umount(directory_.path().c_str()), 0);
}

TEST_F(SqliteWorlds, ASchemaFileIsAppliedWhollyOrNot) {
  using sqlite::Connection;
  using sqlite::SchemaFile;
  Connection db(path_, Connection::Use::write, std::chrono::milliseconds(1000));
  const SchemaFile first{"0001_a.sql", "CREATE TABLE a (x);"};
  const SchemaFile second{"0002_b.sql", "CREATE TABLE b (x); INSERT INTO b VALUES (1);"};
  const SchemaFile broken{"0002_b.sql", "CREATE TABLE b (x); CREATE TABLE a (x);"};
  const Time now = clock_.now();
  must(sqlite::apply_schema(db, std::vector{first}, path_, now));
  EXPECT_FALSE(sqlite::apply_schema(db, std::vector{first, broken}, path_, now));
  EXPECT_THROW(db.query("SELECT * FROM b"), SQLite::Exception);
  must(sqlite::apply_schema(db, std::vector{first, second}, path_, now));
  must(sqlite::apply_schema(db, std::vector{first, second}, path_, now));
  auto row = db.query("SELECT count(*) FROM b");
  row.next();
  EXPECT_EQ(row.integer(0), 1);
}

}  // namespace
}  // namespace autograder
