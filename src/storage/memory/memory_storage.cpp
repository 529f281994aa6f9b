#include "storage/memory/memory_storage.h"

#include "storage/memory/roles.h"

namespace autograder {
namespace {

class MemoryStorage final : public Storage {
 public:
  MemoryStorage(const Clock& clock, StorageOptions options) : state_(clock, options) {}

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
    MutexLock lock(state_.mutex);
    return state_.changes;
  }
  Result<> ping() override { return {}; }

 private:
  memory::State state_;
  memory::Users users_{state_};
  memory::Problems problems_{state_};
  memory::Submissions submissions_{state_};
  memory::Drafts drafts_{state_};
  memory::Runs runs_{state_};
  memory::Verifications verifications_{state_};
  memory::Jobs jobs_{state_};
  memory::QueueView queue_view_{state_};
  memory::Workers workers_{state_};
  memory::Blobs blobs_{state_};
  memory::Upkeep upkeep_{state_};
};

}  // namespace

std::unique_ptr<Storage> make_memory_storage(const Clock& clock, StorageOptions options) {
  return std::make_unique<MemoryStorage>(clock, options);
}

}  // namespace autograder
