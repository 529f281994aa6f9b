// Brings the write-ahead log into the database file beside the writer, so that no commit waits for it.
//
// Knows:          how long the log is.
// Does not know:  what is in it.
//
// A checkpoint beside a busy writer never reaches the end of the log, and only a log that is wholly in the file begins
// anew. So a thread copies nearly all of it, and then asks the writer to copy the few pages that are left, between two
// groups of writes.
#pragma once

#include <memory>
#include <thread>

#include "foundation/mutex.h"
#include "storage/sqlite/connection.h"

namespace autograder::sqlite {

class Checkpointer final {
 public:
  // Starts when the log has `log_pages`; a page is 4 KiB.
  Checkpointer(std::unique_ptr<Connection> connection, int log_pages);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // The writer committed, and the log has so many pages now.
  void log_grew(int pages);
  // The writer is to copy the log after this group, however short it is.
  void request();
  // Whether the writer shall now copy the rest of the log itself. Says so once.
  bool take_request();

 private:
  void loop();
  void copy();
  int pages();

  const std::unique_ptr<Connection> connection_;
  const int log_pages_;
  Mutex mutex_;
  Condition grown_;
  int pages_ GUARDED_BY(mutex_) = 0;
  int start_at_ GUARDED_BY(mutex_);
  bool requested_ GUARDED_BY(mutex_) = false;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

struct LogState {
  int pages = 0;   // in the log
  int copied = 0;  // of these, in the database file
};
// Copies what can be copied without waiting for anyone. Throws.
LogState checkpoint(Connection& db);

}  // namespace autograder::sqlite
