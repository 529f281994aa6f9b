#include "storage/sqlite/disk_space.h"

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <limits>

#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/contract_fixture.h"
#include "storage/testing/temporary_directory.h"

namespace autograder::sqlite {
namespace {

constexpr Bytes kMoreThanThereIs{std::numeric_limits<std::int64_t>::max()};

TEST(DiskSpace, ZeroIsOffAndWhatCannotBeAskedHasRoom) {
  const ManualClock clock;
  must(DiskSpace("/tmp", {0}, clock).check());
  must(DiskSpace("/absent/for/sure", mib(1), clock).check());
}

TEST(DiskSpace, IsAskedOnceASecond) {
  ManualClock clock;
  const TemporaryDirectory directory;
  if (::mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=16m") != 0) {
    GTEST_SKIP() << "SKIPPED: mounting is not allowed here: " << errno_name(errno);
  }
  DiskSpace disk(directory.path(), mib(8), clock);
  must(disk.check());
  const std::string large = directory.path() + "/large";
  std::ofstream(large) << std::string(12 * 1024 * 1024, 'x');
  clock.advance(std::chrono::milliseconds(999));
  must(disk.check());
  clock.advance(std::chrono::milliseconds(1));
  const auto refused = disk.check();
  expect_error(refused, ErrorCode::exhausted);
  EXPECT_NE(refused.error().message.find("storage.free_min (8388608)"), std::string::npos) << refused.error().message;
  std::filesystem::remove(large);
  expect_error(disk.check(), ErrorCode::exhausted);
  clock.advance(std::chrono::seconds(1));
  must(disk.check());
  EXPECT_EQ(::umount(directory.path().c_str()), 0);
}

class NearlyFull : public testing::Test {
 protected:
  void open(Bytes free_min) {
    storage_.reset();
    storage_ = must(open_sqlite_storage(directory_.path() + "/autograder.db", clock_, {.free_min = free_min}));
  }
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
  Result<> submit_run() {
    NewRun run;
    run.job = ids_.next<JobId>();
    run.language = "cpp";
    run.created_at = clock_.now();
    std::promise<Result<>> promise;
    storage_->runs().submit(run, [&](Result<> done) { promise.set_value(std::move(done)); });
    return promise.get_future().get();
  }

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

}  // namespace
}  // namespace autograder::sqlite
