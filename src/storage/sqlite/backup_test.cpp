#include "storage/sqlite/backup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/schema.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {
namespace {

class BackupTest : public testing::Test {
 protected:
  std::string in(const std::string& name) const { return directory_.path() + "/" + name; }
  std::unique_ptr<Storage> open(const std::string& path) {
    return must(open_sqlite_storage(path, clock_, {.queue_max = 1'000'000}));
  }
  SubmissionId submit(Storage& storage) {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.user = UserId(IdBytes{1});
    one.problem = ProblemId(IdBytes{2});
    one.language = "cpp";
    one.code = std::string(2000, 'x');
    one.created_at = clock_.now();
    std::promise<Result<Submitted>> promise;
    storage.submissions().submit(one, [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return must(promise.get_future().get()).id;
  }
  static void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  int files() const {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(directory_.path()), {}));
  }

  ManualClock clock_;
  IdGenerator ids_{clock_};
  const TemporaryDirectory directory_;
  const std::string live_ = in("autograder.db");
  const std::string copy_ = in("copy.db");
  const std::string restored_ = in("restored.db");
};

TEST_F(BackupTest, RestoringBringsAllRowsBack) {
  const auto storage = open(live_);
  const SubmissionId id = submit(*storage);
  const Sha256 blob = must(storage->blobs().put(std::string(std::size_t{5} << 20U, 'b')));
  const BackupInfo made = must(back_up_database(live_, copy_));
  EXPECT_EQ(made.schema, static_cast<int>(sqlite::embedded_schema().size()));
  EXPECT_EQ(made.size.count, static_cast<std::int64_t>(std::filesystem::file_size(copy_)));
  EXPECT_GT(made.size.count, std::int64_t{5} << 20U);
  struct stat found{};
  ASSERT_EQ(::stat(copy_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  for (const char* suffix : {"-wal", "-shm", "-journal"}) EXPECT_FALSE(std::filesystem::exists(copy_ + suffix));
  const SubmissionId later = submit(*storage);

  EXPECT_EQ(must(check_backup(copy_)).size.count, made.size.count);
  must(restore_database(copy_, restored_));
  const auto restored = open(restored_);
  EXPECT_TRUE(must(restored->submissions().find(id)));
  EXPECT_FALSE(must(restored->submissions().find(later)));
  EXPECT_EQ(must(restored->blobs().size(blob)).count, std::int64_t{5} << 20U);
  submit(*restored);
  const auto held = must(restored->jobs().lease({WorkerId(IdBytes{1}), {JobKind::judge}, {"cpp"}, true}));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->job.subject, Subject(id));
}

TEST_F(BackupTest, WritersGoOnMeanwhile) {
  const auto storage = open(live_);
  must(storage->blobs().put(std::string(std::size_t{40} << 20U, 'b')));
  std::atomic<bool> stop = false;
  std::vector<SubmissionId> acknowledged;
  std::thread writer([&] {
    while (!stop && acknowledged.size() < 100'000) acknowledged.push_back(submit(*storage));
  });
  for (int i = 0; i < 3; ++i) must(back_up_database(live_, copy_ + std::to_string(i)));
  stop = true;
  writer.join();
  EXPECT_GT(acknowledged.size(), 0U);
  // A copy is of one moment: of what was acknowledged it has the first so many.
  std::size_t before = 0;
  for (int i = 0; i < 3; ++i) {
    const auto restored = open(copy_ + std::to_string(i));
    std::size_t count = 0;
    while (count < acknowledged.size() && must(restored->submissions().find(acknowledged[count]))) ++count;
    EXPECT_EQ(must(restored->jobs().depth()).waiting, static_cast<std::int64_t>(count));
    EXPECT_GE(count, before);
    before = count;
  }
}

TEST_F(BackupTest, NothingIsOverwritten) {
  submit(*open(live_));
  write_file(copy_, "precious");
  expect_error(back_up_database(live_, copy_), ErrorCode::conflict);
  expect_error(back_up_database(live_, live_), ErrorCode::conflict);
  must(back_up_database(live_, in("good.db")));
  expect_error(restore_database(in("good.db"), live_), ErrorCode::conflict);
  write_file(restored_ + "-wal", "somebody's log");
  expect_error(restore_database(in("good.db"), restored_), ErrorCode::conflict);
  EXPECT_EQ(std::filesystem::file_size(copy_), 8U);
}

TEST_F(BackupTest, AFileThatIsNoBackupLeavesNothingBehind) {
  expect_error(back_up_database(in("absent.db"), copy_), ErrorCode::not_found);
  expect_error(check_backup(in("absent.db")), ErrorCode::not_found);
  expect_error(check_backup(directory_.path()), ErrorCode::invalid);
  write_file(in("text"), std::string(10'000, 'x'));
  expect_error(check_backup(in("text")), ErrorCode::corrupt);
  expect_error(restore_database(in("text"), restored_), ErrorCode::corrupt);
  write_file(in("empty"), "");
  expect_error(restore_database(in("empty"), restored_), ErrorCode::invalid);
  SQLite::Database(in("other.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE bookmarks (url)");
  expect_error(restore_database(in("other.db"), restored_), ErrorCode::invalid);
  submit(*open(live_));
  expect_error(back_up_database(live_, in("no/such/directory")), ErrorCode::not_found);
  SQLite::Database(live_, SQLite::OPEN_READWRITE).exec("INSERT INTO schema_version VALUES (999, 0)");
  expect_error(restore_database(live_, restored_), ErrorCode::invalid);
  EXPECT_EQ(files(), 4);
}

TEST_F(BackupTest, ADamagedBackupIsFound) {
  {
    const auto storage = open(live_);
    for (int i = 0; i < 200; ++i) submit(*storage);
  }
  must(back_up_database(live_, copy_));
  std::fstream file(copy_, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(copy_) / 2));
  file << std::string(100'000, '\xA5');
  file.close();
  expect_error(check_backup(copy_), ErrorCode::corrupt);
  expect_error(restore_database(copy_, restored_), ErrorCode::corrupt);
  EXPECT_EQ(files(), 2);
}

}  // namespace
}  // namespace autograder
