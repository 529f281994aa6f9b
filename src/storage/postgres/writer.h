// The one thread of this process that writes: all writes that wait go into one transaction, and share its commit.
//
// Knows:          transactions, turns, conflicts, commits whose answer was lost.
// Does not know:  what is written.
//
// A group is a transaction of the level REPEATABLE READ without savepoints. When one of its writes fails after it changed a
// row, all are undone and each is run alone; errors are rare, and savepoints would cost every snapshot of the server.
//
// Each group leaves its number in this process's row of `writers`. When the connection dies before the answer to a commit has
// come, that row says whether the group is there: so nothing is done twice, and nothing is lost.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "domain/id.h"
#include "foundation/mutex.h"
#include "storage/postgres/connector.h"
#include "storage/postgres/database_time.h"
#include "storage/sql/database.h"
#include "storage/storage_options.h"

namespace autograder::postgres {

class Writer final {
 public:
  using Work = sql::Database::Work;
  using Done = sql::Database::Done;
  // `doing` is a literal: the beginning of an error's sentence.
  struct Item {
    std::string_view doing;
    sql::Database::Ahead ahead;  // or none
    Work work;
    Done done;
    sql::Turn turn = sql::Turn::free;
    Result<> outcome{};
  };

  // The connector and the time outlive it.
  Writer(Connector& connector, DatabaseTime& time, const StorageOptions& options);
  ~Writer();  // after writing all that waits
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Never blocks.
  void post(Item item);
  // The same with a bound: false, and the item is left, when write_queue_max writes wait.
  [[nodiscard]] bool try_post(Item& item);
  // Blocks until it is durable. Not from the writer's own thread. The item has no `done`.
  Result<> run(Item item);

 private:
  // `spoiled`: one failed after it had changed something, and all of it was undone.
  enum class End { committed, spoiled };

  void loop();
  void write(std::span<Item> group);
  // Until it is committed, spoiled, or nothing helps: then each has the error.
  End write_together(std::span<Item> group);
  End attempt(std::span<Item> group);
  Connection& connected();
  void begin(Connection& db, std::span<Item> group);
  // Whether the transaction can go on: false when the item failed after it had changed something.
  bool run_item(Connection& db, Item& item, bool alone);
  // Whether the group whose commit was not answered is there. Waits for a commit that is under way. When the answer is no it
  // never will be: the row is another one then than the commit's transaction saw.
  bool is_there(Connection& db);
  void commit(Connection& db);
  void end_session();

  Connector& connector_;
  DatabaseTime& time_;
  const std::size_t queue_max_;
  const std::size_t group_max_;
  const IdBytes id_;

  // Of the thread alone.
  std::unique_ptr<Connection> connection_;
  std::int64_t last_group_ = 0;  // the number that the last commit was sent with
  bool unanswered_ = false;      // and it was not answered

  Mutex mutex_;
  Condition arrived_;
  std::deque<Item> queue_ GUARDED_BY(mutex_);
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace autograder::postgres
