// Shared by the roles over PostgreSQL: one writer, a few readers, the server's time.
//
// Knows:          connections and who may use them.
// Does not know:  tables.
#pragma once

#include <memory>

#include "storage/postgres/connector.h"
#include "storage/postgres/database_time.h"
#include "storage/postgres/readers.h"
#include "storage/postgres/writer.h"
#include "storage/sql/database.h"

namespace autograder::postgres {

class Database final : public sql::Database {
 public:
  // The schema is there already. The clock outlives it.
  Database(const PostgresOptions& postgres, const StorageOptions& options, const Clock& clock);

  void post_in_turn(std::string_view doing, Ahead ahead, Work work, Done done) override;
  bool try_post(std::string_view doing, Ahead ahead, Work work, Done done) override;
  Time now(sql::Connection& db) override { return time_.now(db); }
  // The disk is the server's, and a full one is an error of the write that finds it full.
  Result<> check_room(sql::Connection&, Bytes) override { return {}; }
  Result<bool> give_room_back() override { return false; }
  Result<Room> room() override;
  const StorageOptions& options() const override { return options_; }
  const Clock& clock() const override { return clock_; }

 private:
  Result<> run_read(std::string_view doing, Work work) override;
  Result<> run_write(std::string_view doing, Work work, sql::Turn turn, Ahead ahead) override;

  const Clock& clock_;
  const StorageOptions options_;
  Connector connector_;
  DatabaseTime time_;
  Readers readers_;
  Writer writer_;  // ends first, and writes what still waits
};

// Connects, and brings the schema up to date.
Result<std::unique_ptr<Database>> open_database(const PostgresOptions& postgres, const StorageOptions& options,
                                                const Clock& clock);

}  // namespace autograder::postgres
