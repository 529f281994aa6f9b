// A PostgreSQL server of its own for tests: started when it is first asked for, and ended with the program.
//
// Knows:          initdb, a socket in a temporary directory, databases that are copies of an empty one.
// Does not know:  what the tests store.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "storage/postgres/postgres_storage.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {

class PostgresServer final {
 public:
  // The one of this program. Ends the program with a plain sentence where PostgreSQL is not installed.
  static PostgresServer& shared();

  // Runs as the user `postgres` when this program is root. No network, and nothing is synced to the disk.
  PostgresServer();
  ~PostgresServer();  // and all that was in it
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  std::string url(const std::string& database) const;
  const std::string& socket_directory() const { return directory_.path(); }
  // An empty one with our schema. Its name.
  std::string make_database();
  void drop_database(const std::string& name);
  // In the database `postgres`, as its owner.
  void execute(const std::string& sql);

  // Without asking its clients; then from what was committed.
  void stop();
  void start();

 private:
  TemporaryDirectory directory_{in_memory()};
  std::string programs_;  // the directory of initdb and postgres
  pid_t process_ = -1;
  int databases_ = 0;
};

// A fresh database, which goes with its storage.
class PostgresTestStorage final : public Storage {
 public:
  PostgresTestStorage(const Clock& clock, const StorageOptions& options);
  ~PostgresTestStorage() override;
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
  const std::string database_;
  std::unique_ptr<Storage> storage_;
};

}  // namespace autograder
