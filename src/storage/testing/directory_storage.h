// SQLite in its own directory that goes with it, in memory where the host has room there.
#pragma once

#include <memory>
#include <utility>

#include "foundation/check.h"
#include "storage/sqlite/sqlite_storage.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {

class DirectoryStorage : public Storage {
 public:
  // A directory that was given may hold the database of a storage before this one.
  explicit DirectoryStorage(const Clock& clock, const StorageOptions& options = {},
                            std::shared_ptr<const TemporaryDirectory> directory = {})
      : directory_(directory ? std::move(directory) : std::make_shared<const TemporaryDirectory>(in_memory())) {
    auto opened = open_sqlite_storage(directory_->path() + "/autograder.db", clock, options);
    CHECK(opened.has_value());
    storage_ = std::move(*opened);
  }
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
  const std::shared_ptr<const TemporaryDirectory> directory_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace autograder
