#include "storage/memory/memory_storage.h"

#include "storage/testing/blob_contract.h"
#include "storage/testing/draft_contract.h"
#include "storage/testing/fair_share_contract.h"
#include "storage/testing/job_queue_contract.h"
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

const StorageBackend kMemory{"Memory", make_memory_storage};

INSTANTIATE_TEST_SUITE_P(Backends, UserContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, ProblemContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, SubmissionContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RejudgeContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, DraftContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, RunContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, VerificationContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, JobQueueContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, QueueViewContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, FairShareContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, BlobContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, UpkeepContract, testing::Values(kMemory), backend_name);
INSTANTIATE_TEST_SUITE_P(Backends, WorkerContract, testing::Values(kMemory), backend_name);

}  // namespace
}  // namespace autograder
