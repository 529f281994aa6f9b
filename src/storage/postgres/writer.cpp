#include "storage/postgres/writer.h"

#include <pthread.h>

#include <algorithm>
#include <future>

#include "foundation/log.h"
#include "foundation/random.h"

namespace autograder::postgres {
namespace {

// A transaction that conflicts with those of other processes is run again so often. Each time, another one has come through.
constexpr int kConflictsMax = 20;
constexpr int kConflictsTogether = 5;  // then one by one

// What is kept for the writes of a group holds statements of its connection.
struct ForgetKept {
  explicit ForgetKept(Connection& connection) : db(connection) {}
  ~ForgetKept() { db.kept()->reset(); }
  ForgetKept(const ForgetKept&) = delete;
  ForgetKept& operator=(const ForgetKept&) = delete;

  Connection& db;
};

IdBytes random_id() {
  IdBytes id;
  fill_random(id);
  return id;
}

}  // namespace

Writer::Writer(Connector& connector, DatabaseTime& time, const StorageOptions& options)
    : connector_(connector),
      time_(time),
      queue_max_(options.write_queue_max),
      group_max_(std::clamp<std::size_t>(options.write_group_max, 1, 64)),
      id_(random_id()),
      thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "postgres-writer");
}

Writer::~Writer() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  thread_.join();
}

void Writer::post(Item item) {
  {
    MutexLock lock(mutex_);
    queue_.push_back(std::move(item));
  }
  arrived_.notify_one();
}

bool Writer::try_post(Item& item) {
  {
    MutexLock lock(mutex_);
    if (queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(item));
  }
  arrived_.notify_one();
  return true;
}

Result<> Writer::run(Item item) {
  std::promise<Result<>> promise;
  auto written = promise.get_future();
  item.done = [&promise](Result<> outcome) { promise.set_value(std::move(outcome)); };
  post(std::move(item));
  return written.get();
}

void Writer::loop() {
  std::vector<Item> group;
  while (true) {
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) arrived_.wait(mutex_);
      if (queue_.empty()) break;
      while (!queue_.empty() && group.size() < group_max_) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    write(group);
    for (Item& item : group) item.done(std::move(item.outcome));
    group.clear();
  }
  end_session();
}

void Writer::write(std::span<Item> group) {
  if (write_together(group) == End::committed || group.size() == 1) return;
  for (Item& item : group) write_together({&item, 1});
}

Writer::End Writer::write_together(std::span<Item> group) {
  unanswered_ = false;
  for (int conflicts = 0;; ++conflicts) {
    try {
      return connector_.with_retries([&] { return attempt(group); });
    } catch (const Failure& failure) {
      const bool alone = group.size() == 1;
      if (failure.is_conflict() && !alone && conflicts == kConflictsTogether) return End::spoiled;
      if (failure.is_conflict() && conflicts < kConflictsMax) continue;
      if (failure.is_duplicate() && alone && conflicts == 0) continue;             // now it sees the other row
      if (!failure.lost && !failure.is_conflict() && !alone) return End::spoiled;  // by which of them will show
      for (Item& item : group) item.outcome = std::unexpected(error_of(item.doing, failure));
      return End::committed;
    }
  }
}

Connection& Writer::connected() {
  if (connection_ && connection_->is_lost()) connection_.reset();
  if (!connection_) {
    auto connection = connector_.connect();
    connection->plan_for_indexes();
    // Rows of processes that ended long ago.
    connection->query("DELETE FROM writers WHERE seen_at_ms < ?")
        .bind(Time(time_.now(*connection) - std::chrono::hours(24)))
        .run();
    connection_ = std::move(connection);
  }
  return *connection_;
}

Writer::End Writer::attempt(std::span<Item> group) {
  Connection& db = connected();
  if (unanswered_) {
    if (is_there(db)) return End::committed;  // with the outcomes that it had
    unanswered_ = false;
  }
  const auto before = db.rows_changed();
  const ForgetKept forget(db);
  try {
    begin(db, group);
    for (Item& item : group) {
      if (!run_item(db, item, group.size() == 1)) {
        db.roll_back();
        return End::spoiled;
      }
      db.send_off();  // the server works on it while the next is run
    }
    if (db.rows_changed() == before) {
      db.roll_back();  // costs no write
    } else {
      commit(db);
    }
    return End::committed;
  } catch (const Failure& failure) {
    if (!failure.lost) db.roll_back();
    throw;
  }
}

// The lock comes before the first look at a row: so what the transaction sees is what the one before left.
void Writer::begin(Connection& db, std::span<Item> group) {
  const bool takes_turn = std::ranges::any_of(group, [](const Item& item) { return item.turn == sql::Turn::queue; });
  db.execute_later("BEGIN ISOLATION LEVEL REPEATABLE READ");
  if (takes_turn) db.execute_later("LOCK TABLE queue_turn IN EXCLUSIVE MODE");
  for (Item& item : group) {
    if (item.ahead) item.ahead(db);
  }
}

bool Writer::run_item(Connection& db, Item& item, bool alone) {
  const auto before = db.rows_changed();
  try {
    item.outcome = item.work(db);
    if (alone) db.settle();  // so that it has its own failures
  } catch (const Failure& failure) {
    // Its transaction is over, and all that was in it.
    if (failure.lost || failure.is_conflict() || alone) throw;
    return false;
  } catch (const CorruptRow& row) {
    item.outcome = fail(ErrorCode::corrupt, std::string(item.doing) + ": " + row.what);
  }
  const bool unchanged = db.rows_changed() == before;
  if (!item.ahead && !unchanged) db.kept()->reset();
  return item.outcome || unchanged;
}

void Writer::commit(Connection& db) {
  const Time now = time_.now(db);
  ++last_group_;
  unanswered_ = true;
  try {
    db.query(
          "INSERT INTO writers (id, last_group, seen_at_ms) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
          "last_group = excluded.last_group, seen_at_ms = excluded.seen_at_ms")
        .bind(id_, last_group_, now)
        .run_later();
    db.execute_later("COMMIT");
    db.settle();
  } catch (const Failure& failure) {
    unanswered_ = failure.lost;  // what the server refused is undone for certain
    throw;
  }
  unanswered_ = false;
}

bool Writer::is_there(Connection& db) {
  return db.query(
               "INSERT INTO writers (id, last_group, seen_at_ms) VALUES (?, 0, ?) ON CONFLICT (id) DO UPDATE SET "
               "last_group = 0 WHERE writers.last_group <> ?")
             .bind(id_, time_.now(db), last_group_)
             .run() == 0;
}

void Writer::end_session() {
  if (!connection_ || connection_->is_lost()) return;
  const auto gone = guarded("forgetting this process", [&]() -> Result<> {
    connection_->query("DELETE FROM writers WHERE id = ?").bind(id_).run();
    return {};
  });
  if (!gone) log::debug("a row of this process stays", {{"error", gone.error().message}});
}

}  // namespace autograder::postgres
