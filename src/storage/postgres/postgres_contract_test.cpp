#include "storage/testing/blob_contract.h"
#include "storage/testing/draft_contract.h"
#include "storage/testing/fair_share_contract.h"
#include "storage/testing/job_queue_contract.h"
#include "storage/testing/postgres_server.h"
#include "storage/testing/problem_contract.h"
#include "storage/testing/queue_view_contract.h"
#include "storage/testing/rejudge_contract.h"
#include "storage/testing/run_contract.h"
#include "storage/testing/submission_contract.h"
#include "storage/testing/upkeep_contract.h"
#include "storage/testing/user_contract.h"
#include "storage/testing/verification_contract.h"
#include "storage/testing/worker_contract.h"

namespace autograder {
namespace {

const StorageBackend kPostgres{"Postgres", [](const Clock& clock, const StorageOptions& options) {
                                 return std::make_unique<PostgresTestStorage>(clock, options);
                               }};

INSTANTIATE_TEST_SUITE_P(Backends, UserContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, ProblemContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, SubmissionContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RejudgeContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, DraftContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RunContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, VerificationContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, JobQueueContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, QueueViewContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, FairShareContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, BlobContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, UpkeepContract, testing::Values(kPostgres), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, WorkerContract, testing::Values(kPostgres), backend_name);

}  // namespace
}  // namespace autograder
