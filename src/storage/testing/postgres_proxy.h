// Stands between a storage and its PostgreSQL server, and loses what goes by when a test says so.
//
// Knows:          bytes, and the word COMMIT among them.
// Does not know:  the protocol beyond that.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "foundation/mutex.h"
#include "foundation/unique_fd.h"
#include "storage/testing/temporary_directory.h"

namespace autograder {

// What happens to the next commit of a write. The connection breaks each time.
enum class CommitFault {
  none,
  lost,        // it does not arrive
  unanswered,  // the server commits, and the answer is lost
  late,        // it arrives when the storage has begun again on another connection
};

class PostgresProxy final {
 public:
  // `server` is the directory of its socket.
  explicit PostgresProxy(std::string server);
  ~PostgresProxy();
  PostgresProxy(const PostgresProxy&) = delete;
  PostgresProxy& operator=(const PostgresProxy&) = delete;

  std::string url(const std::string& database) const;
  void break_next_commit(CommitFault fault) { fault_ = fault; }
  // Whether it has happened.
  bool is_broken() const { return fault_ == CommitFault::none; }

 private:
  void accept_all();
  void serve(UniqueFd client);
  // Whether the connection goes on.
  bool from_client(const std::string& bytes, UniqueFd& server);

  const std::string server_;
  TemporaryDirectory directory_{in_memory()};
  UniqueFd listening_;
  std::atomic<CommitFault> fault_{CommitFault::none};
  Mutex mutex_;
  std::vector<std::thread> threads_ GUARDED_BY(mutex_);
  std::vector<int> clients_ GUARDED_BY(mutex_);
  UniqueFd late_server_ GUARDED_BY(mutex_);
  std::string late_bytes_ GUARDED_BY(mutex_);
  std::thread acceptor_;
};

}  // namespace autograder
