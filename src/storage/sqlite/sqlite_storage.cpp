#include "storage/sqlite/sqlite_storage.h"

#include "storage/sql/sql_storage.h"
#include "storage/sqlite/database.h"

namespace autograder {

Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::string& path, const Clock& clock,
                                                     StorageOptions options) {
  AG_ASSIGN(auto database, sqlite::open_database(path, clock, options));
  return sql::make_storage(std::move(database));
}

}  // namespace autograder
