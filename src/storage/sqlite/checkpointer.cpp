#include "storage/sqlite/checkpointer.h"

#include <pthread.h>

#include "foundation/log.h"

namespace autograder::sqlite {
namespace {

constexpr int kPasses = 4;     // each copies what came during the one before, which is less each time
constexpr int kFewPages = 64;  // so many are left to the writer
constexpr int kCutWaitMs = 50;

}  // namespace

LogState checkpoint(Connection& db) {
  Query row = db.query("PRAGMA wal_checkpoint(PASSIVE)");
  if (!row.next()) return {};
  return {row.small(1), row.small(2)};
}

void cut_log(Connection& db, std::chrono::milliseconds busy_timeout) {
  db.execute("PRAGMA busy_timeout = " + std::to_string(kCutWaitMs));
  db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  db.execute("PRAGMA busy_timeout = " + std::to_string(busy_timeout.count()));
}

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, int log_pages)
    : connection_(std::move(connection)), log_pages_(log_pages), start_at_(log_pages), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "sqlite-checkpt");
}

Checkpointer::~Checkpointer() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  grown_.notify_all();
  thread_.join();
}

void Checkpointer::log_grew(int pages) {
  {
    MutexLock lock(mutex_);
    if (pages < pages_) start_at_ = log_pages_;  // it started again
    pages_ = pages;
    if (pages_ < start_at_) return;
  }
  grown_.notify_one();
}

void Checkpointer::request_cut() {
  MutexLock lock(mutex_);
  wanted_ = Wanted::cut;
}

Checkpointer::Wanted Checkpointer::take_request() {
  MutexLock lock(mutex_);
  return std::exchange(wanted_, Wanted::nothing);
}

int Checkpointer::pages() {
  MutexLock lock(mutex_);
  return pages_;
}

void Checkpointer::loop() {
  while (true) {
    {
      MutexLock lock(mutex_);
      while (pages_ < start_at_ && !stopping_) grown_.wait(mutex_);
      if (stopping_) return;
      // A reader or a full disk may keep the log from starting again: no new try before it has grown once more.
      start_at_ = pages_ + log_pages_;
    }
    copy();
  }
}

void Checkpointer::copy() {
  const Result<> copied = guarded("bringing the log into the database file", [&]() -> Result<> {
    for (int pass = 0; pass < kPasses; ++pass) {
      const LogState log = checkpoint(*connection_);
      if (pages() - log.copied <= kFewPages) break;
    }
    return {};
  });
  if (!copied) return log::warn("the write-ahead log grows", {{"error", copied.error().message}});
  MutexLock lock(mutex_);
  if (wanted_ == Wanted::nothing) wanted_ = Wanted::copy;
}

}  // namespace autograder::sqlite
