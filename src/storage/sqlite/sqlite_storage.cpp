#include "storage/sqlite/sqlite_storage.h"

#include "storage/sqlite/roles.h"

namespace autograder {
namespace {

class SqliteStorage final : public Storage {
 public:
  explicit SqliteStorage(std::unique_ptr<sqlite::Database> database) : database_(std::move(database)) {}

  UserStore& users() override { return users_; }
  ProblemStore& problems() override { return problems_; }
  SubmissionStore& submissions() override { return submissions_; }
  DraftStore& drafts() override { return drafts_; }
  RunStore& runs() override { return runs_; }
  VerificationStore& verifications() override { return verifications_; }
  JobQueue& jobs() override { return jobs_; }
  DeadLetters& dead_letters() override { return jobs_; }
  QueueView& queue_view() override { return queue_view_; }
  WorkerRegistry& workers() override { return workers_; }
  BlobStore& blobs() override { return blobs_; }
  Upkeep& upkeep() override { return upkeep_; }

  Result<std::int64_t> change_counter() override {
    return database_->readers.read("reading the change counter", [](sqlite::Connection& db) -> Result<std::int64_t> {
      sqlite::Query row = db.query("SELECT value FROM counters WHERE name = 'changes'");
      if (!row.next()) throw sqlite::CorruptRow{"it is missing"};
      return row.integer(0);
    });
  }
  Result<> ping() override {
    const auto counter = change_counter();
    if (!counter) return std::unexpected(counter.error());
    return {};
  }

 private:
  const std::unique_ptr<sqlite::Database> database_;
  sqlite::Users users_{*database_};
  sqlite::Problems problems_{*database_};
  sqlite::Submissions submissions_{*database_};
  sqlite::Drafts drafts_{*database_};
  sqlite::Runs runs_{*database_};
  sqlite::Verifications verifications_{*database_};
  sqlite::Jobs jobs_{*database_};
  sqlite::QueueView queue_view_{*database_};
  sqlite::Workers workers_{*database_};
  sqlite::Blobs blobs_{*database_};
  sqlite::Upkeep upkeep_{*database_};
};

}  // namespace

Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::string& path, const Clock& clock,
                                                     StorageOptions options) {
  AG_ASSIGN(auto database, sqlite::open_database(path, clock, options));
  return std::make_unique<SqliteStorage>(std::move(database));
}

}  // namespace autograder
