// Shared by the roles over SQLite: one writer, a few readers, the clock.
//
// Knows:          connections and who may use them.
// Does not know:  tables.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/clock.h"
#include "foundation/mutex.h"
#include "storage/sql/database.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/disk_space.h"
#include "storage/sqlite/writer.h"
#include "storage/storage_options.h"

namespace autograder::sqlite {

// A few connections for reading, each used by one thread at a time; who finds none waits.
class Readers final {
 public:
  explicit Readers(std::vector<std::unique_ptr<Connection>> connections);

  // Runs `body(Connection&)`, which returns a Result, in its own transaction: all it reads is of one moment.
  template <class Body>
  auto read(std::string_view doing, Body&& body) {
    const Lent lent(*this);
    Connection& db = *lent.connection;
    auto result = guarded(doing, [&] {
      db.query("BEGIN").run();
      auto answer = body(db);
      db.query("COMMIT").run();
      return answer;
    });
    if (db.in_transaction()) abandon(db);
    return result;
  }

  // No reader is in use.
  const std::vector<std::unique_ptr<Connection>>& all() const { return connections_; }

 private:
  struct Lent {
    explicit Lent(Readers& from) : readers(from), connection(from.take()) {}
    ~Lent() { readers.put_back(connection); }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    Readers& readers;
    Connection* connection;
  };

  Connection* take();
  void put_back(Connection* connection);
  static void abandon(Connection& db);

  const std::vector<std::unique_ptr<Connection>> connections_;
  Mutex mutex_;
  Condition returned_;
  std::vector<Connection*> free_ GUARDED_BY(mutex_);
};

// The log goes into the database file as often: pages that change often are then written there once, not often.
constexpr Bytes kLogLimit = mib(16);

// Its time is the clock that it was given.
struct Database final : sql::Database {
  Database(const std::string& path, const Clock& clock, const StorageOptions& options,
           std::unique_ptr<Connection> copying, std::vector<std::unique_ptr<Connection>> reading,
           std::unique_ptr<Connection> writing);

  // Its one writer is one turn for all.
  void post_in_turn(std::string_view doing, Ahead ahead, Work work, Done done) override;
  bool try_post(std::string_view doing, Ahead ahead, Work work, Done done) override;
  Time now(sql::Connection&) override { return clock_.now(); }
  Result<> check_room(sql::Connection& db, Bytes wanted) override;
  Result<bool> give_room_back() override;
  Result<Room> room() override;
  const StorageOptions& options() const override { return options_; }
  const Clock& clock() const override { return clock_; }

 private:
  Result<> run_read(std::string_view doing, Work work) override;
  Result<> run_write(std::string_view doing, Work work, sql::Turn turn, Ahead ahead) override;

  const Clock& clock_;
  const StorageOptions options_;

 public:
  DiskSpace disk;  // the writer's thread asks
  Checkpointer checkpointer;
  Readers readers;
  Writer writer;  // tells the checkpointer; ends first, and writes with all of the above what still waits
};

// The figures at the moment of the connection's transaction.
Inside inside_of(Connection& db);

// Checks the file, brings its schema up to date, opens all connections.
Result<std::unique_ptr<Database>> open_database(const std::string& path, const Clock& clock,
                                                const StorageOptions& options);

}  // namespace autograder::sqlite
