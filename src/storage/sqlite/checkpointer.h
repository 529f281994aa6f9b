// Copies the write-ahead log into the database file while the writer works, so that no commit waits for it.
//
// Knows:          how long the log is.
// Does not know:  what is in it.
//
// A checkpoint during busy writes never reaches the end of the log, and only a log that is wholly in the file begins
// again. So a thread copies nearly all of it, and then asks the writer to copy the few pages that are left, between two
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
  // The work of the writer on the log after a group of writes.
  enum class Wanted { nothing, copy, cut };
  // Copy it, however short it is, and give its room back to the disk.
  void request_cut();
  // Says so once.
  Wanted take_request();

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
  Wanted wanted_ GUARDED_BY(mutex_) = Wanted::nothing;
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

struct LogState {
  int pages = 0;   // in the log
  int copied = 0;  // of these, in the database file
};
// Copies what can be copied without waiting for anyone. Throws.
LogState checkpoint(Connection& db);
// Copies all of it and makes its file empty, unless readers need it for longer than a moment. Throws.
void cut_log(Connection& db, std::chrono::milliseconds busy_timeout);

}  // namespace autograder::sqlite
