#include "storage/sqlite/writer.h"

#include <pthread.h>

#include <algorithm>
#include <future>

#include "foundation/log.h"

namespace autograder::sqlite {

Writer::Writer(std::unique_ptr<Connection> connection, const StorageOptions& options, Checkpointer* checkpointer)
    : connection_(std::move(connection)),
      checkpointer_(checkpointer),
      queue_max_(options.write_queue_max),
      group_max_(std::max<std::size_t>(1, options.write_group_max)),
      busy_timeout_(options.busy_timeout),
      thread_([this] {
        if (checkpointer_ != nullptr) connection_->on_commit([this](int pages) { checkpointer_->log_grew(pages); });
        loop();
      }) {
  pthread_setname_np(thread_.native_handle(), "sqlite-writer");
}

Writer::~Writer() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  thread_.join();
}

void Writer::post(std::string_view doing, Work work, Done done) {
  {
    MutexLock lock(mutex_);
    queue_.push_back({doing, std::move(work), std::move(done)});
  }
  arrived_.notify_one();
}

bool Writer::try_post(std::string_view doing, Work& work, Done& done) {
  {
    MutexLock lock(mutex_);
    if (queue_.size() >= queue_max_) return false;
    queue_.push_back({doing, std::move(work), std::move(done)});
  }
  arrived_.notify_one();
  return true;
}

Result<> Writer::run(std::string_view doing, Work work) {
  std::promise<Result<>> promise;
  auto written = promise.get_future();
  post(doing, std::move(work), [&promise](Result<> outcome) { promise.set_value(std::move(outcome)); });
  return written.get();
}

void Writer::loop() {
  std::vector<Item> group;
  while (true) {
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) arrived_.wait(mutex_);
      if (queue_.empty()) return;
      while (!queue_.empty() && group.size() < group_max_) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    write(group);
    for (Item& item : group) item.done(std::move(item.outcome));
    group.clear();
    if (checkpointer_ != nullptr) tend_log(checkpointer_->take_request());
  }
}

// After a copy the next write finds nothing left to copy and restarts the log, unless a reader still needs it.
void Writer::tend_log(Checkpointer::Wanted wanted) {
  if (wanted == Checkpointer::Wanted::nothing) return;
  const Result<> copied = guarded("bringing the log into the database file", [&]() -> Result<> {
    if (wanted == Checkpointer::Wanted::cut) {
      cut_log(*connection_, busy_timeout_);
    } else {
      checkpoint(*connection_);
    }
    return {};
  });
  if (!copied) log::warn("the write-ahead log grows", {{"error", copied.error().message}});
}

void Writer::write(std::vector<Item>& group) {
  if (group.size() > 1) {
    const Result<> together = write_together(group);
    if (together) return;
    // The commit failed, or the database gave up the whole transaction: each write alone, so that each
    // knows its own result.
    log::warn("a group of writes failed as a whole and is written one by one",
              {{"writes", group.size()}, {"error", together.error().message}});
  }
  for (Item& item : group) write_alone(item);
}

Result<> Writer::write_together(std::vector<Item>& group) {
  Result<> written = guarded("writing a group", [&]() -> Result<> {
    connection_->query("BEGIN IMMEDIATE").run();
    for (Item& item : group) {
      connection_->query("SAVEPOINT one").run();
      item.outcome = guarded(item.doing, [&] { return item.work(*connection_); });
      if (!connection_->in_transaction()) return item.outcome;  // a full disk may end all of it
      if (!item.outcome) connection_->query("ROLLBACK TO one").run();
      connection_->query("RELEASE one").run();
    }
    connection_->query("COMMIT").run();
    return {};
  });
  if (!written || connection_->in_transaction()) roll_back();
  return written;
}

void Writer::write_alone(Item& item) {
  item.outcome = guarded(item.doing, [&]() -> Result<> {
    connection_->query("BEGIN IMMEDIATE").run();
    AG_TRY(item.work(*connection_));
    connection_->query("COMMIT").run();
    return {};
  });
  roll_back();
}

// Does nothing when no transaction is open.
void Writer::roll_back() {
  if (!connection_->in_transaction()) return;
  const Result<> rolled_back = guarded("rolling back", [&]() -> Result<> {
    connection_->query("ROLLBACK").run();
    return {};
  });
  if (!rolled_back) log::error("a transaction could not be rolled back", {{"error", rolled_back.error().message}});
}

}  // namespace autograder::sqlite
