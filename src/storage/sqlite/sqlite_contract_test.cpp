#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/blob_contract.h"
#include "storage/testing/draft_contract.h"
#include "storage/testing/fair_share_contract.h"
#include "storage/testing/job_queue_contract.h"
#include "storage/testing/problem_contract.h"
#include "storage/testing/queue_view_contract.h"
#include "storage/testing/rejudge_contract.h"
#include "storage/testing/run_contract.h"
#include "storage/testing/submission_contract.h"
#include "storage/testing/temporary_directory.h"
#include "storage/testing/upkeep_contract.h"
#include "storage/testing/user_contract.h"
#include "storage/testing/verification_contract.h"
#include "storage/testing/worker_contract.h"

namespace autograder {
namespace {

// The directory outlives the database in it.
class WithDirectory final : public Storage {
 public:
  WithDirectory(const Clock& clock, const StorageOptions& options)
      : storage_(must(open_sqlite_storage(directory_.path() + "/autograder.db", clock, options))) {}
  UserStore& users() override { return storage_->users(); }
  ProblemStore& problems() override { return storage_->problems(); }
  SubmissionStore& submissions() override { return storage_->submissions(); }
  DraftStore& drafts() override { return storage_->drafts(); }
  RunStore& runs() override { return storage_->runs(); }
  VerificationStore& verifications() override { return storage_->verifications(); }
  JobQueue& jobs() override { return storage_->jobs(); }
  DeadLetters& dead_letters() override { return storage_->dead_letters(); }
  QueueView& queue_view() override { return storage_->queue_view(); }
  WorkerRegistry& workers() override { return storage_->workers(); }
  BlobStore& blobs() override { return storage_->blobs(); }
  Upkeep& upkeep() override { return storage_->upkeep(); }
  Result<std::int64_t> change_counter() override { return storage_->change_counter(); }
  Result<> ping() override { return storage_->ping(); }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<Storage> storage_;
};

const StorageBackend kSqlite{"Sqlite", [](const Clock& clock, const StorageOptions& options) {
                               return std::make_unique<WithDirectory>(clock, options);
                             }};

INSTANTIATE_TEST_SUITE_P(Backends, UserContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, ProblemContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, SubmissionContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RejudgeContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, DraftContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RunContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, VerificationContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, JobQueueContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, QueueViewContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, FairShareContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, BlobContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, UpkeepContract, testing::Values(kSqlite), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, WorkerContract, testing::Values(kSqlite), backend_name);

}  // namespace
}  // namespace autograder
