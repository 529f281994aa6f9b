#include "storage/sqlite/compact.h"

#include <sys/stat.h>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/schema.h"

namespace autograder {

Result<CompactedBytes> compact_database(const std::string& path) {
  const std::string doing = "compacting the database " + path;
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) return fail_errno(doing);
  return sqlite::guarded(doing, [&]() -> Result<CompactedBytes> {
    sqlite::Connection db(path, sqlite::Connection::Use::write, std::chrono::seconds(30));
    AG_TRY(sqlite::readable_schema(db, path));
    const std::int64_t page = sqlite::page_size(db);
    CompactedBytes sizes{Bytes{sqlite::page_count(db) * page}, {}};
    db.execute("PRAGMA auto_vacuum = INCREMENTAL");
    db.execute("VACUUM");
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    sizes.after = Bytes{sqlite::page_count(db) * page};
    return sizes;
  });
}

}  // namespace autograder
