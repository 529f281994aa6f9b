#include "storage/sql/sql_storage.h"

#include "storage/sql/roles.h"

namespace autograder::sql {
namespace {

class SqlStorage final : public Storage {
 public:
  explicit SqlStorage(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  UserStore& users() override { return users_; }
  ProblemStore& problems() override { return problems_; }
  SubmissionStore& submissions() override { return submissions_; }
  DraftStore& drafts() override { return drafts_; }
  RunStore& runs() override { return runs_; }
  VerificationStore& verifications() override { return verifications_; }
  JobQueue& jobs() override { return jobs_; }
  DeadLetters& dead_letters() override { return jobs_; }
  autograder::QueueView& queue_view() override { return queue_view_; }
  WorkerRegistry& workers() override { return workers_; }
  BlobStore& blobs() override { return blobs_; }
  autograder::Upkeep& upkeep() override { return upkeep_; }

  Result<std::int64_t> change_counter() override {
    return database_->read("reading the change counter", [](Connection& db) -> Result<std::int64_t> {
      const auto value = db.query("SELECT value FROM counters WHERE name = 'changes'").one<std::int64_t>();
      if (!value) throw CorruptRow{"it is missing"};
      return *value;
    });
  }
  Result<> ping() override {
    AG_TRY(change_counter());
    return {};
  }

 private:
  const std::unique_ptr<Database> database_;
  QueueLength length_{database_->clock(), database_->options().queue_max};
  Users users_{*database_};
  Problems problems_{*database_};
  Submissions submissions_{*database_, length_};
  Drafts drafts_{*database_};
  Runs runs_{*database_, length_};
  Verifications verifications_{*database_, length_};
  Jobs jobs_{*database_};
  QueueView queue_view_{*database_};
  Workers workers_{*database_};
  Blobs blobs_{*database_};
  Upkeep upkeep_{*database_};
};

}  // namespace

std::unique_ptr<Storage> make_storage(std::unique_ptr<Database> database) {
  return std::make_unique<SqlStorage>(std::move(database));
}

}  // namespace autograder::sql
