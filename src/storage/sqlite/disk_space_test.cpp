#include "storage/sqlite/disk_space.h"

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/database.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

constexpr Bytes kMoreThanThereIs{std::numeric_limits<std::int64_t>::max()};

const auto nothing = [] { return Inside{}; };

TEST(DiskSpace, ZeroIsOffAndWhatCannotBeAskedHasRoom) {
  const ManualClock clock;
  must(DiskSpace("/tmp", {0}, clock).check(nothing));
  must(DiskSpace("/absent/for/sure", mib(1), clock).check(nothing));
}

TEST(DiskSpace, CountsWhatIsFreeInsideAndWhatTheLogWillStillTake) {
  const ManualClock clock;
  const TemporaryDirectory directory;
  if (::mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "SKIPPED: mounting is not allowed here: " << errno_name(errno);
  }
  const std::string path = directory.path() + "/database";
  std::ofstream(path) << std::string(4 * 1024 * 1024, 'x');
  const auto check = [&](Inside inside) { return DiskSpace(path, mib(14), clock).check([&] { return inside; }); };
  // 12 MiB are free.
  expect_error(check({mib(4), {}}), ErrorCode::exhausted);
  must(check({mib(4), mib(2)}));
  expect_error(check({mib(5), mib(2)}), ErrorCode::exhausted);
  must(check({mib(5), mib(3)}));
  expect_error(check({mib(10), mib(100)}), ErrorCode::exhausted);  // the log has no room
  must(check({mib(2), {}}));
  EXPECT_EQ(::umount(directory.path().c_str()), 0);
}

TEST(DiskSpace, IsAskedOnceASecond) {
  ManualClock clock;
  const TemporaryDirectory directory;
  if (::mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "SKIPPED: mounting is not allowed here: " << errno_name(errno);
  }
  DiskSpace disk(directory.path(), mib(8), clock);
  must(disk.check(nothing));
  const std::string large = directory.path() + "/large";
  std::ofstream(large) << std::string(12 * 1024 * 1024, 'x');
  clock.advance(std::chrono::milliseconds(999));
  must(disk.check(nothing));
  clock.advance(std::chrono::milliseconds(1));
  const auto refused = disk.check(nothing);
  expect_error(refused, ErrorCode::exhausted);
  EXPECT_NE(refused.error().message.find("storage.free_min (8388608)"), std::string::npos) << refused.error().message;
  std::filesystem::remove(large);
  expect_error(disk.check(nothing), ErrorCode::exhausted);
  clock.advance(std::chrono::seconds(1));
  must(disk.check(nothing));
  EXPECT_EQ(::umount(directory.path().c_str()), 0);
}

// Else a burst within one second fills the disk to its last byte, and then nothing can be deleted any more.
TEST(DiskSpace, AdmittedWritesCountBeforeTheyAreWritten) {
  ManualClock clock;
  const TemporaryDirectory directory;
  if (::mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "SKIPPED: mounting is not allowed here: " << errno_name(errno);
  }
  {
    DiskSpace disk(directory.path(), mib(8), clock);
    int let_in = 0;
    while (let_in < 9 && disk.check(nothing, mib(2))) ++let_in;
    EXPECT_EQ(let_in, 5);
    clock.advance(std::chrono::seconds(1));
    must(disk.check(nothing, mib(2)));
  }
  EXPECT_EQ(::umount(directory.path().c_str()), 0);
}

class NearlyFull : public testing::Test {
 protected:
  void open(Bytes free_min) {
    storage_.reset();
    storage_ = must(open_sqlite_storage(path(), clock_, {.free_min = free_min}));
  }
  std::string path() const { return directory_.path() + "/autograder.db"; }
  Result<Submitted> submit(const std::string& key = {}) {
    NewSubmission one;
    one.id = ids_.next<SubmissionId>();
    one.job = ids_.next<JobId>();
    one.language = "cpp";
    one.idempotency_key = key;
    one.created_at = clock_.now();
    std::promise<Result<Submitted>> promise;
    storage_->submissions().submit(one, [&](Result<Submitted> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }
  Result<> submit_run(std::string input = {}) {
    NewRun run;
    run.id = last_run_ = ids_.next<RunId>();
    run.input = std::move(input);
    run.language = "cpp";
    run.created_at = clock_.now();
    std::promise<Result<>> promise;
    storage_->runs().submit(run, [&](Result<> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }

  RunId last_run_;
  ManualClock clock_;
  IdGenerator ids_{clock_};
  TemporaryDirectory directory_;
  std::unique_ptr<Storage> storage_;
};

TEST_F(NearlyFull, NothingNewIsAcceptedButWhatIsThereGoesOn) {
  open({0});
  const SubmissionId id = must(submit("key")).id;
  must(submit_run());
  open(kMoreThanThereIs);
  expect_error(submit(), ErrorCode::exhausted);
  expect_error(submit_run(), ErrorCode::exhausted);
  EXPECT_EQ(must(submit("key")).id, id);
  const auto held = must(storage_->jobs().lease({WorkerId(IdBytes{1}), {JobKind::judge}, {"cpp"}, true}));
  ASSERT_TRUE(held);
  std::promise<Result<>> finished;
  storage_->jobs().finish(*held, Report{}, [&](Result<> done) { finished.set_value(std::move(done)); });
  must(finished.get_future().get());
  must(storage_->submissions().rejudge(id, ids_.next<JobId>(), clock_.now()));
}

// A database on a disk of 128 MiB that has nothing else, of which 64 MiB are to be free.
class SmallDisk : public NearlyFull {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=128m") != 0) {
      GTEST_SKIP() << "SKIPPED: mounting is not allowed here: " << errno_name(errno);
    }
    mounted_ = true;
    open(mib(64));
  }
  void TearDown() override {
    storage_.reset();
    if (!mounted_) return;
    EXPECT_EQ(::umount(directory_.path().c_str()), 0);
  }
  // Runs with inputs of 1 MiB, until they are refused.
  std::vector<RunId> fill() {
    std::vector<RunId> stored;
    for (int i = 0; i < 256; ++i) {
      clock_.advance(std::chrono::seconds(1));
      const auto run = submit_run(std::string(kRunInputMax, static_cast<char>('a' + i % 26)));
      if (!run) {
        expect_error(run, ErrorCode::exhausted);
        return stored;
      }
      stored.push_back(last_run_);
    }
    ADD_FAILURE() << "the disk was never full";
    return stored;
  }
  Bytes size() { return must(storage_->upkeep().room()).database; }
  void sweep() {
    for (Tidied step{0, true}; step.more;) step = must(storage_->upkeep().sweep());
  }
  // As the timer does: where the checkpointer holds the log for longer than a cut waits, a later sweep cuts it.
  void sweep_until_log_is_short() {
    for (int tries = 0; tries < 100; ++tries) {
      sweep();
      if (std::filesystem::file_size(path() + "-wal") <= static_cast<std::uintmax_t>(kLogLimit.count)) return;
    }
  }
  bool mounted_ = false;
};

TEST_F(SmallDisk, RoomInsideTheDatabaseCountsAndTheDiskGetsItBack) {
  const auto runs = fill();
  EXPECT_GT(runs.size(), 4U);
  clock_.advance(std::chrono::hours(1));
  expect_error(submit(), ErrorCode::exhausted);
  sweep();
  expect_error(submit(), ErrorCode::exhausted);
  for (const RunId run : runs) EXPECT_TRUE(must(storage_->runs().abandon(run)));
  clock_.advance(std::chrono::seconds(1));
  must(submit());
  // Whether it is low by now depends on when the log last went into the file; with this minimum it is.
  open(mib(120));
  const Bytes full = size();
  sweep();
  EXPECT_LT(size() + mib(1), full);
}

TEST_F(SmallDisk, ItIsFullAgainAndAgainAndNeverForGood) {
  for (int round = 0; round < 4; ++round) {
    const auto runs = fill();
    EXPECT_GT(runs.size(), 4U) << "in round " << round;
    clock_.advance(kRunKept);
    sweep_until_log_is_short();
    clock_.advance(std::chrono::seconds(1));
    must(submit());
  }
}

// The log cannot start again while somebody reads, and all the disk's room is in it then.
TEST_F(SmallDisk, TheRoomThatALongReadTookComesBack) {
  {
    Connection reader(path(), Connection::Use::read, std::chrono::seconds(1));
    reader.execute("BEGIN");
    Query row = reader.query("SELECT count(*) FROM runs");
    row.next();
    for (int round = 0; round < 4; ++round) {
      fill();
      clock_.advance(kRunKept);
      sweep();
    }
    EXPECT_LT(fill().size(), 4U) << "the log has not grown: this shows nothing";
    clock_.advance(kRunKept);
    sweep();  // nothing is left to delete or to give back
  }
  clock_.advance(std::chrono::seconds(1));
  sweep_until_log_is_short();
  EXPECT_GT(fill().size(), 20U);
}

}  // namespace
}  // namespace autograder::sqlite
