#include "storage/postgres/database.h"

#include <algorithm>

#include "storage/postgres/schema.h"

namespace autograder::postgres {

Database::Database(const PostgresOptions& postgres, const StorageOptions& options, const Clock& clock)
    : clock_(clock),
      options_(options),
      connector_(postgres, clock),
      time_(clock, postgres.time_of_the_clock),
      readers_(connector_, std::max(1, postgres.connections_min - 1), std::max(1, postgres.connections_max - 1)),
      writer_(connector_, time_, options) {}

void Database::post_in_turn(std::string_view doing, Ahead ahead, Work work, Done done) {
  writer_.post({doing, std::move(ahead), std::move(work), std::move(done), sql::Turn::queue});
}

bool Database::try_post(std::string_view doing, Ahead ahead, Work work, Done done) {
  Writer::Item item{doing, std::move(ahead), std::move(work), std::move(done)};
  return writer_.try_post(item);
}

Result<Room> Database::room() {
  return read("measuring the database", [](sql::Connection& db) -> Result<Room> {
    return Room{Bytes{db.query("SELECT pg_database_size(current_database())").one<std::int64_t>().value()}, {}, {}};
  });
}

Result<> Database::run_read(std::string_view doing, Work work) {
  return readers_.read(doing, work);
}

Result<> Database::run_write(std::string_view doing, Work work, sql::Turn turn, Ahead ahead) {
  return writer_.run({doing, std::move(ahead), std::move(work), {}, turn});
}

Result<std::unique_ptr<Database>> open_database(const PostgresOptions& postgres, const StorageOptions& options,
                                                const Clock& clock) {
  AG_TRY(check_postgres_url(postgres.url));
  const std::string where = url_without_password(postgres.url);
  return guarded("opening the database", [&]() -> Result<std::unique_ptr<Database>> {
    {
      Connection db(postgres);
      AG_TRY(apply_schema(db, embedded_schema(), where));
    }
    return std::make_unique<Database>(postgres, options, clock);
  });
}

}  // namespace autograder::postgres
