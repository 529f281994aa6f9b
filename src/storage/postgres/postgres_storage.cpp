#include "storage/postgres/postgres_storage.h"

#include "storage/postgres/database.h"
#include "storage/sql/sql_storage.h"

namespace autograder {

Result<std::unique_ptr<Storage>> open_postgres_storage(const PostgresOptions& postgres, const Clock& clock,
                                                       StorageOptions options) {
  AG_ASSIGN(auto database, postgres::open_database(postgres, options, clock));
  return sql::make_storage(std::move(database));
}

}  // namespace autograder
